import { spawnSync } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { parse, stringify } from "yaml";
import { hasPrograms } from "../host/test-programs.ts";
import type { DeclaredSecret, SealingScope } from "../model/secret-declarations.ts";
import { asMap, type ValueMap } from "../model/value.ts";
import { makeTestCertificate } from "./__fixtures__/sealing-key.ts";
import { environmentSecrets } from "./declared-secrets.ts";
import { sealedText } from "./seal-secret.ts";
import { recordAnnotation } from "./sealed-record.ts";
import { sealedSecret } from "./sealed-secret.ts";

const scopes: readonly SealingScope[] = ["strict", "namespace-wide", "cluster-wide"];
const shapes: readonly (readonly [string, DeclaredSecret])[] = [
  ["plain", {}],
  ["of a type", { type: "kubernetes.io/basic-auth" }],
  ["immutable", { immutable: true }],
  [
    "with labels and annotations",
    { labels: { b: "1", a: "yes" }, annotations: { "x.io/y": "on" } },
  ],
];

describe.skipIf(!hasPrograms("kubeseal"))(
  "what we write is what kubeseal writes (npm run setup installs it)",
  () => {
    let folder = "";
    beforeAll(() => {
      folder = mkdtempSync(join(tmpdir(), "keelson-output-"));
      writeFileSync(join(folder, "cert.pem"), makeTestCertificate());
    });
    afterAll(() => rmSync(folder, { recursive: true }));

    function kubeseal(scope: SealingScope, declared: DeclaredSecret): string {
      const { type = "Opaque", immutable, labels, annotations } = declared;
      const metadata = { name: "n", namespace: "012", labels, annotations };
      const secret = { apiVersion: "v1", kind: "Secret", metadata, type, immutable, data };
      const args = ["--cert", join(folder, "cert.pem"), "--scope", scope, "-o", "yaml"];
      const input = JSON.stringify(secret);
      return spawnSync("kubeseal", args, { input, encoding: "utf8" }).stdout;
    }

    test.each(scopes.flatMap((scope) => shapes.map((shape) => [scope, ...shape] as const)))(
      "%s, %s: the same fields in the same order",
      (scope, ...[, declared]) => {
        const theirs = kubeseal(scope, declared);
        expect(masked(ours(scope, declared))).toBe(masked(theirs));
      },
    );
  },
);

const data = { "b.c": "", a: "aGk=" };

function ours(scope: SealingScope, declared: DeclaredSecret): string {
  const keys = Object.fromEntries(Object.keys(data).map((key) => [key, { generate: {} }]));
  const [secret] = environmentSecrets({ secrets: { n: { ...declared, scope, keys } } }, "dev");
  if (secret === undefined) throw new Error("no secret");
  const encryptedData = new Map(Object.keys(data).map((key) => [key, "Ag"]));
  const manifest = sealedSecret({ secret, namespace: "012", encryptedData, records: new Map() });
  return sealedText(manifest, undefined);
}

/** The text with ciphertext masked and our record taken out, in one layout. */
function masked(text: string): string {
  const manifest = asMap(parse(text));
  const metadata = Object.entries(asMap(manifest["metadata"])).flatMap(([key, value]) => {
    if (key !== "annotations") return [[key, value] as const];
    const annotations = Object.entries(asMap(value)).filter(([name]) => name !== recordAnnotation);
    return annotations.length === 0 ? [] : [[key, Object.fromEntries(annotations)] as const];
  });
  const kept: ValueMap = { ...manifest, metadata: Object.fromEntries(metadata) };
  return stringify(kept).replaceAll(/: A[gQ]\S*/g, ": sealed");
}

import { execFileSync } from "node:child_process";
import { createPrivateKey, generateKeyPairSync, type KeyObject } from "node:crypto";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import * as fc from "fast-check";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { parse } from "yaml";
import { hasPrograms } from "../host/test-programs.ts";
import type { SealingScope } from "../model/secret-declarations.ts";
import { asMap } from "../model/value.ts";
import { openValue, sealValue } from "./seal-value.ts";
import { encryptedData } from "./sealed-secret.ts";
import { parseCertificate, type SealingCertificate } from "./sealing-certificate.ts";
import { scopeAnnotations, sealingLabel, type SealingTarget } from "./sealing-label.ts";
import { selfSignedCertificate } from "./self-signed-certificate.ts";

const scopes: readonly SealingScope[] = ["strict", "namespace-wide", "cluster-wide"];
const namePart = fc.stringMatching(/^[a-z0-9]([-a-z0-9]{0,20}[a-z0-9])?$/);
const name = fc.array(namePart, { minLength: 1, maxLength: 3 }).map((parts) => parts.join("."));
const target = fc.record({ scope: fc.constantFrom(...scopes), namespace: namePart, name });
const key = fc.stringMatching(/^[a-zA-Z0-9][-._a-zA-Z0-9]{0,30}$/);
const bytes = fc.uint8Array({ maxLength: 300 });
const values = fc
  .uniqueArray(fc.tuple(key, bytes), { selector: ([found]) => found, minLength: 1, maxLength: 8 })
  .map((entries) => new Map(entries));

describe.skipIf(!hasPrograms("kubeseal"))("sealing and kubeseal", () => {
  let folder = "";
  let certificate: SealingCertificate;
  let privateKey: KeyObject;

  beforeAll(() => {
    folder = mkdtempSync(join(tmpdir(), "keelson-interop-"));
    const pair = generateKeyPairSync("rsa", {
      modulusLength: 4096,
      publicKeyEncoding: { type: "spki", format: "pem" },
      privateKeyEncoding: { type: "pkcs8", format: "pem" },
    });
    privateKey = createPrivateKey(pair.privateKey);
    const notBefore = new Date();
    const text = selfSignedCertificate({
      privateKeyPem: pair.privateKey,
      publicKeyPem: pair.publicKey,
      notBefore,
      years: 10,
      serialNumber: "01",
    });
    const file = join(folder, "cert.pem");
    certificate = parseCertificate({
      file,
      text,
      now: notBefore,
      trustedKeys: [],
      environment: "dev",
    });
    writeFileSync(file, text);
    writeFileSync(join(folder, "key.pem"), pair.privateKey, { mode: 0o600 });
  });
  afterAll(() => rmSync(folder, { recursive: true }));

  function opened(manifest: unknown): ReadonlyMap<string, Uint8Array> {
    const args = ["--recovery-unseal", "--recovery-private-key", join(folder, "key.pem")];
    const input = JSON.stringify(manifest);
    const output = execFileSync("kubeseal", args, { input, maxBuffer: 16 * 1024 * 1024 });
    const data = asMap(asMap(JSON.parse(output.toString()))["data"]);
    return new Map(Object.entries(data).map(([entry, text]) => [entry, decoded(text)]));
  }

  function sealedBy(at: SealingTarget, entries: ReadonlyMap<string, Uint8Array>): string {
    const data = Object.fromEntries(
      [...entries].map(([found, value]) => [found, Buffer.from(value).toString("base64")]),
    );
    const { name: secretName, namespace, scope } = at;
    const secret = {
      apiVersion: "v1",
      kind: "Secret",
      metadata: { name: secretName, namespace },
      data,
    };
    const args = ["--cert", join(folder, "cert.pem"), "--scope", scope, "-o", "yaml"];
    return execFileSync("kubeseal", args, { input: JSON.stringify(secret) }).toString();
  }

  function ours(at: SealingTarget, entries: ReadonlyMap<string, Uint8Array>): unknown {
    const { name: secretName, namespace, scope } = at;
    const metadata = { name: secretName, namespace, annotations: scopeAnnotations(scope) };
    const sealed = [...entries].map(
      ([entry, value]) =>
        [entry, sealValue(value, certificate.publicKey, sealingLabel(at))] as const,
    );
    return {
      apiVersion: "bitnami.com/v1alpha1",
      kind: "SealedSecret",
      metadata,
      spec: { encryptedData: Object.fromEntries(sealed), template: { metadata } },
    };
  }

  test("kubeseal opens what we seal, in every scope", () => {
    fc.assert(
      fc.property(target, values, (at, entries) => {
        const found = opened(ours(at, entries));
        expect([...found.keys()].toSorted()).toEqual([...entries.keys()].toSorted());
        for (const [entry, value] of entries)
          expect(Buffer.from(found.get(entry) ?? "?")).toEqual(Buffer.from(value));
      }),
      { numRuns: 30 },
    );
  });

  test("we open what kubeseal seals, in every scope and in no other", () => {
    fc.assert(
      fc.property(target, values, (at, entries) => {
        for (const [entry, text] of encryptedData(asMap(parse(sealedBy(at, entries))))) {
          expect(Buffer.from(openValue(text, privateKey, sealingLabel(at)))).toEqual(
            Buffer.from(entries.get(entry) ?? []),
          );
          const elsewhere = sealingLabel({ ...at, scope: "strict", name: `${at.name}x` });
          expect(() => openValue(text, privateKey, elsewhere)).toThrow("does not open");
        }
      }),
      { numRuns: 30 },
    );
  });

  test("an empty value, unicode text and 1 MiB open on the other side", () => {
    const entries = new Map<string, Uint8Array>([
      ["empty", new Uint8Array()],
      ["unicode", Buffer.from("pässword-🔑\n")],
      ["large", Buffer.alloc(1024 * 1024, 7)],
    ]);
    const at: SealingTarget = { scope: "strict", namespace: "data", name: "a.b-c" };
    expect(opened(ours(at, entries))).toEqual(
      new Map([...entries].map(([entry, value]) => [entry, Buffer.from(value)])),
    );
  });

  test("names and namespaces are bound as their UTF-8 bytes", () => {
    const label = sealingLabel({ scope: "strict", namespace: "größe", name: "naïve.名前" });
    const sealed = sealValue(Buffer.from("x"), certificate.publicKey, label);
    expect(Buffer.from(openValue(sealed, privateKey, "größe/naïve.名前")).toString()).toBe("x");
  });
});

/** Go prints bytes of length 0 as null. */
function decoded(text: unknown): Buffer {
  return Buffer.from(typeof text === "string" ? text : "", "base64");
}

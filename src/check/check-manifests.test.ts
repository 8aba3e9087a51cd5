import { readFile } from "node:fs/promises";
import { expect, test } from "vitest";
import type { Finding } from "../model/finding.ts";
import type { Checks } from "../model/keelson-config.ts";
import { checkManifests } from "./check-manifests.ts";
import { manifestsOf } from "./test-manifests.ts";

const shop = await readFile(new URL("__fixtures__/shop.yaml", import.meta.url), "utf8");

function check(text: string, checks: Checks = {}): readonly Finding[] {
  return checkManifests(manifestsOf(text), { environment: "dev", checks }).findings;
}

test("a shop in which everything is there has no finding", () => {
  expect(check(shop)).toEqual([]);
});

test("links say what leads where, and what cannot be known", () => {
  const { links } = checkManifests(manifestsOf(shop), { environment: "dev" });
  expect(links).toContainEqual({
    from: {
      object: "Deployment shop/web",
      pointer: "/spec/template/spec/containers/0/env/0/valueFrom/secretKeyRef/key",
    },
    names: "Secret shop/db key password",
    verdict: "ok",
    to: "SealedSecret shop/db",
  });
  expect(links.filter(({ verdict }) => verdict === "unverifiable")).toMatchObject([
    { names: "Secret shop/extra key token", to: "ExternalSecret shop/extra" },
  ]);
  expect(links.filter(({ verdict }) => verdict === "missing")).toEqual([]);
});

test.each([
  "{ apiVersion: v1, kind: Secret, metadata: { name: s }, data: { p: eA== } }",
  "{ apiVersion: v1, kind: Secret, metadata: { name: s }, stringData: { p: x } }",
  "{ apiVersion: v1, kind: SecretList, items: [{ metadata: { name: s }, data: { p: eA== } }] }",
  "{ apiVersion: v1, kind: List, items: [{ apiVersion: v1, kind: Secret, metadata: { name: s }, data: { p: eA== } }] }",
  `{ apiVersion: v1, kind: ConfigMap, metadata: { name: s }, data: { x: '{"kind": "Secret", "data": {"p": "eA=="}}' } }`,
  `{ apiVersion: v1, kind: ConfigMap, metadata: { name: s }, data: { x: "kind: List\\nitems: [{ kind: Secret, data: { p: eA== } }]" } }`,
])("a Secret with its values is found in %s", (text) => {
  expect(check(text).map(({ code }) => code)).toEqual(["SECRET_PLAINTEXT"]);
});

test("an empty Secret and a text that only speaks of secrets are no plaintext", () => {
  expect(
    check(`
{ apiVersion: v1, kind: Secret, metadata: { name: s }, type: Opaque }
---
{ apiVersion: v1, kind: ConfigMap, metadata: { name: t }, data: { x: "kind: of\\na Secret: yes", y: "kind: ConfigMap\\nwhy: Secret" } }`),
  ).toEqual([]);
});

test("an object that is rendered twice is one finding", () => {
  const one = "{ apiVersion: v1, kind: ConfigMap, metadata: { name: a } }";
  expect(check(`${one}\n---\n${one}`)).toMatchObject([{ code: "RENDER_DUPLICATE" }]);
});

test("two objects that make the same Secret are found", () => {
  const findings = check(`
{ apiVersion: bitnami.com/v1alpha1, kind: SealedSecret, metadata: { name: db }, spec: { encryptedData: { a: A } } }
---
{ apiVersion: external-secrets.io/v1, kind: ExternalSecret, metadata: { name: x }, spec: { target: { name: db }, data: [{ secretKey: a }] } }`);
  expect(findings).toMatchObject([{ code: "LINK_SECRET_OWNERS" }]);
});

const user = `
{ apiVersion: v1, kind: Pod, metadata: { name: p }, spec: { containers: [{ name: c, env: [{ name: A, valueFrom: { secretKeyRef: { name: tls, key: KEY } } }] }] } }`;

test("a declared external holds what a manifest names, key by key", () => {
  const externals = [{ object: "Secret tls", keys: ["tls.crt"], reason: "cert-manager" }];
  expect(check(user.replace("KEY", "tls.crt"), { externals })).toEqual([]);
  expect(check(user, { externals })).toMatchObject([{ code: "LINK_SECRET_KEY" }]);
});

test("an external or exception that matches nothing is a finding, but only where it is meant", () => {
  const reason = "it was needed once";
  const findings = check("{ apiVersion: v1, kind: ConfigMap, metadata: { name: a } }", {
    externals: [
      { object: "Secret tls", reason },
      { object: "Secret other", environments: ["prod"], reason },
    ],
    exceptions: [
      { code: "LINK_SECRET", reason },
      { code: "LINK_SECRET", environments: ["prod"], reason },
    ],
  });
  expect(findings.map(({ code }) => code)).toEqual([
    "CHECK_EXCEPTION_UNUSED",
    "CHECK_EXTERNAL_UNUSED",
  ]);
});

test("an exception takes out what it names and nothing else", () => {
  const reason = "made by hand";
  expect(check(user, { exceptions: [{ code: "LINK_SECRET", object: "Pod p", reason }] })).toEqual(
    [],
  );
  expect(
    check(user, { exceptions: [{ code: "LINK_SECRET", object: "Pod shop/*", reason }] }),
  ).toEqual([]);
  const other = check(user, { exceptions: [{ code: "LINK_SECRET", object: "Pod q", reason }] });
  expect(other.map(({ code }) => code)).toEqual(["LINK_SECRET", "CHECK_EXCEPTION_UNUSED"]);
});

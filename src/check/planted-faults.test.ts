import { readFile } from "node:fs/promises";
import { expect, test } from "vitest";
import type { Finding } from "../model/finding.ts";
import { checkManifests } from "./check-manifests.ts";
import { manifestsOf } from "./test-manifests.ts";

const shop = await readFile(new URL("__fixtures__/shop.yaml", import.meta.url), "utf8");

function plant(from: string, to: string): readonly Finding[] {
  expect(shop).toContain(from);
  const planted = manifestsOf(shop.replace(from, to));
  return checkManifests(planted, { environment: "dev" }).findings;
}

const faults: readonly (readonly [code: string, from: string, to: string, names: string])[] = [
  [
    "LINK_SECRET",
    "secretKeyRef: { name: db, key: password }",
    "secretKeyRef: { name: dbb, key: password }",
    "did you mean db?",
  ],
  [
    "LINK_SECRET_KEY",
    "secretKeyRef: { name: db, key: password }",
    "secretKeyRef: { name: db, key: passwd }",
    "did you mean password?",
  ],
  ["LINK_SECRET", "secretRef: { name: db }", "secretRef: { name: absent }", "Secret shop/absent"],
  ["LINK_SECRET_KEY", "items: [{ key: username", "items: [{ key: user", "has no key user"],
  [
    "LINK_SECRET",
    "imagePullSecrets: [{ name: registry }]",
    "imagePullSecrets: [{ name: quay }]",
    "Secret shop/quay",
  ],
  [
    "LINK_CONFIG_MAP",
    "configMapRef: { name: settings }",
    "configMapRef: { name: absent }",
    "ConfigMap shop/absent",
  ],
  ["LINK_CONFIG_MAP_KEY", "key: MODE", "key: MODUS", "has no key MODUS"],
  ["LINK_CONFIG_MAP_KEY", "key: app.yaml", "key: app.yml", "did you mean app.yaml?"],
  [
    "LINK_SERVICE_ACCOUNT",
    "serviceAccountName: web",
    "serviceAccountName: wep",
    "ServiceAccount shop/wep",
  ],
  [
    "LINK_SERVICE_ACCOUNT",
    "serviceAccountRef: { name: web }",
    "serviceAccountRef: { name: eso }",
    "shop/eso",
  ],
  [
    "LINK_SECRET_STORE",
    "secretStoreRef: { name: aws }",
    "secretStoreRef: { name: gcp }",
    "SecretStore shop/gcp",
  ],
  [
    "LINK_CLAIM",
    "claimName: uploads",
    "claimName: downloads",
    "PersistentVolumeClaim shop/downloads",
  ],
  [
    "LINK_VOLUME",
    "{ name: data, mountPath: /d }",
    "{ name: dta, mountPath: /d }",
    "did you mean data?",
  ],
  ["LINK_SERVICE", "serviceName: db", "serviceName: dbs", "Service shop/dbs"],
  [
    "LINK_SELECTOR",
    "selector: { app: web }",
    "selector: { app: web, tier: back }",
    "app=web, tier=back",
  ],
  ["LINK_TARGET_PORT", "targetPort: http", "targetPort: https", "8080 http, 9000"],
  ["LINK_TARGET_PORT", "port: 9000 }]", "port: 9001 }]", "container port 9001"],
  [
    "LINK_ROLE",
    "roleRef: { kind: Role, name: reader }",
    "roleRef: { kind: Role, name: writer }",
    "Role shop/writer",
  ],
  [
    "LINK_SERVICE_ACCOUNT",
    "kind: ServiceAccount, name: web",
    "kind: ServiceAccount, name: bot",
    "shop/bot",
  ],
  ["RENDER_BRACES", "colour: blue", "colour: {{ .Values.colour }}", "{{ .Values.colour }}"],
  ["RENDER_BRACES", "{ app: web, tier: front }", '{ app: web, tier: "{{ tier }}" }', "{{ tier }}"],
  ["RENDER_NO_VALUE", "colour: blue", "colour: <no value>", "not there"],
  ["RENDER_NO_VALUE", "colour: blue", "colour: <nil>", "not there"],
  ["RENDER_REFERENCE", "colour: blue", "colour: secretref+vault://a/b", "left over"],
  ["SECRET_PLAINTEXT", "colour: blue", "kind: Secret\\nstringData: { p: x }", "plain text"],
];

test.each(faults)("%s: %s to %s is found and named", (...[code, from, to, names]) => {
  const findings = plant(from, to);
  expect(findings.map((finding) => finding.code)).toContain(code);
  expect(JSON.stringify(findings.filter((finding) => finding.code === code))).toContain(names);
});

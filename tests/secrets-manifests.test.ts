import { describe, expect, test } from "vitest";
import { checkManifests } from "../src/check/check-manifests.ts";
import { readKindSchemas } from "../src/cli/steps/check/read-kind-schemas.ts";
import type { Manifest } from "../src/model/manifest.ts";
import type { SecretDeclarations, Store } from "../src/model/secret-declarations.ts";
import { asMap, asText, type ValueMap } from "../src/model/value.ts";
import { secretManifests } from "../src/secrets/secret-manifests.ts";

const schemas = await readKindSchemas([
  "schemas/kinds/kubernetes-1.36.json",
  "schemas/kinds/external-secrets-2.9.0.json",
  "schemas/kinds/sealed-secrets-0.40.0.json",
]);

const region = "us-west-2";
const stores: readonly (readonly [string, Store])[] = [
  [
    "AWS with IRSA",
    {
      aws: { region, serviceAccount: { name: "eso", roleArn: "arn:aws:iam::123456789012:role/x" } },
    },
  ],
  [
    "AWS with Pod Identity",
    { aws: { region, role: "arn:aws:iam::123456789012:role/y", prefix: "/team" } },
  ],
  [
    "AWS with static keys",
    { aws: { region, staticKeys: { secret: "aws", sessionToken: "token" } } },
  ],
  [
    "a cluster's store",
    { kind: "ClusterSecretStore", name: "all", aws: { region, staticKeys: { secret: "aws" } } },
  ],
  [
    "Vault",
    {
      provider: {
        vault: {
          server: "https://vault.example.com",
          path: "secret",
          version: "v2",
          auth: { tokenSecretRef: { name: "t", key: "k" } },
        },
      },
    },
  ],
  ["a store that somebody else makes", { kind: "ClusterSecretStore", name: "shared" }],
];

const secrets: NonNullable<SecretDeclarations["secrets"]> = {
  db: {
    type: "kubernetes.io/basic-auth",
    labels: { "app.kubernetes.io/part-of": "shop" },
    annotations: { "example.com/note": "x" },
    immutable: true,
    keys: {
      username: { value: "{{ shop }}", sensitive: false },
      password: {
        from: "/{env}/db",
        property: "password",
        version: "AWSPREVIOUS",
        decode: "Base64",
      },
    },
    template: { url: "postgresql://{{ .username }}:{{ .password | urlquery }}@db/app" },
  },
  all: {
    dataFrom: [
      { from: "/{env}/all" },
      { find: { name: "^{env}-.*$", path: "/{env}/", tags: { team: "shop" } } },
      { generator: { kind: "ECRAuthorizationToken", name: "registry" } },
    ],
    refresh: "15m",
  },
};

function made(store: Store): readonly Manifest[] {
  const { manifests, findings } = secretManifests({
    environment: "prod",
    namespace: "shop",
    declarations: { provider: "external-secrets", store, secrets },
    origins: new Map(),
    sealed: [],
    externalSecretsVersion: "2.9.0",
  });
  expect(findings).toEqual([]);
  return manifests.map(identified);
}

function identified(body: ValueMap): Manifest {
  const metadata = asMap(body["metadata"]);
  const [group = ""] = asText(body["apiVersion"]).includes("/")
    ? asText(body["apiVersion"]).split("/")
    : [];
  const namespace =
    metadata["namespace"] === undefined ? {} : { namespace: asText(metadata["namespace"]) };
  const identity = {
    group,
    kind: asText(body["kind"]),
    name: asText(metadata["name"]),
    ...namespace,
  };
  return { identity, release: "secrets", body };
}

function schemaCodes(manifests: readonly Manifest[]): readonly string[] {
  const { findings } = checkManifests(manifests, { environment: "prod", schemas });
  return findings
    .filter(({ code }) => code.startsWith("SCHEMA_"))
    .map(({ code, says }) => `${code} ${says}`);
}

describe("what we write is valid under the operator's own definitions", () => {
  test.each(stores)("%s", (_title, store) => {
    expect(schemaCodes(made(store))).toEqual([]);
  });

  test("a search and a generator stand as the operator reads them", () => {
    const all = made({}).find(({ identity }) => identity.name === "all");
    expect(asMap(all?.body["spec"])["dataFrom"]).toEqual([
      { extract: { key: "/prod/all" } },
      { find: { name: { regexp: "^prod-.*$" }, path: "/prod/", tags: { team: "shop" } } },
      {
        sourceRef: {
          generatorRef: {
            apiVersion: "generators.external-secrets.io/v1alpha1",
            kind: "ECRAuthorizationToken",
            name: "registry",
          },
        },
      },
    ]);
  });

  test("the definitions would find a field that is not there", () => {
    const [wrong] = made({}).map((manifest) => ({
      ...manifest,
      body: { ...manifest.body, spec: { ...asMap(manifest.body["spec"]), refreshEvery: "1h" } },
    }));
    expect(schemaCodes(wrong === undefined ? [] : [wrong])).toHaveLength(1);
  });
});

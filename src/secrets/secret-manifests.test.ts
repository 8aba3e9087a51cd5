import { describe, expect, test } from "vitest";
import type { SecretDeclarations } from "../model/secret-declarations.ts";
import { secretManifests, type SecretManifests } from "./secret-manifests.ts";
import type { SecretManifestRequest } from "./secret-request.ts";

const declarations: SecretDeclarations = {
  provider: "external-secrets",
  store: {
    aws: {
      region: "us-west-2",
      serviceAccount: {
        name: "external-secrets",
        roleArn: "arn:aws:iam::123456789012:role/prod-secrets",
      },
    },
  },
  secrets: {
    "postgres-debezium": {
      type: "kubernetes.io/basic-auth",
      keys: {
        username: { value: "debezium", sensitive: false },
        password: { from: "/{env}/database/debezium", property: "password" },
      },
    },
    "wildcard-tls": { provider: "existing", keys: ["tls.crt", "tls.key"] },
  },
};

function made(change: Partial<SecretManifestRequest> = {}): SecretManifests {
  return secretManifests({
    environment: "prod",
    namespace: "data-platform-prod",
    declarations,
    origins: new Map(),
    sealed: [],
    ...change,
  });
}

describe("secretManifests with external-secrets", () => {
  test("brings the ServiceAccount, the store and then the secrets", () => {
    const { manifests, findings } = made();
    expect(findings).toEqual([]);
    expect(manifests.map(({ kind }) => kind)).toEqual([
      "ServiceAccount",
      "SecretStore",
      "ExternalSecret",
    ]);
    expect(manifests).toMatchObject([
      { metadata: { annotations: { "argocd.argoproj.io/sync-wave": "-4" } } },
      { metadata: { annotations: { "argocd.argoproj.io/sync-wave": "-3" } } },
      { metadata: { annotations: { "argocd.argoproj.io/sync-wave": "-2" } } },
    ]);
  });

  test("spells out what the operator would fill in", () => {
    expect(made().manifests[2]).toEqual({
      apiVersion: "external-secrets.io/v1",
      kind: "ExternalSecret",
      metadata: {
        name: "postgres-debezium",
        namespace: "data-platform-prod",
        annotations: { "argocd.argoproj.io/sync-wave": "-2" },
      },
      spec: {
        refreshPolicy: "Periodic",
        refreshInterval: "1h0m0s",
        secretStoreRef: { kind: "SecretStore", name: "keelson" },
        target: {
          name: "postgres-debezium",
          creationPolicy: "Owner",
          deletionPolicy: "Retain",
          template: {
            engineVersion: "v2",
            mergePolicy: "Merge",
            type: "kubernetes.io/basic-auth",
            data: { username: "debezium" },
          },
        },
        data: [
          {
            secretKey: "password",
            remoteRef: { key: "/prod/database/debezium", property: "password" },
          },
        ],
      },
    });
  });

  test.each([
    ["2.2.0", ["conversionStrategy", "decodingStrategy", "metadataPolicy"]],
    ["2.5.1", ["conversionStrategy", "decodingStrategy", "metadataPolicy", "nullBytePolicy"]],
    ["2.8.0", ["conversionStrategy", "decodingStrategy", "metadataPolicy"]],
    ["v2.9.0", []],
  ])("operator %s has its own defaults", (externalSecretsVersion, wanted) => {
    const text = JSON.stringify(made({ externalSecretsVersion }).manifests[2]);
    const all = ["conversionStrategy", "decodingStrategy", "metadataPolicy", "nullBytePolicy"];
    expect(all.filter((field) => text.includes(field))).toEqual(wanted);
  });

  test("names the Secrets that somebody else makes", () => {
    expect(made().existing).toEqual([{ name: "wildcard-tls", keys: ["tls.crt", "tls.key"] }]);
  });

  test("a key without a name in the store, and a missing store, are findings", () => {
    const secrets = { app: { keys: { token: { generate: {} } } } };
    const { findings } = made({ declarations: { provider: "external-secrets", secrets } });
    expect(findings.map(({ code }) => code)).toEqual(["SECRET_NO_STORE", "SECRET_NO_SOURCE"]);
  });
});

describe("secretManifests with sealed-secrets", () => {
  const sealedDeclarations: SecretDeclarations = {
    provider: "sealed-secrets",
    secrets: { app: { keys: { token: { generate: {} }, user: { env: "APP_USER" } } } },
  };
  const sealedFile = {
    file: "secrets/dev/app.yaml",
    text: `
apiVersion: bitnami.com/v1alpha1
kind: SealedSecret
metadata: { name: app, namespace: data-platform-dev }
spec:
  encryptedData: { token: AgA= }
  template: { metadata: { name: app, namespace: data-platform-dev }, type: Opaque }
`,
  };
  const dev = {
    environment: "dev",
    namespace: "data-platform-dev",
    declarations: sealedDeclarations,
  };

  test("a secret without its file is a finding that names the command", () => {
    expect(made(dev).findings).toMatchObject([
      { code: "SECRET_NOT_SEALED", level: "error", fix: "keelson secrets seal dev" },
    ]);
  });

  test("a key that is not sealed is a finding", () => {
    const { findings, manifests } = made({ ...dev, sealed: [sealedFile] });
    expect(findings.map(({ code, says }) => [code, says.includes("user of app")])).toEqual([
      ["SECRET_NOT_SEALED", true],
    ]);
    expect(manifests).toMatchObject([
      { kind: "SealedSecret", metadata: { annotations: { "argocd.argoproj.io/sync-wave": "-2" } } },
    ]);
  });

  test("another namespace or type than declared is a finding", () => {
    const text = sealedFile.text.replaceAll("data-platform-dev", "elsewhere");
    const { findings } = made({ ...dev, sealed: [{ ...sealedFile, text }] });
    expect(findings.map(({ code }) => code)).toEqual([
      "SECRET_NOT_SEALED",
      "SECRET_SEALED_OUTDATED",
      "SECRET_SEALED_OUTDATED",
    ]);
  });

  test("a file that nobody declares is left out and said", () => {
    const { findings, manifests } = made({ ...dev, declarations: {}, sealed: [sealedFile] });
    expect(manifests).toEqual([]);
    expect(findings).toMatchObject([{ code: "SECRET_SEALED_UNDECLARED", level: "warning" }]);
  });

  test("two files of the same Secret are a finding that names both", () => {
    const copy = { ...sealedFile, file: "secrets/dev/copy.yaml" };
    const { findings } = made({ ...dev, sealed: [sealedFile, copy] });
    const doubles = findings.filter(({ code }) => code === "SECRET_SEALED_TWICE");
    expect(doubles).toMatchObject([{ level: "error", at: { file: copy.file } }]);
    expect(doubles[0]?.says).toContain(sealedFile.file);
  });

  test.each([
    ["0.36.6", 1],
    ["v0.39.0", 1],
    ["0.40.0", 0],
    ["1.0.0", 0],
  ])("a controller %s that can be made to tell what is sealed: %i warnings", (version, count) => {
    const { findings } = made({ ...dev, sealedSecretsVersion: version });
    const old = findings.filter(({ code }) => code === "SECRET_CONTROLLER_OLD");
    expect(old.map(({ level }) => level)).toEqual(Array.from({ length: count }, () => "warning"));
  });

  test("no controller is spoken of where nothing is sealed", () => {
    expect(made({ sealedSecretsVersion: "0.36.6" }).findings).toEqual([]);
  });
});

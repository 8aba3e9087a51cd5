import {
  CreateSecretCommand,
  DeleteSecretCommand,
  PutSecretValueCommand,
  SecretsManagerClient,
} from "@aws-sdk/client-secrets-manager";
import { afterAll, beforeAll, describe, expect, test, vi } from "vitest";
import { checkRemoteSecrets } from "../../src/cli/steps/secrets/check-remote-secrets.ts";
import {
  secretsRepository,
  type SecretsRepository,
} from "../../src/cli/steps/secrets/test-secrets-repository.ts";
import { openAwsSecretStore } from "../../src/host/aws-secret-store.ts";
import type { RemoteStore } from "../../src/model/remote-secret.ts";
import type { SecretDeclarations } from "../../src/model/secret-declarations.ts";
import { remoteUses } from "../../src/secrets/remote-uses.ts";
import { motoPython, startMoto, type Moto } from "./start-moto.ts";

const python = await motoPython();
const signal = new AbortController().signal;
const value = "very-secret-value-1";

describe.skipIf(python === undefined)("AWS Secrets Manager", () => {
  let moto: Moto;
  let client: SecretsManagerClient;
  let store: RemoteStore;
  let repository: SecretsRepository;

  beforeAll(async () => {
    moto = await startMoto(python ?? "");
    for (const [name, text] of Object.entries(moto.variables)) vi.stubEnv(name, text);
    client = new SecretsManagerClient({});
    store = await openAwsSecretStore({ signal });
    repository = await secretsRepository(`
provider: sealed-secrets
secrets:
  db: { keys: { password: { from: "/{env}/db", property: password } } }
  plain: { keys: { token: { from: /plain } } }
`);
    await put("/dev/db", JSON.stringify({ username: "u", password: value, "a.b": null }));
    await put("/plain", "plain text of some length");
    await put("/list", "[1]");
    await put("/gone", "x");
    await client.send(new DeleteSecretCommand({ SecretId: "/gone", RecoveryWindowInDays: 7 }));
  });
  afterAll(() => {
    vi.unstubAllEnvs();
    moto.stop();
    repository.remove();
  });

  async function put(Name: string, SecretString: string): Promise<void> {
    await client.send(new CreateSecretCommand({ Name, SecretString }));
  }

  async function codes(
    declarations: SecretDeclarations,
    readValues: boolean,
    by = store,
  ): Promise<readonly string[]> {
    const request = { environment: "dev", declarations, origins: new Map() };
    const reports = await checkRemoteSecrets(remoteUses(request), by, readValues);
    expect(JSON.stringify(reports)).not.toContain(value);
    return reports.map(({ id, findings }) => [id, ...findings.map(({ code }) => code)].join(" "));
  }

  test("says as whom it looks", async () => {
    expect(await store.identity()).toMatch(/^arn:aws:sts::123456789012:/);
  });

  test("existence, stages and deletion are told without a value", async () => {
    const declarations = taken({
      a: { from: "/{env}/db", property: "nothing" },
      b: { from: "/missing" },
      c: { from: "/gone" },
      d: { from: "/plain", version: "latest" },
    });
    expect(await codes(declarations, false)).toEqual([
      "/dev/db",
      "/missing SECRET_REMOTE_MISSING",
      "/gone SECRET_REMOTE_DELETED",
      "/plain SECRET_REMOTE_VERSION",
    ]);
  });

  test("properties, JSON and encoding are told from the values", async () => {
    const declarations = taken({
      a: { from: "/{env}/db", property: "a.b" },
      b: { from: "/{env}/db", property: "secretKey" },
      c: { from: "/plain", property: "x" },
      d: { from: "/list", decode: "Base64" },
      e: { from: "/missing", property: "x" },
      f: { from: "/gone", property: "x" },
    });
    expect(await codes(declarations, true)).toEqual([
      "/dev/db SECRET_REMOTE_PROPERTY",
      "/plain SECRET_REMOTE_NOT_JSON",
      "/list SECRET_REMOTE_ENCODING",
      "/missing SECRET_REMOTE_MISSING",
      "/gone SECRET_REMOTE_DELETED",
    ]);
  });

  test("a whole secret must be a JSON object with keys that a Secret may have", async () => {
    await put("/odd", JSON.stringify({ "a b": 1 }));
    const dataFrom = [{ from: "/dev/db" }, { from: "/list" }, { from: "/odd" }];
    const declarations: SecretDeclarations = {
      provider: "external-secrets",
      secrets: { s: { dataFrom } },
    };
    expect(await codes(declarations, true)).toEqual([
      "/dev/db",
      "/list SECRET_REMOTE_NOT_JSON",
      "/odd SECRET_REMOTE_KEY",
    ]);
  });

  test("a store that is not there is unreachable, and nothing is called missing", async () => {
    vi.stubEnv("AWS_ENDPOINT_URL", "http://127.0.0.1:9");
    const away = await openAwsSecretStore({ signal });
    expect(await codes(taken({ a: { from: "/plain" } }), false, away)).toEqual([
      "/plain SECRET_REMOTE_UNREACHABLE",
    ]);
    vi.stubEnv("AWS_ENDPOINT_URL", moto.url);
  });

  test("credentials that may not look are forbidden, not missing", async () => {
    await fetch(`${moto.url}/moto-api/reset-auth`, { method: "POST", body: "0" });
    const found = await codes(taken({ a: { from: "/plain" } }), false);
    await fetch(`${moto.url}/moto-api/reset-auth`, { method: "POST", body: "1000000" });
    expect(found).toEqual(["/plain SECRET_REMOTE_FORBIDDEN"]);
  });

  test("sealing keeps what did not change and seals anew what did", async () => {
    const first = await repository.seal();
    expect(first.map(({ isWritten }) => isWritten)).toEqual([true, true]);
    const before = repository.read("secrets/dev/plain.yaml");
    expect((await repository.seal()).map(({ isWritten }) => isWritten)).toEqual([false, false]);
    const SecretString = JSON.stringify({ password: "very-secret-value-2" });
    await client.send(new PutSecretValueCommand({ SecretId: "/dev/db", SecretString }));
    const third = await repository.seal();
    expect(third.map(({ isWritten }) => isWritten)).toEqual([true, false]);
    expect(third[0]?.plan.keys[0]?.why).toBe("new version in aws");
    expect(repository.read("secrets/dev/plain.yaml")).toBe(before);
  });

  test("forty-five secrets are read in three batches", async () => {
    const names = Array.from({ length: 45 }, (_, index) => `/many/${index}`);
    for (const name of names) await put(name, `value of ${name}`);
    const answers = await store.read(names.map((id) => ({ id, version: "AWSCURRENT" })));
    const texts = answers.map(
      (answer) => answer.kind === "there" && Buffer.from(answer.bytes).toString(),
    );
    expect(texts).toEqual(names.map((name) => `value of ${name}`));
  });
});

function taken(
  keys: NonNullable<SecretDeclarations["secrets"]>[string]["keys"],
): SecretDeclarations {
  return { provider: "external-secrets", secrets: { s: keys === undefined ? {} : { keys } } };
}

import { rmSync } from "node:fs";
import { join } from "node:path";
import { GetSecretValueCommand, SecretsManagerClient } from "@aws-sdk/client-secrets-manager";
import { afterAll, afterEach, beforeAll, describe, expect, test, vi } from "vitest";
import { createSecrets } from "../../src/cli/steps/secrets/create-secrets.ts";
import {
  secretsRepository,
  type SecretsRepository,
} from "../../src/cli/steps/secrets/test-secrets-repository.ts";
import type { Ask } from "../../src/model/ask.ts";
import { motoPython, startMoto, type Moto } from "./start-moto.ts";

const python = await motoPython();

/** A person who agrees to everything and types these answers; what was asked is kept. */
function person(answers: readonly string[], agrees = true): Ask & { readonly asked: string[] } {
  const left = [...answers];
  const asked: string[] = [];
  const note = (question: string): void => void asked.push(question);
  return {
    asked,
    confirm: async (question) => {
      note(question);
      return await Promise.resolve(agrees);
    },
    secret: async (question) => {
      note(question);
      return await Promise.resolve(left.shift() ?? "");
    },
  };
}

const sealed = `
provider: sealed-secrets
secrets:
  app: { keys: { token: { env: APP_TOKEN }, pin: { stdin: true }, password: { generate: {} } } }
`;
const external = `
provider: external-secrets
store: { aws: { region: us-west-2 } }
secrets:
  db:
    keys:
      username: { from: "/{env}/db", property: username }
      password: { from: "/{env}/db", property: password }
`;

let repository: SecretsRepository;
afterEach(() => repository.remove());

describe("createSecrets for an environment that seals", () => {
  test("asks for what is missing, seals it, says what to commit, and then lacks nothing", async () => {
    repository = await secretsRepository(sealed);
    const reader = person(["token-of-the-shop", "pin-of-the-shop"]);
    const made = await createSecrets(repository.context, "dev", reader);
    expect(made).toEqual({ commit: ["secrets/dev/app.yaml"], remote: [] });
    expect(reader.asked).toEqual(["token of app (APP_TOKEN)", "pin"]);
    const again = person([]);
    expect(await createSecrets(repository.context, "dev", again)).toEqual({
      commit: [],
      remote: [],
    });
    expect(again.asked).toEqual([]);
    expect(repository.read("secrets/dev/app.yaml")).not.toContain("of-the-shop");
  });

  test("asks before it trusts a certificate, and stops where nobody agrees", async () => {
    repository = await secretsRepository(sealed);
    const untrusted = repository.read("keelson.yaml").replace(/ {4}trustedSealingKeys.*\n/u, "");
    repository.write("keelson.yaml", untrusted);
    await expect(createSecrets(repository.context, "dev", person([], false))).rejects.toMatchObject(
      {
        code: "SEALING_CERT_UNTRUSTED",
      },
    );
    const { commit } = await createSecrets(
      repository.context,
      "dev",
      person(["a-long-token", "1"]),
    );
    expect(commit).toContain("keelson.yaml");
  });

  test("without a certificate and without consent it says how to get one", async () => {
    repository = await secretsRepository(sealed);
    rmSync(join(repository.root, "secrets/dev/sealing-cert.pem"));
    await expect(createSecrets(repository.context, "dev", person([], false))).rejects.toMatchObject(
      {
        code: "SEALING_CERT_MISSING",
      },
    );
  });
});

describe.skipIf(python === undefined)("createSecrets for an environment with a store", () => {
  let moto: Moto;
  beforeAll(async () => {
    moto = await startMoto(python ?? "");
    for (const [name, text] of Object.entries(moto.variables)) vi.stubEnv(name, text);
  });
  afterAll(() => {
    vi.unstubAllEnvs();
    moto.stop();
  });

  test("makes what is missing in AWS, an empty answer is a random value", async () => {
    repository = await secretsRepository(external);
    const made = await createSecrets(repository.context, "dev", person(["shopkeeper", ""]));
    expect(made).toEqual({ commit: [], remote: ["/dev/db"] });
    const client = new SecretsManagerClient({});
    const { SecretString = "" } = await client.send(
      new GetSecretValueCommand({ SecretId: "/dev/db" }),
    );
    expect(SecretString).toMatch(/^\{"username":"shopkeeper","password":"[A-Za-z0-9]{32}"\}$/u);
    const again = person([]);
    expect(await createSecrets(repository.context, "dev", again)).toEqual({
      commit: [],
      remote: [],
    });
    expect(again.asked).toEqual([]);
  });
});

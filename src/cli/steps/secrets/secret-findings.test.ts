import { afterEach, beforeEach, expect, test } from "vitest";
import { readSettings } from "../../read-settings.ts";
import { checkGiven } from "../check/check-given.ts";
import { secretsRepository, type SecretsRepository } from "./test-secrets-repository.ts";

let repository: SecretsRepository;
beforeEach(async () => {
  repository = await secretsRepository(
    "provider: sealed-secrets\nsecrets: { app: { keys: { token: { generate: {} } } } }\n",
  );
  await repository.seal();
});
afterEach(() => repository.remove());

async function codes(): Promise<readonly string[]> {
  const settings = await readSettings(repository.root);
  const given = { from: "rendered", environment: "dev" };
  const { findings } = await checkGiven(repository.context, settings, given);
  return findings.map(({ code }) => code).filter((code) => code.startsWith("SECRET_"));
}

test("a sealed value that is where it was sealed for is no finding", async () => {
  repository.write("rendered/app.yaml", repository.read("secrets/dev/app.yaml"));
  expect(await codes()).toEqual([]);
});

test("a sealed value in another namespace and one of another cluster are found in any render", async () => {
  const sealed = repository.read("secrets/dev/app.yaml");
  repository.write("rendered/app.yaml", sealed.replaceAll("namespace: shop", "namespace: store"));
  expect(await codes()).toEqual(["SECRET_SEALED_ELSEWHERE"]);
  repository.write("rendered/app.yaml", sealed);
  const other = `SHA256:${"x".repeat(43)}`;
  const trusting = repository.read("keelson.yaml").replace(/SHA256:[^"]*/u, other);
  repository.write("keelson.yaml", trusting);
  expect(await codes()).toEqual(["SECRET_SEALED_FOREIGN"]);
});

test("plain text is said once, wherever it stands", async () => {
  const secret = '{"apiVersion":"v1","kind":"Secret","metadata":{"name":"s"},"data":{"a":"eA=="}}';
  const annotation = `kubectl.kubernetes.io/last-applied-configuration: '${secret}'`;
  repository.write(
    "rendered/all.yaml",
    `${secret}\n---\napiVersion: v1\nkind: ConfigMap\nmetadata:\n  name: c\n  annotations:\n    ${annotation}\ndata:\n  a: '${secret}'\n`,
  );
  expect(await codes()).toEqual(["SECRET_PLAINTEXT", "SECRET_PLAINTEXT", "SECRET_PLAINTEXT"]);
});

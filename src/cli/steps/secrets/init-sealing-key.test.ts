import { execFileSync } from "node:child_process";
import { mkdirSync, mkdtempSync, rmSync, statSync, symlinkSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { hasPrograms } from "../../../host/test-programs.ts";
import { initSealingKey } from "./init-sealing-key.ts";
import { secretsRepository, type SecretsRepository } from "./test-secrets-repository.ts";

const hasKubeseal = hasPrograms("kubeseal");
const declarations =
  "provider: sealed-secrets\nsecrets: { a: { keys: { b: { generate: {} } } } }\n";

let repository: SecretsRepository;
let outside: string;
beforeEach(async () => {
  repository = await secretsRepository(declarations);
  rmSync(join(repository.root, "secrets/dev/sealing-cert.pem"));
  outside = mkdtempSync(join(tmpdir(), "keelson-key-"));
});
afterEach(() => {
  repository.remove();
  rmSync(outside, { recursive: true });
});

test("the key lies outside, for its owner alone, and what it seals opens with it", async () => {
  const file = join(outside, "keys", "dev.pem");
  const made = await initSealingKey(repository.context, "dev", file);
  expect(statSync(made.keyFile).mode & 0o777).toBe(0o600);
  expect(repository.read("keelson.yaml")).toContain(made.fingerprint);
  await repository.seal();
  if (!hasKubeseal) return;
  const args = ["--recovery-unseal", "--recovery-private-key", file];
  const input = repository.read("secrets/dev/a.yaml");
  expect(execFileSync("kubeseal", args, { input, encoding: "utf8" })).toContain('"b"');
});

test.each(["key.pem", ".git/key.pem", "new/folder/key.pem"])(
  "a key at %s is refused",
  async (path) => {
    const made = initSealingKey(repository.context, "dev", join(repository.root, path));
    await expect(made).rejects.toMatchObject({ code: "SEALING_KEY_IN_WORK_TREE" });
  },
);

test("a link into the work tree is followed and refused", async () => {
  mkdirSync(join(repository.root, "inside"));
  symlinkSync(join(repository.root, "inside"), join(outside, "link"));
  const made = initSealingKey(repository.context, "dev", join(outside, "link", "key.pem"));
  await expect(made).rejects.toMatchObject({ code: "SEALING_KEY_IN_WORK_TREE" });
});

test("neither a key nor a certificate is replaced", async () => {
  await initSealingKey(repository.context, "dev", join(outside, "a.pem"));
  const again = initSealingKey(repository.context, "dev", join(outside, "b.pem"));
  await expect(again).rejects.toMatchObject({ code: "SEALING_CERT_EXISTS" });
  rmSync(join(repository.root, "secrets/dev/sealing-cert.pem"));
  const over = initSealingKey(repository.context, "dev", join(outside, "a.pem"));
  await expect(over).rejects.toMatchObject({ code: "SEALING_KEY_EXISTS" });
});

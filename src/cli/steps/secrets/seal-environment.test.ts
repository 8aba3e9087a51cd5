import { execFileSync } from "node:child_process";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { hasPrograms } from "../../../host/test-programs.ts";
import { failureOf } from "../../../model/test-failure.ts";
import { readSettings } from "../../read-settings.ts";
import { sealEnvironment } from "./seal-environment.ts";
import { secretsRepository, type SecretsRepository } from "./test-secrets-repository.ts";

const declarations = `# who: the shop
provider: sealed-secrets
secrets:
  app:
    keys:
      user: { value: shopkeeper, sensitive: false }
      token: { env: APP_TOKEN }
      password: { generate: { length: 24 } }
  other:
    keys:
      password: { generate: {} }
`;
const token = 'correct/horse+battery "staple"';

let repository: SecretsRepository;
beforeEach(async () => {
  repository = await secretsRepository(declarations, { APP_TOKEN: token });
});
afterEach(() => repository.remove());

describe("sealEnvironment", () => {
  test("writes what is missing, and nothing the second time", async () => {
    const first = await repository.seal();
    expect(first.map(({ file, isWritten }) => [file, isWritten])).toEqual([
      ["secrets/dev/app.yaml", true],
      ["secrets/dev/other.yaml", true],
    ]);
    repository.git("add", "-A");
    repository.git("commit", "-q", "-m", "feat: seal");
    const second = await repository.seal();
    expect(second.every(({ isWritten }) => !isWritten)).toBe(true);
    expect(repository.git("status", "--porcelain")).toBe("");
  });

  test("a named secret alone is sealed anew where its source has no version", async () => {
    await repository.seal();
    const before = [
      repository.read("secrets/dev/app.yaml"),
      repository.read("secrets/dev/other.yaml"),
    ];
    const again = await repository.seal({ names: ["other"] });
    expect(again.map(({ file, isWritten }) => [file, isWritten])).toEqual([
      ["secrets/dev/other.yaml", true],
    ]);
    expect(repository.read("secrets/dev/app.yaml")).toBe(before[0]);
    expect(repository.read("secrets/dev/other.yaml")).not.toBe(before[1]);
  });

  test("a new key seals that key alone", async () => {
    await repository.seal();
    const before = repository.read("secrets/dev/app.yaml").split("\n");
    const more = declarations.replace(
      "  other:",
      '      pin: { value: "12", sensitive: false }\n  other:',
    );
    repository.write("secrets/dev.yaml", more);
    await repository.seal();
    const after = repository.read("secrets/dev/app.yaml").split("\n");
    expect(before.filter((line) => !after.some((each) => each.startsWith(line)))).toEqual([]);
    expect(repository.read("secrets/dev.yaml")).toBe(more);
  });

  test.skipIf(!hasPrograms("kubeseal"))("kubeseal opens what it wrote", async () => {
    await repository.seal();
    const args = ["--recovery-unseal", "--recovery-private-key", repository.keyFile];
    const input = repository.read("secrets/dev/app.yaml");
    const opened = execFileSync("kubeseal", args, { input, encoding: "utf8" });
    expect(opened).toContain(Buffer.from(token).toString("base64"));
    expect(opened).toContain(Buffer.from("shopkeeper").toString("base64"));
  });
});

describe("a leak in the work tree", () => {
  test.each([
    ["plain", `password: ${token}\n`],
    ["base64", `auth: ${Buffer.from(`x:${token}`).toString("base64")}\n`],
    ["hex", Buffer.from(token).toString("hex")],
    ["URL", `https://x:${encodeURIComponent(token)}@host`],
    ["JSON", JSON.stringify({ token })],
  ])("in the form %s is refused before anything is written", async (form, text) => {
    repository.write("notes.txt", `first line\n${text}`);
    const error = await failureOf(repository.seal());
    expect(error.code).toBe("SECRETS_LEAKED");
    expect(error.findings).toMatchObject([
      { code: "SECRET_LEAKED", at: { file: "notes.txt", line: 2 } },
    ]);
    expect(error.findings[0]?.says).toBe(`the key token of app stands here (${form})`);
    expect(repository.git("status", "--porcelain", "--", "secrets/dev/app.yaml")).toBe("");
  });

  test("what is no secret may stand anywhere, and ignored files are not looked at", async () => {
    repository.write(".gitignore", "ignored.txt\n");
    repository.write("ignored.txt", token);
    repository.write("notes.txt", "shopkeeper\n");
    await expect(repository.seal()).resolves.toHaveLength(2);
  });
});

describe("what cannot be sealed", () => {
  test("a missing variable is said at its line, and nothing is written", async () => {
    repository.write("secrets/dev.yaml", declarations.replace("APP_TOKEN", "OTHER_TOKEN"));
    const error = await failureOf(repository.seal());
    expect(error.findings).toMatchObject([
      { code: "SECRET_SOURCE_MISSING", at: { file: "secrets/dev.yaml", line: 7 } },
    ]);
    expect(repository.git("status", "--porcelain", "-uall")).not.toContain("app.yaml");
  });

  test("a certificate that is not trusted is refused", async () => {
    repository.write(
      "keelson.yaml",
      repository.read("keelson.yaml").replace(/SHA256:.*"/, `SHA256:${"x".repeat(43)}"`),
    );
    expect((await failureOf(repository.seal())).code).toBe("SEALING_CERT_UNTRUSTED");
  });

  test("a name that is not declared is refused", async () => {
    expect((await failureOf(repository.seal({ names: ["typo"] }))).code).toBe("SECRET_UNKNOWN");
  });

  test("a plain value that is not marked as no secret is refused by the schema", async () => {
    repository.write("secrets/dev.yaml", declarations.replace(", sensitive: false", ""));
    const error = await failureOf(repository.seal());
    expect(error.code).toBe("SECRETS_INVALID");
    expect(error.findings[0]?.at).toMatchObject({ file: "secrets/dev.yaml" });
  });
});

test("a file that cannot be read is not written over", async () => {
  await repository.seal();
  const conflict = `<<<<<<< ours\n${repository.read("secrets/dev/app.yaml")}=======\n>>>>>>> theirs\n`;
  repository.write("secrets/dev/app.yaml", conflict);
  const error = await failureOf(repository.seal());
  expect(error.findings).toMatchObject([{ code: "SECRET_SEALED_UNREADABLE" }]);
  expect(repository.read("secrets/dev/app.yaml")).toBe(conflict);
});

test("two files of the same Secret are refused, and neither is written over", async () => {
  await repository.seal();
  const sealed = repository.read("secrets/dev/app.yaml");
  repository.write("secrets/dev/copy.yaml", sealed);
  const error = await failureOf(repository.seal({ resealAll: true }));
  expect(error.findings).toMatchObject([{ code: "SECRET_SEALED_TWICE" }]);
  expect(repository.read("secrets/dev/app.yaml")).toBe(sealed);
});

test("a run that was cancelled writes nothing", async () => {
  const stop = new AbortController();
  stop.abort();
  const context = { ...repository.context, signal: stop.signal };
  const settings = await readSettings(repository.root);
  const request = { settings, environment: "dev", names: [], resealAll: false };
  expect((await failureOf(sealEnvironment(context, request))).code).toBe("CANCELLED");
  expect(repository.git("status", "--porcelain", "-uall")).not.toContain("app.yaml");
});

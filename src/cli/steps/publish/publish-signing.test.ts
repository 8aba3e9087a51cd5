import { execFileSync, spawnSync } from "node:child_process";
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import { hasPrograms } from "../../../host/test-programs.ts";
import { renderedFile as file, type TestRepository, testRepository } from "./test-repository.ts";

const hasGpg = hasPrograms("gpg");

const branches = ["environments/dev", "environments/prod"];
let repository: TestRepository;

beforeEach(() => {
  repository = testRepository();
});
afterEach(() => repository.remove());

/** Set Git up to sign, as the person who runs the publish would. */
function signBy(settings: Readonly<Record<string, string>>): void {
  const bot = { "user.name": "Bot", "user.email": "bot@example.com", "commit.gpgSign": "true" };
  for (const [key, value] of Object.entries({ ...bot, ...settings }))
    repository.git("config", key, value);
}

/** Publish to two branches: who each commit is by and how its signature is, once Git has accepted it. */
async function publishSigned(...settings: readonly string[]): Promise<readonly string[]> {
  const { publish, published, note } = repository;
  await publish({ dev: [file("a")], prod: [file("a")] });
  return branches.map((branch) => {
    published(...settings, "verify-commit", branch);
    note(branch);
    return published(...settings, "log", "-1", "--format=%an|%cn|%G?", branch);
  });
}

const signed = ["Writer|Bot|G", "Writer|Bot|G"];

/** Publish, and again what did not change: each commit of the notes, newest first, once Git has accepted it. */
async function publishNotes(...settings: readonly string[]): Promise<readonly string[]> {
  const { commit, publish, published } = repository;
  await publish({ dev: [file("a")] });
  commit("docs: say more");
  await publish({ dev: [file("a")] });
  const notes = published("rev-list", "refs/notes/hydrator.metadata").split("\n");
  published(...settings, "verify-commit", ...notes);
  return published(...settings, "log", "--format=%an|%cn|%G?", notes[0] ?? "").split("\n");
}

const signedNotes = ["Bot|Bot|G", "Bot|Bot|G"];

/** What a publish says that cannot sign; it pushes nothing. */
async function refusal(settings: Readonly<Record<string, string>>): Promise<Error> {
  const { publish, published } = repository;
  await publish({ dev: [file("a")] });
  signBy(settings);
  const before = published("for-each-ref");
  const refused = publish({ dev: [file("a", "name: other\n")] });
  await expect(refused).rejects.toMatchObject({ code: "SIGNING_FAILED" });
  expect(published("for-each-ref")).toBe(before);
  return refused.then(
    () => new Error("it was published"),
    (error: Error) => error,
  );
}

describe("signing by SSH key", () => {
  let accept: readonly string[];

  beforeEach(() => {
    const key = join(repository.root, ".build/key");
    const signers = join(repository.root, ".build/signers");
    mkdirSync(dirname(key));
    execFileSync("ssh-keygen", ["-q", "-t", "ed25519", "-N", "", "-f", key]);
    writeFileSync(signers, `bot@example.com ${readFileSync(`${key}.pub`, "utf8")}`);
    signBy({ "gpg.format": "ssh", "user.signingKey": key });
    accept = ["-c", `gpg.ssh.allowedSignersFile=${signers}`];
  });

  test("every commit is signed when Git is set up to sign", async () => {
    expect(await publishSigned(...accept)).toEqual(signed);
  });

  test("the notes are signed too, also where only they move", async () => {
    expect(await publishNotes(...accept)).toEqual(signedNotes);
  });

  test("a key that is not there stops the publish, and is named", async () => {
    const { message } = await refusal({ "gpg.format": "ssh", "user.signingKey": "/nowhere/key" });
    expect(message).toMatch(/by ssh-keygen with the ssh key \/nowhere\/key: .*No such file/su);
  });
});

describe.skipIf(!hasGpg)("signing by GPG key", () => {
  let home: string;

  beforeEach(() => {
    // A socket's path may have about 100 characters, so the home is not below the repository.
    home = mkdtempSync(join(tmpdir(), "gpg-"));
    mkdirSync(join(home, "empty"), { mode: 0o700 });
    vi.stubEnv("GNUPGHOME", home);
    const user = "Bot <bot@example.com>";
    const how = ["--quiet", "--batch", "--passphrase", "", "--quick-generate-key"];
    execFileSync("gpg", [...how, user, "ed25519", "sign", "never"], { stdio: "pipe" });
  });
  afterEach(() => {
    spawnSync("gpgconf", ["--kill", "all"], { stdio: "ignore" });
    vi.unstubAllEnvs();
    rmSync(home, { recursive: true, force: true });
  });

  test("every commit is signed by the key that is named", async () => {
    signBy({ "user.signingKey": "bot@example.com" });
    expect(await publishSigned()).toEqual(signed);
  });

  test("the notes are signed too, also where only they move", async () => {
    signBy({ "user.signingKey": "bot@example.com" });
    expect(await publishNotes()).toEqual(signedNotes);
  });

  test("a key that is not there lets no note move", async () => {
    const { commit, publish, published } = repository;
    await publish({ dev: [file("a")] });
    const before = published("for-each-ref");
    commit("docs: say more");
    signBy({ "user.signingKey": "0xDEADBEEFDEADBEEF" });
    await expect(publish({ dev: [file("a")] })).rejects.toMatchObject({ code: "SIGNING_FAILED" });
    expect(published("for-each-ref")).toBe(before);
  });

  test("a key that is not named is found by the committer's name", async () => {
    signBy({ "gpg.format": "openpgp" });
    expect(await publishSigned()).toEqual(signed);
  });

  test("a commit that was changed after it was signed is not accepted", async () => {
    signBy({});
    expect(await publishSigned()).toEqual(signed);
    const { published } = repository;
    const [branch = ""] = branches;
    const other = published("cat-file", "commit", branch).replace("feat: begin", "feat: forged");
    writeFileSync(join(repository.root, "forged"), `${other}\n`);
    const forged = published("hash-object", "-t", "commit", "-w", join(repository.root, "forged"));
    expect(() => published("verify-commit", forged)).toThrow(/BAD signature/u);
  });

  test("a key that is not there stops the publish, and is named", async () => {
    vi.stubEnv("GNUPGHOME", join(home, "empty"));
    const { message } = await refusal({ "user.signingKey": "0xDEADBEEFDEADBEEF" });
    expect(message).toMatch(/by gpg with the openpgp key 0xDEADBEEFDEADBEEF: .*gpg failed/su);
  });

  test("a program that is not there stops the publish, and is named", async () => {
    const { message } = await refusal({ "gpg.program": "/nowhere/gpg" });
    expect(message).toMatch(/cannot run \/nowhere\/gpg/u);
  });
});

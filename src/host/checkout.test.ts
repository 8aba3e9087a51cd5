import { execFileSync } from "node:child_process";
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { withCheckout } from "./checkout.ts";
import { checkOutCommit } from "./git-worktree.ts";

const identity = ["-c", "user.name=a", "-c", "user.email=a@b"];

function read(folder: string): Promise<readonly string[]> {
  return Promise.resolve([
    readFileSync(join(folder, "keelson.yaml"), "utf8"),
    ...readdirSync(folder),
  ]);
}

describe("another commit of a repository that is a folder of a larger one", () => {
  let top: string;
  beforeEach(() => {
    top = mkdtempSync(join(tmpdir(), "keelson-checkout-"));
    mkdirSync(join(top, "platform"));
    writeFileSync(join(top, "platform/keelson.yaml"), "first");
    writeFileSync(join(top, "README.md"), "");
    git("init", "--quiet");
    git("add", "--all");
    git(...identity, "commit", "--quiet", "--message", "begin");
    writeFileSync(join(top, "platform/keelson.yaml"), "second");
  });
  afterEach(() => rmSync(top, { recursive: true }));

  function git(...args: readonly string[]): string {
    return execFileSync("git", args, { cwd: top, encoding: "utf8", stdio: "pipe" }).trim();
  }

  test("leaves submodules where they are, whatever Git is told to do with them", async () => {
    git("init", "--quiet", "charts");
    git("-C", "charts", ...identity, "commit", "--quiet", "--allow-empty", "--message", "begin");
    const add = ["submodule", "--quiet", "add", "./charts", "charts"];
    git("-c", "protocol.file.allow=always", ...add);
    git("submodule", "--quiet", "absorbgitdirs");
    git(...identity, "commit", "--quiet", "--message", "charts");
    git("config", "submodule.recurse", "true");
    await withCheckout(top, "HEAD", () => Promise.resolve());
    expect(git("-C", "charts", "status", "--short")).toBe("");
  });

  test("is used in that folder", async () => {
    const root = join(top, "platform");
    expect(await withCheckout(root, "HEAD", read)).toEqual(["first", "keelson.yaml"]);
    const laid = await checkOutCommit({ folder: root }, "HEAD", join(top, ".cache/tree"));
    expect(readFileSync(join(laid, "keelson.yaml"), "utf8")).toBe("first");
    expect(git("status", "--porcelain", "--", "README.md")).toBe("");
  });
});

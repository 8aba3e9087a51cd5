import { execFileSync } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { readSourceCommit } from "../../host/git-source.ts";
import type { CliContext } from "../../model/cli-context.ts";
import type { RenderedFile } from "../../model/plan.ts";
import {
  type Publication,
  type PublishRequest,
  publishEnvironments,
} from "./publish-environments.ts";

let root = "";
const identity = ["-c", "user.name=Ada", "-c", "user.email=ada@example.com"];

beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), "keelson-publish-"));
  git("init", "--quiet", "--initial-branch=main");
  writeFileSync(join(root, ".gitignore"), ".build\n.cache\n");
  commit("feat: begin");
});

afterEach(() => rmSync(root, { recursive: true, force: true }));

function git(...args: readonly string[]): string {
  return execFileSync("git", [...identity, ...args], { cwd: root, encoding: "utf8" }).trim();
}

function commit(subject: string): string {
  git("add", "--all");
  git("commit", "--quiet", "--allow-empty", "--message", subject);
  return git("rev-parse", "HEAD");
}

/** Ask the repository that the publish made. */
function published(...args: readonly string[]): string {
  return git("-C", ".build/gitops.git", ...args);
}

const gitops = {
  remote: ".build/gitops.git",
  branch: "environments/{environment}",
  path: "",
  preserve: [],
  maxPrunePercent: 30,
};

function file(name: string, text = `name: ${name}\n`): RenderedFile {
  return { path: `web/${name}.yaml`, text, object: name };
}

async function publish(
  renders: Readonly<Record<string, readonly RenderedFile[]>>,
  options: Partial<PublishRequest> = {},
): Promise<Publication> {
  const context: CliContext = {
    root,
    environment: process.env,
    print: () => undefined,
    say: () => undefined,
    colour: false,
    signal: new AbortController().signal,
  };
  const source = await readSourceCommit(root);
  const environments = Object.entries(renders).map(([environment, files]) => {
    return { environment, files, source };
  });
  return publishEnvironments(context, { gitops, environments, ...options });
}

describe("publishEnvironments", () => {
  test("commits each environment to its branch, with a note on it", async () => {
    const sha = git("rev-parse", "HEAD");
    const { environments } = await publish({ dev: [file("a")], prod: [file("a"), file("b")] });
    expect(environments.map(({ plan }) => plan.outcome)).toEqual(["commit", "commit"]);
    expect(published("ls-tree", "-r", "--name-only", "environments/prod").split("\n")).toEqual([
      ".gitattributes",
      "hydrator.metadata",
      "web/a.yaml",
      "web/b.yaml",
    ]);
    expect(published("show", "environments/prod:web/a.yaml")).toBe("name: a");
    const note = published("notes", "--ref=hydrator.metadata", "show", "environments/prod");
    expect(JSON.parse(note)).toEqual({ drySha: sha });
    expect(published("log", "-1", "--format=%an %ae %s", "environments/dev")).toBe(
      `Ada ada@example.com ${sha.slice(0, 7)}: feat: begin`,
    );
    published("fsck", "--strict");
  });

  test("a second publish of the same commits nothing", async () => {
    await publish({ dev: [file("a")] });
    const before = published("for-each-ref");
    const { environments } = await publish({ dev: [file("a")] });
    expect(environments.map(({ plan }) => plan.outcome)).toEqual(["unchanged"]);
    expect(published("for-each-ref")).toBe(before);
  });

  test("a source that changes nothing moves the note and leaves the branch", async () => {
    await publish({ dev: [file("a")] });
    const before = published("rev-parse", "environments/dev");
    const sha = commit("docs: say more");
    await publish({ dev: [file("a")] });
    expect(published("rev-parse", "environments/dev")).toBe(before);
    const note = published("notes", "--ref=hydrator.metadata", "show", "environments/dev");
    expect(JSON.parse(note)).toEqual({ drySha: sha });
  });

  test("adds, changes and removes files in one commit on the old tip", async () => {
    await publish({ dev: ["a", "b", "c", "d"].map((name) => file(name)) });
    const tip = published("rev-parse", "environments/dev");
    commit("feat: change");
    await publish({ dev: [file("a"), file("b", "name: other\n"), file("c"), file("é")] });
    expect(published("rev-parse", "environments/dev~1")).toBe(tip);
    const status = published("diff", "--name-status", "environments/dev~1", "environments/dev");
    expect(status.split("\n").toSorted()).toEqual([
      'A\t"web/\\303\\251.yaml"',
      "D\tweb/d.yaml",
      "M\thydrator.metadata",
      "M\tweb/b.yaml",
    ]);
  });

  test("edits that are in no commit are published to our own remote, and marked", async () => {
    writeFileSync(join(root, "edited"), "edited");
    await publish({ dev: [file("a")] });
    const metadata = published("show", "environments/dev:hydrator.metadata");
    expect(JSON.parse(metadata)).toMatchObject({ keelson: { dirty: true } });
    const { environments } = await publish({ dev: [file("a", "name: edited again\n")] });
    expect(environments.map(({ plan }) => plan.outcome)).toEqual(["commit"]);
  });

  test("one refused environment keeps all branches as they were", async () => {
    await publish({ dev: [file("a")], prod: [file("a")] });
    const before = published("for-each-ref");
    commit("feat: lose everything");
    const lost = publish({ dev: [file("b")], prod: [] });
    await expect(lost).rejects.toMatchObject({ code: "PUBLISH_REFUSED" });
    expect(published("for-each-ref")).toBe(before);
  });
});

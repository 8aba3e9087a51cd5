import { execFileSync } from "node:child_process";
import { chmodSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import { writeFiles } from "../../../host/test-files.ts";
import { readSettings } from "../../read-settings.ts";
import { deliver, type Delivered } from "./deliver.ts";
import { reportDelivery } from "./report-delivery.ts";
import {
  renderedFile,
  testGitops,
  type TestRepository,
  testRepository,
} from "./test-repository.ts";

const hostile = [
  "../../../outside",
  "/etc/passwd",
  "-rf",
  "--upload-pack=touch x",
  "a\nD web\nM 100644 inline b",
  '"quoted\\',
  "\u001B[2J\u0000",
  "$(touch x)`touch x`;|&",
  ".git",
  "constructor",
  "__proto__",
];

let repository: TestRepository;

beforeEach(() => {
  repository = testRepository();
});
afterEach(() => {
  vi.unstubAllEnvs();
  repository.remove();
});

function write(path: string, text: string): void {
  writeFiles(repository.root, { [path]: text });
}

/** Publish what a bundle holds: whoever wrote it may have written anything. */
async function publishBundle(manifests: readonly unknown[]): Promise<Delivered> {
  const { root, context } = repository;
  write("keelson.yaml", "environments: { dev: {} }\n");
  const sha = repository.commit("feat: ::set-output name=a::b ##[add-mask]x");
  const environments = [{ environment: "dev", manifests }];
  const source = { sha, dirty: false };
  write(".build/bundle.json", JSON.stringify({ bundleForm: 1, source, environments }));
  const settings = await readSettings(root);
  return deliver(context, settings, {
    environments: ["dev"],
    bundle: ".build/bundle.json",
    dryRun: true,
  });
}

describe("hostile names", () => {
  test("stay in the folder, whoever has them", async () => {
    const { publish, published } = repository;
    const { manifestPath } = await import("../../../publish/manifest-path.ts");
    const files = hostile.flatMap((name) => {
      const identities = [
        { release: name, kind: "ConfigMap", namespace: "x", name: "y" },
        { release: "web", kind: name, namespace: "x", name: "y" },
        { release: "web", kind: "ConfigMap", namespace: name, name: "y" },
        { release: "web", kind: "ConfigMap", namespace: "x", name },
      ];
      return identities.map(({ release, ...identity }) => {
        const path = manifestPath({ release, identity: { group: "", ...identity }, body: {} });
        return { path, text: `name: ${JSON.stringify(name)}\n`, object: name };
      });
    });
    await publish({ dev: files }, { gitops: { ...testGitops, path: "clusters/a" } });
    const paths = published("ls-tree", "-r", "--name-only", "environments/dev").split("\n");
    expect(paths).toHaveLength(files.length + 2);
    for (const path of paths)
      expect(path).toMatch(/^clusters\/a\/([a-z0-9%][\w.%~-]*\/)?[\w.%~-]+$/u);
    published("fsck", "--strict");
  });

  test.each(["-x", "../x", "a/b", "a b", "a\\n", "--help", "..", "x::y"])(
    "%j is no environment",
    async (name) => {
      write("keelson.yaml", `environments: { "${name}": {} }\n`);
      await expect(readSettings(repository.root)).rejects.toMatchObject({ fault: "input" });
    },
  );

  test.each(["same", "x/{environment}-next"])(
    "no two environments share the branch %j",
    async (branch) => {
      const environments = "{ dev: { publish: pull-request }, dev-next: {} }";
      const pattern = branch.replace("-next", "");
      write("keelson.yaml", `gitops: { branch: "${pattern}" }\nenvironments: ${environments}\n`);
      const settings = await readSettings(repository.root);
      const delivered = deliver(repository.context, settings, { environments: ["dev"] });
      await expect(delivered).rejects.toMatchObject({ code: "BRANCH_SHARED" });
    },
  );
});

test("what a source and its manifests say is no command to a workflow, nor to a terminal", async () => {
  const metadata = { name: "::add-mask::x\u001B[2J", namespace: "##[group]web" };
  const body = {
    apiVersion: "v1",
    kind: "ConfigMap",
    metadata,
    data: { a: "::set-output name=a::b" },
  };
  const said: string[] = [];
  const context = {
    ...repository.context,
    print: (text: string) => void said.push(text),
    say: (text: string) => void said.push(text),
  };
  try {
    const done = await publishBundle([{ release: "web", body }]);
    for (const isJson of [true, false]) reportDelivery(context, done, { isJson, isPlan: true });
  } catch (error) {
    const { explainFailure } = await import("../../explain-failure.ts");
    said.push(await explainFailure(error, context));
  }
  expect(said.join("")).toMatch(/add-mask|group/u);
  expect(said.join("")).not.toContain("\u001B");
  for (const line of said.join("").split("\n")) expect(line).not.toMatch(/^\s*::|##\[/u);
});

describe("a link or a submodule in place of the metadata", () => {
  test.each(["120000", "160000"])(
    "says nothing, and goes only when the branch is adopted: %s",
    async (mode) => {
      const { publish, published, git } = repository;
      await publish({ dev: [renderedFile("a")] });
      const target =
        mode === "160000" ? "b".repeat(40) : published("rev-parse", "environments/dev:web/a.yaml");
      const folder = join(repository.root, ".build/gitops.git");
      const tree = execFileSync("git", ["mktree", "--missing"], {
        cwd: folder,
        encoding: "utf8",
        input: `${mode} ${mode === "160000" ? "commit" : "blob"} ${target}\thydrator.metadata\n`,
      }).trim();
      const commit = git("-C", folder, "commit-tree", "-m", "x", tree);
      git("-C", folder, "update-ref", "refs/heads/environments/dev", commit);
      repository.commit("feat: next");
      await publish({ dev: [renderedFile("b")] }, { allow: { prune: true } });
      expect(published("ls-tree", "environments/dev", "hydrator.metadata")).toMatch(
        /^100644 blob/u,
      );
    },
  );
});

test("a remote that refuses, and quotes a URL with a password, is told without it", async () => {
  const remote = join(repository.root, ".build/remote/r.git");
  execFileSync("git", ["init", "--quiet", "--bare", remote]);
  const hook = join(remote, "hooks/pre-receive");
  writeFileSync(hook, "#!/bin/sh\necho no https://user:p@hunter2@example.com/r.git >&2\nexit 1\n");
  chmodSync(hook, 0o755);
  const address = "https://user:p@hunter2@example.com/";
  vi.stubEnv("GIT_CONFIG_COUNT", "1");
  vi.stubEnv("GIT_CONFIG_KEY_0", `url.${join(remote, "..")}/.insteadOf`);
  vi.stubEnv("GIT_CONFIG_VALUE_0", address);
  repository.git("update-ref", "refs/remotes/origin/main", "HEAD");
  const gitops = { ...testGitops, remote: `${address}r.git` };
  const refused = repository.publish({ dev: [renderedFile("a")] }, { gitops });
  await expect(refused).rejects.toMatchObject({ code: "REMOTE_PROTECTED" });
  await expect(refused).rejects.toThrow(/no https:\/\/\*\*\*@example\.com/u);
  await expect(refused).rejects.not.toThrow(/hunter2/u);
});

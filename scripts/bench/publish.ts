import { execFileSync } from "node:child_process";
import { mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { publishEnvironments } from "../../src/cli/steps/publish/publish-environments.ts";
import {
  testGitops,
  type TestRepository,
  testRepository,
} from "../../src/cli/steps/publish/test-repository.ts";
import { readSourceCommit } from "../../src/host/git-source.ts";
import type { RenderedFile } from "../../src/model/plan.ts";
import { medianTimesMs } from "./measure.ts";
import { type Bench, type Outcome, ratioOutcome } from "./row.ts";

const objects = 10_000;
const runs = 3;

/** A publish of 10,000 manifests that were rendered and all changed, push included, beside Git committing the same files. */
export const publishChanged: Bench = {
  name: "publish 10,000 manifests, all changed",
  goal: "at most 0.5 x git add + git commit",
  run: measureChanged,
};

/** The same publish where nothing changed. */
export const publishUnchanged: Bench = {
  name: "publish 10,000 manifests, nothing changed",
  goal: "at most 0.2 x of one where all changed",
  run: measureUnchanged,
};

async function measureChanged(): Promise<Outcome> {
  const repository = testRepository();
  const publish = await publisher(repository);
  const folder = await mkdtemp(join(tmpdir(), "keelson-bench-"));
  const git = gitIn(folder);
  git("init", "--quiet");
  await mkdir(join(folder, "web"));
  const oursMs: number[] = [];
  const theirsMs: number[] = [];
  try {
    for (let version = 0; version <= runs; version += 1) {
      const files = manifests(version);
      const started = performance.now();
      await publish(files);
      oursMs.push(performance.now() - started);
      // Only Git is timed, not the writing of its work tree.
      for (const { path, text } of files) await writeFile(join(folder, path), text);
      const begun = performance.now();
      git("add", "--all");
      git("commit", "--quiet", "--message", "x");
      theirsMs.push(performance.now() - begun);
    }
    return ratioOutcome({ oursMs: Math.min(...oursMs), theirsMs: Math.min(...theirsMs) }, 0.5);
  } finally {
    // Git may still tidy up in the background.
    await rm(folder, { recursive: true, force: true, maxRetries: 20, retryDelay: 100 });
    repository.remove();
  }
}

async function measureUnchanged(): Promise<Outcome> {
  const repository = testRepository();
  const versions = [manifests(0), manifests(1)] as const;
  const publish = await publisher(repository);
  let last = 0;
  const unchanged = (): Promise<unknown> => publish(versions[last] ?? []);
  const changed = (): Promise<unknown> => {
    last = 1 - last;
    return unchanged();
  };
  try {
    await changed();
    return ratioOutcome(await medianTimesMs(unchanged, changed, 7), 0.2);
  } finally {
    repository.remove();
  }
}

/** What brings rendered manifests to the branch of dev. */
async function publisher({
  root,
  context,
}: TestRepository): Promise<(files: readonly RenderedFile[]) => Promise<unknown>> {
  const source = await readSourceCommit(root);
  return (files) => {
    const environments = [{ environment: "dev", files, source }];
    return publishEnvironments(context, { gitops: testGitops, environments });
  };
}

function manifests(version: number): readonly RenderedFile[] {
  return Array.from({ length: objects }, (_, index) => {
    const head = `apiVersion: v1\nkind: ConfigMap\nmetadata:\n  name: map-${index}\n  namespace: web\n`;
    const text = `${head}data:\n  version: "${version}"\n  text: ${"lorem ipsum ".repeat(30)}\n`;
    return {
      path: `web/configmap._web_map-${index}.yaml`,
      text,
      object: `ConfigMap web/map-${index}`,
    };
  });
}

function gitIn(folder: string): (...args: readonly string[]) => void {
  const identity = ["-c", "user.name=Writer", "-c", "user.email=writer@example.com"];
  const quiet = ["-c", "gc.auto=0", "-c", "maintenance.auto=false"];
  return (...args) => {
    execFileSync("git", [...identity, ...quiet, ...args], { cwd: folder, stdio: "pipe" });
  };
}

import { execFileSync } from "node:child_process";
import { setTimeout } from "node:timers/promises";
import { readSourceCommit } from "../../../host/git-source.ts";
import type { SourceCommit } from "../../../model/plan.ts";
import { publishEnvironments } from "./publish-environments.ts";
import { renderedFile, testGitops, type TestRepository } from "./test-repository.ts";

const writers = 4;
const branches = ["environments/dev", "environments/prod"];

/** What two branches look like after several writers wrote to them at once. */
export interface RoundOutcome {
  /** By branch: the source that the tip's note names. */
  readonly noted: readonly string[];
  /** By branch: the file that every writer wrote. */
  readonly contents: readonly string[];
  /** Commits with two parents. */
  readonly merges: string;
}

export interface Round {
  /** What each writer has, the newest last. */
  readonly sources: readonly SourceCommit[];
  /** What the branches are to look like in the end. */
  readonly wanted: RoundOutcome;
}

/** Sources for some rounds, each on the one before. */
export async function writeSources(
  { root, git }: TestRepository,
  rounds: number,
): Promise<readonly Round[]> {
  const count = rounds * writers;
  const first = await readSourceCommit(root);
  const stream = Array.from({ length: count }, (_, index) => [
    `commit refs/heads/main\ncommitter Writer <writer@example.com> ${index} +0000\n`,
    `data 1\nx\n${index === 0 ? `from ${first.sha}\n` : ""}\n`,
  ]);
  const input = `feature done\n${stream.flat().join("")}done\n`;
  execFileSync("git", ["fast-import", "--quiet"], { cwd: root, input });
  const shas = git("rev-list", "--reverse", `${first.sha}..main`).split("\n");
  return Array.from({ length: rounds }, (_, round) => {
    const its = shas.slice(round * writers, (round + 1) * writers);
    const newest = its.at(-1) ?? "";
    const note = JSON.stringify({ drySha: newest });
    return {
      sources: its.map((sha) => ({ ...first, sha })),
      wanted: { noted: [note, note], contents: [newest, newest], merges: "" },
    };
  });
}

/** Four writers bring four sources to two branches at the same time, in any order. */
export async function writeTogether(
  repository: TestRepository,
  { sources }: Round,
): Promise<RoundOutcome> {
  const { context, published } = repository;
  const shuffled = sources.toSorted(() => Math.random() - 0.5);
  await Promise.all(
    shuffled.map((source) => {
      const files = [renderedFile("a", `${source.sha}\n`)];
      const environments = ["dev", "prod"].map((environment) => ({ environment, files, source }));
      return publishEnvironments(context, { gitops: testGitops, environments, wait });
    }),
  );
  const notes = ["--no-walk=unsorted", "--notes=hydrator.metadata", "--format=%N"];
  const contents = branches.map((branch) => `${branch}:web/a.yaml`);
  return {
    noted: published("log", ...notes, ...branches).split(/\n+/u),
    contents: published("show", ...contents).split("\n"),
    merges: published("rev-list", "--merges", ...branches),
  };
}

/** Shorter than in earnest: a thousand rounds are to end soon. */
async function wait(attempt: number): Promise<void> {
  await setTimeout(Math.random() * 20 * 2 ** attempt);
}

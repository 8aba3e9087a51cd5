import { renderedFile, type TestRepository } from "./test-repository.ts";

/** What two branches look like after several writers wrote to them at once. */
export interface RoundOutcome {
  readonly newest: string;
  /** By branch: the source that the tip's note names. */
  readonly noted: readonly string[];
  readonly contents: readonly string[];
  readonly merges: string;
}

/** Four writers bring four sources to two branches at the same time, in any order. */
export async function writeTogether(
  repository: TestRepository,
  round: number,
): Promise<RoundOutcome> {
  const { commit, publish, published } = repository;
  const sources = [1, 2, 3, 4].map((writer) => {
    const name = `round ${round}, source ${writer}`;
    return { name, sha: commit(name) };
  });
  const shuffled = sources.toSorted(() => Math.random() - 0.5);
  await Promise.all(
    shuffled.map(({ name, sha }) => {
      const files = [renderedFile("a", `name: ${name}\n`)];
      return publish({ dev: files, prod: files }, { sha });
    }),
  );
  const branches = ["environments/dev", "environments/prod"];
  return {
    newest: sources.at(-1)?.sha ?? "",
    noted: branches.map((branch) => published("notes", "--ref=hydrator.metadata", "show", branch)),
    contents: branches.map((branch) => published("show", `${branch}:web/a.yaml`)),
    merges: published("rev-list", "--merges", ...branches),
  };
}

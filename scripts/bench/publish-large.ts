import { type History, publishToServer } from "../../src/cli/steps/publish/test-large-branch.ts";
import {
  renderedFile,
  testGitops,
  type TestRepository,
  testRepository,
} from "../../src/cli/steps/publish/test-repository.ts";
import { medianTimesMs, type Work } from "./measure.ts";
import { type Bench, type Outcome, ratioOutcome } from "./row.ts";

const runs = 7;

/** A publish to a branch of years, fetched and pushed through Git's protocol, beside one to a new branch. */
export const publishLarge: Bench = {
  name: "publish to a branch of 100,000 commits and 1 GB",
  goal: "at most 2 x one to a new branch",
  run: measureLarge,
};

async function measureLarge(): Promise<Outcome> {
  const [large, small] = [testRepository(), testRepository()];
  try {
    const toLarge = await publisher(large, { commits: 100_000, sizeBytes: 1_000_000_000 });
    const toSmall = await publisher(small);
    return ratioOutcome(await medianTimesMs(toLarge, toSmall, runs), 2);
  } finally {
    large.remove();
    small.remove();
  }
}

/** What publishes another manifest each time. */
async function publisher(repository: TestRepository, history?: History): Promise<Work> {
  const remote = await publishToServer(repository, history);
  const options = { gitops: { ...testGitops, remote } };
  let round = 0;
  return () => {
    round += 1;
    return repository.publish({ prod: [renderedFile("a", `round: ${round}\n`)] }, options);
  };
}

/** An environment and what of it has to be rendered. */
export interface PlannedEnvironment {
  readonly environment: string;
  readonly branch: string;
  /** Inputs and tools that are not those of the branch; empty when nothing has to be rendered. */
  readonly because: readonly string[];
  /** The releases to render, where it is not all of them. */
  readonly releases?: readonly string[];
  /** All releases there are, where they may be rendered apart from each other. */
  readonly separable?: readonly string[];
  /** The source commit that it is pinned to. */
  readonly source?: string;
  /** Goes to the branch by a pull request. */
  readonly isProposed: boolean;
  /** Nothing has to be rendered, but the branch does not say yet that it holds this source. */
  readonly isBehind: boolean;
}

/** A release group of one environment, to be rendered by a job of its own. */
export interface Shard {
  /** `prod.1`: the environment and a number. */
  readonly shard: string;
  readonly environment: string;
  readonly branch: string;
  readonly because: readonly string[];
  /** Left out: all releases. */
  readonly releases?: readonly string[];
  readonly source?: string;
}

/** The most jobs that a matrix of GitHub Actions makes. */
const mostJobs = 256;

/** The changed environments as release groups of at most so many releases, in larger ones when there were too many. */
export function splitShards(
  planned: readonly PlannedEnvironment[],
  releasesPerShard: number,
): readonly Shard[] {
  const changed = planned.filter(({ because }) => because.length > 0);
  for (let size = releasesPerShard; ; size *= 2) {
    const shards = changed.flatMap((one) => splitOne(one, size));
    const most = Math.max(...changed.map((one) => (one.releases ?? one.separable ?? []).length));
    if (shards.length <= mostJobs || size >= most) return shards;
  }
}

function splitOne(one: PlannedEnvironment, size: number): readonly Shard[] {
  const { environment, branch, because, releases, separable, source } = one;
  const common = { environment, branch, because, ...(source === undefined ? {} : { source }) };
  const all = releases ?? separable ?? [];
  const isOne = all.length <= size;
  if (isOne) {
    const only = releases === undefined ? {} : { releases };
    return [{ shard: `${environment}.1`, ...common, ...only }];
  }
  const groups = Array.from({ length: Math.ceil(all.length / size) }, (_, index) =>
    all.slice(index * size, (index + 1) * size),
  );
  return groups.map((group, index) => {
    return { shard: `${environment}.${index + 1}`, ...common, releases: group };
  });
}

/** One job that renders a shard. */
export interface RenderJob {
  readonly shard: string;
  readonly environment: string;
  /** Helmfile selectors with spaces between; empty: all releases. */
  readonly only: string;
  /** The commit to check out; empty: the one at hand. */
  readonly source: string;
}

/** One job that publishes: it alone writes to its branch. */
export interface PublishJob {
  /** With spaces between. */
  readonly environments: string;
  /** Artifacts of the bundles: `bundle.prod.*`. */
  readonly bundles: string;
  readonly branch: string;
}

/** Matrices for GitHub Actions. */
export interface Matrices {
  readonly render: Matrix<RenderJob>;
  readonly publish: Matrix<PublishJob>;
  /** Environments that are published by pull request. */
  readonly propose: Matrix<PublishJob>;
}

export interface Matrix<Job> {
  readonly include: readonly Job[];
}

/** What a job writes that moves notes and nothing else. */
const notesRef = "refs/notes/hydrator.metadata";

/** The artifact with what `plan` knows of environments that are not rendered. */
const unchangedName = "unchanged";

/** The jobs of a plan. Direct branches where only the note moves have one job for all of them. */
export function planJobs(
  planned: readonly PlannedEnvironment[],
  shards: readonly Shard[],
): Matrices {
  const render = shards.map(({ shard, environment, releases = [], source = "" }) => {
    const only = releases.map((name) => `name=${name}`).join(" ");
    return { shard, environment, only, source };
  });
  const due = planned.filter(({ because, isBehind }) => because.length > 0 || isBehind);
  const alone = due.filter(({ because, isProposed }) => because.length > 0 || isProposed);
  const together = due.filter((one) => !alone.includes(one)).map(({ environment }) => environment);
  const notes = { environments: together.join(" "), bundles: bundleName(""), branch: notesRef };
  const isDirect = ({ isProposed }: PlannedEnvironment): boolean => !isProposed;
  const direct = alone.filter(isDirect).map(publishJob);
  return {
    render: { include: render },
    publish: { include: together.length === 0 ? direct : [...direct, notes] },
    propose: { include: alone.filter(({ isProposed }) => isProposed).map(publishJob) },
  };
}

function publishJob({ environment, branch, because }: PlannedEnvironment): PublishJob {
  const bundles = bundleName(because.length > 0 ? environment : "");
  return { environments: environment, bundles, branch };
}

/** No environment's name holds a dot, so that no pattern finds another one's bundles. */
function bundleName(environment: string): string {
  return environment === "" ? `bundle.${unchangedName}` : `bundle.${environment}.*`;
}

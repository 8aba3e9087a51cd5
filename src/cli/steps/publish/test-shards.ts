import { rmSync } from "node:fs";
import { join } from "node:path";
import type { CliContext } from "../../../model/cli-context.ts";
import type { Shard } from "../../../publish/shards.ts";
import { readSettings } from "../../read-settings.ts";
import { renderEnvironments } from "../render/render-environments.ts";
import { type HelmfileRepository, helmfileRepository } from "../render/test-helmfile.ts";
import { writeUnchanged } from "../render/write-bundle.ts";
import { type PlannedSource, planShards } from "./plan-shards.ts";

const files = {
  "keelson.yaml": "environments: { dev: {}, prod: {} }\n",
  "helmfile.yaml": stateOf(["a", "b", "c"]),
  "map/Chart.yaml": "apiVersion: v2\nname: map\nversion: 1.0.0\n",
  "map/templates/map.yaml": `apiVersion: v1
kind: ConfigMap
metadata: { name: "{{ .Release.Name }}" }
data: { text: "{{ .Values.text }}" }
`,
  "a.yaml": "text: first\n",
  "b.yaml": "text: first\n",
  "c.yaml": "text: first\n",
};

/** A state file with these releases, each with its own values file and one object. */
export function stateOf(names: readonly string[]): string {
  const releases = names.map(
    (name) => `  - { name: ${name}, namespace: web, chart: ./map, values: [${name}.yaml] }\n`,
  );
  return `environments: { dev: {}, prod: {} }\n---\nreleases:\n${releases.join("")}`;
}

/** A repository of three releases, and what the jobs of a pipeline do with it. */
export interface ShardRepository extends Omit<HelmfileRepository, "write"> {
  readonly plan: () => Promise<readonly PlannedSource[]>;
  /** One bundle for each shard. */
  readonly render: (shards: readonly Shard[]) => Promise<void>;
  /** The bundle of what is not rendered. */
  readonly bundleUnchanged: (planned: readonly PlannedSource[]) => Promise<void>;
  /** Publish the bundles of dev. */
  readonly publish: HelmfileRepository["publish"];
  /** Render and publish dev at once. */
  readonly publishWhole: HelmfileRepository["publish"];
  /** Take away all that was published. */
  readonly startAgain: () => void;
}

const bundle = ".build/bundles";

async function renderShard(context: CliContext, folder: string, shard: Shard): Promise<void> {
  await renderEnvironments(context, await readSettings(context.root), {
    environments: [shard.environment],
    selectors: (shard.releases ?? []).map((name) => `name=${name}`),
    verify: false,
    bundle: join(folder, `${shard.shard}.json`),
    onDone: () => Promise.resolve(),
  });
}

async function bundleUnchanged(
  context: CliContext,
  folder: string,
  planned: readonly PlannedSource[],
): Promise<void> {
  rmSync(folder, { recursive: true, force: true });
  const unchanged = planned.flatMap(({ environment, provenance }) =>
    provenance === undefined ? [] : [{ environment, provenance }],
  );
  await writeUnchanged(context, join(folder, "unchanged.json"), unchanged);
}

export function shardRepository(): ShardRepository {
  const repository = helmfileRepository(files);
  const { root, context } = repository;
  const folder = join(root, bundle);
  const environments = ["dev"];
  return {
    ...repository,
    plan: async () => {
      const head = repository.git("rev-parse", "HEAD");
      const chosen = [{ environment: "dev" }];
      return planShards(context, await readSettings(root), { chosen, head });
    },
    render: async (shards) => {
      rmSync(folder, { recursive: true, force: true });
      for (const shard of shards) await renderShard(context, folder, shard);
    },
    bundleUnchanged: (planned) => bundleUnchanged(context, folder, planned),
    publish: (options) => repository.publish({ environments, bundle, ...options }),
    publishWhole: (options) => repository.publish({ environments, ...options }),
    startAgain: () => rmSync(join(root, ".build"), { recursive: true }),
  };
}

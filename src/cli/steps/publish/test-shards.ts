import { rmSync } from "node:fs";
import { join } from "node:path";
import { writeFiles } from "../../../host/test-files.ts";
import type { CliContext } from "../../../model/cli-context.ts";
import type { Shard } from "../../../publish/shards.ts";
import { readSettings } from "../../read-settings.ts";
import { renderEnvironments } from "../render/render-environments.ts";
import { writeUnchanged } from "../render/write-bundle.ts";
import { deliver, type Delivered, type Delivery } from "./deliver.ts";
import { type PlannedSource, planShards } from "./plan-shards.ts";
import { type TestRepository, testRepository } from "./test-repository.ts";

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
export interface ShardRepository extends Pick<TestRepository, "git" | "published" | "remove"> {
  /** Write files by path and commit them. Gives the commit's id. */
  readonly change: (texts: Readonly<Record<string, string>>) => string;
  readonly plan: () => Promise<readonly PlannedSource[]>;
  /** One bundle for each shard. */
  readonly render: (shards: readonly Shard[]) => Promise<void>;
  /** The bundle of what is not rendered. */
  readonly bundleUnchanged: (planned: readonly PlannedSource[]) => Promise<void>;
  /** Publish the bundles. */
  readonly publish: (options?: Partial<Delivery>) => Promise<Delivered>;
  /** Render and publish dev at once. */
  readonly publishWhole: (options?: Partial<Delivery>) => Promise<Delivered>;
  readonly note: () => string;
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
  const repository = testRepository();
  const { root, context } = repository;
  const folder = join(root, bundle);
  const change: ShardRepository["change"] = (texts) => {
    writeFiles(root, texts);
    return repository.commit(`feat: ${Object.keys(texts).join()}`);
  };
  change(files);
  const publish: ShardRepository["publish"] = async (options = {}) =>
    deliver(context, await readSettings(root), { environments: ["dev"], bundle, ...options });
  return {
    ...repository,
    change,
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
    publish,
    publishWhole: async (options = {}) =>
      deliver(context, await readSettings(root), { environments: ["dev"], ...options }),
    note: () =>
      repository.published("notes", "--ref=hydrator.metadata", "show", "environments/dev"),
    startAgain: () => rmSync(join(root, ".build"), { recursive: true }),
  };
}

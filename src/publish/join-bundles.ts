import { isDeepStrictEqual } from "node:util";
import { KeelsonError } from "../model/keelson-error.ts";
import type { BundledEnvironment, RenderBundle } from "./bundle.ts";
import { changedInputs } from "./changed-inputs.ts";

export interface BundleFile extends RenderBundle {
  readonly file: string;
}

/** An environment as all bundles together hold it. */
export interface JoinedEnvironment extends BundledEnvironment {
  readonly sha: string;
  readonly dirty: boolean;
  readonly files: readonly string[];
}

/**
 * Join the bundles of each environment: shards of one source become one render, so that they make one
 * commit. Which file comes first makes no difference.
 * @throws BUNDLE_INVALID two hold the same release, or are not from the same source, inputs and tools
 */
export function joinBundles(bundles: readonly BundleFile[]): readonly JoinedEnvironment[] {
  const shards = bundles.flatMap(({ file, sha, dirty, environments }) =>
    environments.map((one): JoinedEnvironment => ({ ...one, files: [file], sha, dirty })),
  );
  const byName = Map.groupBy(shards, ({ environment }) => environment);
  return [...byName.values()].map((group) => group.reduce(joinTwo));
}

function joinTwo(a: JoinedEnvironment, b: JoinedEnvironment): JoinedEnvironment {
  const joined = {
    ...a,
    dirty: a.dirty || b.dirty,
    files: [...a.files, ...b.files].toSorted(),
    manifests: [...a.manifests, ...b.manifests],
    // No release is in two shards, so no key is.
    namespaces: { ...a.namespaces, ...b.namespaces },
  };
  if (a.sha !== b.sha) throw invalid(joined, "from two sources");
  const made = [a, b].map(({ tools, inputs, releases }) => [tools, inputs, releases]);
  if (!isDeepStrictEqual(made[0], made[1])) {
    const others = changedInputs(a, b).slice(0, 5).join(", ");
    throw invalid(joined, `from other inputs or tools${others === "" ? "" : ` (${others})`}`);
  }
  if (a.onlyReleases === undefined || b.onlyReleases === undefined) throw invalid(joined, "twice");
  const both = a.onlyReleases.find((name) => b.onlyReleases?.includes(name));
  if (both !== undefined) throw invalid(joined, `with the release ${both} twice`);
  return { ...joined, onlyReleases: [...a.onlyReleases, ...b.onlyReleases] };
}

function invalid({ environment, files }: JoinedEnvironment, how: string): KeelsonError {
  const message = `${environment} is bundled ${how}: ${files.join(", ")}`;
  return new KeelsonError(message, {
    code: "BUNDLE_INVALID",
    fault: "input",
    fix: "give one bundle for each environment, or shards of one source that share no release",
  });
}

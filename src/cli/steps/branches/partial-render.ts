import type { CliContext } from "../../../model/cli-context.ts";
import type { Manifest } from "../../../model/manifest.ts";
import { releaseFolder } from "../../../publish/manifest-path.ts";
import type { Settings } from "../../settings.ts";
import { type Baseline, readBaseline } from "./read-baseline.ts";

/** Some releases are rendered; the others stay as they are published. */
export interface PartialRequest {
  /** Helmfile selectors. */
  readonly selectors: readonly string[];
  /** What an environment's branch holds. */
  readonly published: (environment: string) => Promise<Pick<Baseline, "manifests" | "sizes">>;
}

/** What a partial render covers. */
export interface Part {
  /** Releases that were rendered, those without any object among them. */
  readonly releases: readonly string[];
  /** Published objects of all other releases: what was rendered is checked together with them. */
  readonly kept: readonly Manifest[];
  /** Bytes of the branch's files by their id; left out where they were not read. */
  readonly sizes?: Baseline["sizes"];
  /** The selectors that chose the releases; empty where that is not known any more. */
  readonly selectors: readonly string[];
  /** The others are believed to be up to date, and nothing is published when they are not. */
  readonly isWholeSource?: boolean;
}

/** A partial render that is to go to the branches which the settings at hand name. */
export function partialRequest(
  context: CliContext,
  settings: Settings,
  selectors: readonly string[],
): PartialRequest {
  const published: PartialRequest["published"] = (environment) =>
    readBaseline(context, { settings, environment, against: "latest" });
  return { selectors, published };
}

/** What stays beside the releases that were rendered. */
export async function readPart(
  { selectors, published }: PartialRequest,
  environment: string,
  releases: readonly string[],
): Promise<Part> {
  const rendered = new Set(releases.map(releaseFolder));
  const { manifests, sizes } = await published(environment);
  // A published object's release is the name of its folder.
  const kept = manifests.filter(({ release }) => !rendered.has(release));
  return { releases, kept, sizes, selectors };
}

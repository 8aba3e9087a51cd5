import type { Files } from "./charts.ts";

/** One helmfile with all it needs, and the releases that it must render for `prod`. */
export interface HelmfileFixture {
  readonly files: Files;
  readonly releases: readonly string[];
  readonly selectors?: readonly string[];
  /** State file, where Helmfile's own is not meant. */
  readonly state?: string;
  /** Wants kustomize. */
  readonly patches?: true;
}

export type HelmfileFixtures = Readonly<Record<string, HelmfileFixture>>;

/** The beginning of most states. */
export const head: string =
  "environments: {prod: {}, dev: {}}\n---\nhelmDefaults: {skipDeps: true}\n";

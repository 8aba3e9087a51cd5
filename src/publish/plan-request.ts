import type { BranchState, ReleaseNamespaces, RenderedFile, SourceCommit } from "../model/plan.ts";

/** What a person allowed for this one publish. */
export interface Allowances {
  /** Remove any share of the objects. */
  readonly prune?: boolean;
  /** Remove objects of these kinds although they hold data: `statefulset` …, or `all`. */
  readonly removal?: readonly string[];
  readonly dirty?: boolean;
  /** Take over a branch that Keelson did not make. */
  readonly adopt?: boolean;
  readonly overwriteHandMade?: boolean;
  /** Publish some releases beside others that are not from this source. */
  readonly mixed?: boolean;
  /** The source was named: going back to an older one is meant. */
  readonly anySource?: boolean;
}

/**
 * How the source that the branch was rendered from stands to the one at hand. `unknown`: this clone
 * does not have it, so it may be newer.
 */
export type SourceRelation = "same" | "older" | "newer" | "diverged" | "unknown";

export interface PlanRequest {
  readonly environment: string;
  readonly branch: BranchState;
  readonly files: readonly RenderedFile[];
  readonly source: SourceCommit;
  /** Left out: the branch was rendered from no source yet. */
  readonly branchSource?: SourceRelation;
  /** Folder of the manifests on the branch; default is its root. */
  readonly folder?: string;
  /** Globs of paths that are left alone. */
  readonly preserve?: readonly string[];
  /** Default 30. */
  readonly maxPrunePercent?: number;
  readonly allow?: Allowances;
  /** The remote is our own, below `.build/`: edits that are in no commit may go there. */
  readonly embedded?: boolean;
  /** The folders that were rendered, in a partial render; others are kept. */
  readonly onlyFolders?: readonly string[];
  /** A partial render stands for its whole source: what is kept must come from the same inputs. */
  readonly isWholeSource?: boolean;
  readonly namespaces?: ReleaseNamespaces;
  /** Bytes of files on the branch by their id, as far as they are known. */
  readonly sizes?: ReadonlyMap<string, number>;
  /** Version of the form that the files' texts have; the oldest, when they differ. */
  readonly textForm?: number;
  /** Commands that make the same render again, for the metadata. */
  readonly commands?: readonly string[];
  readonly tools?: Readonly<Record<string, string>>;
  readonly inputs?: Readonly<Record<string, string>>;
  /** Digest of what each release of the source is made from, those that were not rendered among them. */
  readonly releases?: Readonly<Record<string, string>>;
}

import type { Finding } from "./finding.ts";

export interface Person {
  readonly name: string;
  readonly email: string;
}

/** The commit of the Helmfile repository that an environment is rendered from. */
export interface SourceCommit {
  /** Full: 40 or 64 hex digits. */
  readonly sha: string;
  readonly author: Person;
  /** RFC 3339, with the author's own offset. */
  readonly authoredAt: string;
  /** RFC 3339, with the committer's own offset. */
  readonly committedAt: string;
  readonly subject: string;
  readonly body: string;
  /** Trailers of the message, in its order. */
  readonly trailers: readonly (readonly [key: string, value: string])[];
  /** Where the commit can be had, without credentials; empty when it has no remote. */
  readonly repoUrl: string;
  /** What was rendered is not quite this commit: files of the work tree differ from it. */
  readonly dirty: boolean;
  /** Some remote branch holds the commit. */
  readonly pushed: boolean;
}

/** One file of a branch, as `git ls-tree` tells it. */
export interface TreeEntry {
  /** `100644` for a file, `120000` for a symbolic link, `160000` for a submodule. */
  readonly mode: string;
  /** The blob's id, 40 or 64 hex digits. */
  readonly id: string;
}

/** What a branch holds before a publish. Paths are as `git ls-tree` quotes them. */
export interface BranchState {
  readonly name: string;
  /** Left out: there is no such branch yet, or the branch that it proposes changes to. */
  readonly tip?: string;
  /** Hex digits of the repository's ids: 64 where it hashes with SHA-256. Default 40. */
  readonly idDigits?: 40 | 64;
  /** Who made the tip and what they called it, for findings about it. */
  readonly tipSays?: string;
  readonly files: ReadonlyMap<string, TreeEntry>;
  /** Text of `hydrator.metadata`. */
  readonly metadata?: string;
  /** Text of the tip's note in `refs/notes/hydrator.metadata`. */
  readonly note?: string;
  /** A commit of the branch that this one proposes changes to, with the same content: the next commit joins it. */
  readonly joins?: string;
  /** The branch that this one proposes changes to is not there. */
  readonly lacksBase?: boolean;
  /** The branch that this one proposes changes to is from a newer source. */
  readonly isBehind?: boolean;
}

/** One file that the branch is to hold. */
export interface RenderedFile {
  /** Below the branch's folder, with forward slashes; see `manifestPath`. */
  readonly path: string;
  readonly text: string;
  /** `Kind namespace/name`, for findings. */
  readonly object: string;
}

/** Namespaces of the releases that were rendered, by the releases' name: several may have the same one. */
export type ReleaseNamespaces = Readonly<Record<string, readonly string[]>>;

export interface FileChange {
  readonly path: string;
  readonly change: "added" | "changed" | "removed";
}

/** A commit that is still to be made. */
export interface PlannedCommit {
  readonly message: string;
  readonly author: Person;
  readonly authoredAt: string;
  readonly committedAt: string;
  /** All that the branch holds then. Paths are as `git ls-tree` quotes them. */
  readonly files: ReadonlyMap<string, TreeEntry>;
  /** Texts of the files added or changed, the metadata among them, by path. */
  readonly texts: ReadonlyMap<string, string>;
  /** Another commit whose content this one has seen, besides the branch's tip. */
  readonly alsoParent?: string;
}

/** What a publish does to one branch: a commit, only a note, or nothing. */
export interface Plan {
  readonly environment: string;
  readonly branch: string;
  readonly source: SourceCommit;
  /** `superseded`: the branch already holds a newer source. `refused`: a finding is an error. */
  readonly outcome: "commit" | "unchanged" | "superseded" | "refused";
  /** Manifests only; our own files beside them are not counted. */
  readonly changes: readonly FileChange[];
  readonly unchanged: number;
  readonly findings: readonly Finding[];
  /** The tip that the plan was made for. */
  readonly tip?: string;
  /** There is one when the outcome is `commit`. */
  readonly commit?: PlannedCommit;
  /** The note for the branch's tip; left out when it is there already. */
  readonly note?: string;
}

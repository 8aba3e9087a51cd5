import { fetchBlobs, readBranchTexts } from "../../../host/git-blobs.ts";
import type { Store } from "../../../host/git-store.ts";
import type { BranchState, RenderedFile } from "../../../model/plan.ts";
import { differingFiles } from "../../../publish/branch-files.ts";
import { readMetadata } from "../../../publish/hydrator-metadata.ts";
import type { PlanRequest } from "../../../publish/plan-request.ts";

/** How manifests are written, so that a new way of writing changes no file by itself. */
export interface TextForm {
  readonly version: number;
  /** All files, where a text at the same path says the same in that text. Paths are those of the files. */
  readonly over: (present: ReadonlyMap<string, string>) => readonly RenderedFile[];
}

export interface TextsToKeep {
  readonly branch: BranchState;
  readonly files: readonly RenderedFile[];
  readonly folder: string;
  readonly form: TextForm;
  /** Files of other releases stay too, in whatever form they have. */
  readonly isPartial: boolean;
}

/**
 * The files for a branch that another version of the form wrote: those whose meaning did not change keep
 * their bytes. The branch's form stays the old one until none of them is left.
 */
export async function keepTexts(
  store: Store,
  { branch, files, folder, form, isPartial }: TextsToKeep,
): Promise<Required<Pick<PlanRequest, "files" | "textForm">>> {
  const { textForm } = readMetadata(branch.metadata);
  const isOwn = branch.metadata !== undefined;
  if (!isOwn || textForm === form.version) return { files, textForm: form.version };
  const differing = differingFiles({ branch, files, folder });
  const present = await readTexts(store, { ...branch, files: differing });
  const start = folder === "" ? 0 : folder.length + 1;
  const kept = form.over(new Map([...present].map(([path, text]) => [path.slice(start), text])));
  const isOld = isPartial || kept.some(({ text }, index) => text !== files[index]?.text);
  return { files: kept, textForm: isOld ? textForm : form.version };
}

async function readTexts(store: Store, branch: BranchState): Promise<ReadonlyMap<string, string>> {
  const ids = [...branch.files.values()].map(({ id }) => id);
  if (store.remote.embedded === undefined) await fetchBlobs(store.place, ids);
  return readBranchTexts(store.place, branch);
}

import type { BranchState } from "../model/plan.ts";
import { type GitPlace, readGit, runGit, target } from "./git.ts";

/** The text of every file of a branch by path, read by one Git process. Links and submodules are left out. */
export async function readBranchTexts(
  place: GitPlace,
  { files }: Pick<BranchState, "files">,
): Promise<ReadonlyMap<string, string>> {
  const plain = [...files].filter(([, { mode }]) => mode.startsWith("100"));
  const texts = await readBlobs(
    place,
    plain.map(([, { id }]) => id),
  );
  return new Map(
    plain.flatMap(([path], index) => {
      const text = texts[index];
      return text === undefined ? [] : [[path, text] as const];
    }),
  );
}

/** The text of each blob, named as Git names it (`<id>`, `<commit>:<path>`), by one Git process; undefined where there is none. */
export async function readBlobs(
  place: GitPlace,
  names: readonly string[],
): Promise<readonly (string | undefined)[]> {
  if (names.length === 0) return [];
  const args = ["cat-file", "--batch"];
  const encoding = "latin1";
  const said = Buffer.from(
    await readGit(place, { args, input: asLines(names), encoding }),
    encoding,
  );
  let at = 0;
  return names.map(() => {
    const start = said.indexOf("\n", at) + 1;
    const [, type, size] = /^\S+ (\S+) (\d+)\n$/u.exec(said.toString(encoding, at, start)) ?? [];
    at = size === undefined ? start : start + Number(size) + 1;
    return type === "blob" ? said.toString("utf8", start, at - 1) : undefined;
  });
}

/** Get all blobs of a store without content in one go; reading one that did not come would fetch it, or say why it cannot. */
export async function fetchBlobs(place: GitPlace, ids: readonly string[]): Promise<void> {
  const wanted = [...new Set(ids)];
  if (wanted.length === 0) return;
  const how = ["--quiet", "--no-tags", "--no-write-fetch-head", "--filter=blob:none", "--stdin"];
  const args = ["-c", "fetch.negotiationAlgorithm=noop", "fetch", ...how, target];
  await runGit(place, { args, input: asLines(wanted) });
}

function asLines(names: readonly string[]): string {
  return names.map((name) => `${name}\n`).join("");
}

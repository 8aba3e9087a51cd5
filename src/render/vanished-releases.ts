import { posix } from "node:path";
import type { Finding } from "../model/finding.ts";
import type { Place } from "../model/place.ts";
import type { SourceFile } from "./search-sources.ts";

export interface VanishedRequest {
  /** Files of the objects that were there, as `<release's folder>/<file>`. */
  readonly before: readonly string[];
  /** The same of what is rendered now. */
  readonly after: readonly string[];
  /** Names or folders of the releases that are rendered now, those without an object among them. */
  readonly releases: readonly string[];
  /** The state files. Left out: nobody knows them here. */
  readonly states?: readonly SourceFile[];
}

/**
 * Releases that were there and are rendered no more, so that all their objects go: each with how many. One that a
 * state file still names is switched off, any other is gone from it. Objects that another release renders now
 * do not go, and are not counted.
 */
export function vanishedFindings(request: VanishedRequest): readonly Finding[] {
  const rendered = new Set(request.releases);
  const stays = new Set(request.after.map((path) => posix.basename(path)));
  const gone = request.before.filter(
    (path) => path.includes("/") && path.endsWith(".yaml") && !stays.has(posix.basename(path)),
  );
  const byRelease = Map.groupBy(gone, (path) => posix.dirname(path));
  return [...byRelease]
    .filter(([folder]) => !rendered.has(folder))
    .map(([folder, paths]) => vanished(nameOf(folder), paths.length, request.states));
}

function vanished(
  release: string,
  objects: number,
  states: readonly SourceFile[] | undefined,
): Finding {
  const at = placeIn(release, states ?? []);
  const goes = objects === 1 ? "its one object goes" : `its ${objects} objects go`;
  return {
    code: "RENDER_RELEASE_VANISHED",
    level: "warning",
    at,
    says: `release ${release} ${whyIn(at, states)}: ${goes}`,
    fix: "bring it back, unless it is meant to go",
  };
}

function whyIn(at: Place, states: readonly SourceFile[] | undefined): string {
  if (at.file !== undefined) return "is switched off, by `installed` or `condition`";
  return states === undefined ? "is no longer rendered" : "stands in no state file any more";
}

/** Where a state file names the release: a name that a template makes is not found. */
function placeIn(release: string, states: readonly SourceFile[]): Place {
  const name = release.replaceAll(/[.*+?^${}()|[\]\\]/g, String.raw`\$&`);
  const line = new RegExp(`^[^#]*\\bname:\\s*["']?${name}["']?\\s*(?:[,}#]|$)`);
  for (const { path, text } of states) {
    const index = text.split("\n").findIndex((each) => line.test(each));
    if (index >= 0 && /helmfile/.test(path)) return { file: path, line: index + 1 };
  }
  return {};
}

/** A folder's name is percent-encoded where the release's is no plain one. */
function nameOf(folder: string): string {
  try {
    return decodeURIComponent(folder);
  } catch {
    return folder;
  }
}

import type { Finding } from "../model/finding.ts";
import type { ParsedRender } from "./parse-render.ts";

/** Releases that rendered nothing, and a render that is empty as a whole. */
export function emptyFindings({ manifests, releases }: ParsedRender): readonly Finding[] {
  if (manifests.length === 0) return [emptyRender(releases.length)];
  const filled = new Set(manifests.map((manifest) => manifest.release));
  return releases
    .filter(({ name }) => !filled.has(name))
    .map(({ name }) => ({
      code: "RENDER_RELEASE_EMPTY",
      level: "warning",
      at: {},
      says: `release ${name} renders no object`,
      fix: "take it out of the state, or see which of its values switch everything off",
    }));
}

function emptyRender(releases: number): Finding {
  return {
    code: "RENDER_EMPTY",
    level: "error",
    at: {},
    says: `nothing is rendered, by ${releases} release${releases === 1 ? "" : "s"}`,
    fix: "see that the state has releases for this environment and that they are installed",
  };
}

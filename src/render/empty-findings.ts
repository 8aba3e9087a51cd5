import type { Finding } from "../model/finding.ts";
import type { ParsedRender } from "./parse-render.ts";
import type { RenderedRelease } from "./split-render.ts";

/**
 * Releases that rendered nothing or name no namespace, and a render that is empty as a whole. Where only
 * some releases were to be rendered, others may hold the objects.
 */
export function emptyFindings(
  { manifests, releases }: ParsedRender,
  isPartial: boolean,
): readonly Finding[] {
  const isSome = isPartial && releases.length > 0;
  if (manifests.length === 0 && !isSome) return [emptyRender(releases.length)];
  const filled = new Set(manifests.map((manifest) => manifest.release));
  const nowhere = releases.filter(({ namespace }) => namespace === "").map(noNamespace);
  const empty = releases.filter(({ name }) => !filled.has(name)).map(emptyRelease);
  return [...nowhere, ...empty];
}

function emptyRelease({ name }: RenderedRelease): Finding {
  return {
    code: "RENDER_RELEASE_EMPTY",
    level: "warning",
    at: {},
    says: `release ${name} renders no object`,
    fix: "take it out of the state, or see which of its values switch everything off",
  };
}

function noNamespace({ name }: RenderedRelease): Finding {
  return {
    code: "RENDER_NO_NAMESPACE",
    level: "warning",
    at: {},
    says: `release ${name} names no namespace: its objects land wherever they are applied from`,
    fix: "give the release a `namespace`",
  };
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

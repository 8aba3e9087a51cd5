import type { ValueMap } from "../../../model/value.ts";
import type { SourceFile } from "../../../render/search-sources.ts";
import {
  mayBuildReference,
  unprovenValues,
  unseenFindings,
  type HandedValues,
} from "../../../render/unseen-references.ts";
import { refuseFound, type Refusal } from "./refuse-fetches.ts";

export interface ValuesToProve extends Omit<Refusal, "found"> {
  /** The state file. */
  readonly file: string;
  /** Values files as helm got them. */
  readonly handed: readonly HandedValues[];
  readonly states: readonly SourceFile[];
  /** The releases with their templates filled in and nothing replaced: asked only where nothing else tells. */
  readonly build: () => Promise<readonly ValueMap[]>;
}

/**
 * Stop where Helmfile replaced a reference to a secret that templates had put together, or where nobody can tell.
 * @throws RENDER_REFUSED, unless an exception in keelson.yaml allows it
 */
export async function proveValues({
  file,
  handed,
  states,
  build,
  ...refusal
}: ValuesToProve): Promise<void> {
  const unproven = unprovenValues(handed, states);
  const hasSet = states.some(({ text }) => /\bset\w*:/.test(text));
  if ((unproven.length === 0 && !hasSet) || !mayBuildReference(states)) return;
  refuseFound({ ...refusal, found: unseenFindings(unproven, await build(), file) });
}

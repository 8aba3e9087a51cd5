import { checkTenThousand } from "./check-manifests.ts";
import { checkRemote } from "./check-remote.ts";
import { prepareHook } from "./prepare-hook.ts";
import { publishLarge } from "./publish-large.ts";
import { publishChanged, publishUnchanged } from "./publish.ts";
import { canonicalForm, coldRender, sideBySide } from "./render.ts";
import type { Bench } from "./row.ts";
import { sealValues } from "./seal-values.ts";

/** Every row of `npm run bench`. */
export const benches: readonly Bench[] = [
  prepareHook,
  sealValues,
  checkRemote,
  coldRender,
  sideBySide,
  canonicalForm,
  publishChanged,
  publishUnchanged,
  publishLarge,
  checkTenThousand,
];

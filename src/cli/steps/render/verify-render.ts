import { join } from "node:path";
import { copyTree } from "../../../host/copy-tree.ts";
import { withScratch } from "../../../host/scratch.ts";
import type { CliContext } from "../../../model/cli-context.ts";
import type { Finding } from "../../../model/finding.ts";
import { KeelsonError } from "../../../model/keelson-error.ts";
import type { FieldChange, ObjectChange } from "../../../model/manifest-diff.ts";
import type { Place } from "../../../model/place.ts";
import { type LocateTemplate, locateTemplates } from "../../../render/chart-paths.ts";
import { diffManifests } from "../../../render/diff-manifests.ts";
import type { Settings } from "../../settings.ts";
import type { RenderedEnvironment, RenderOptions } from "./render-environment.ts";
import { renderPrepared } from "./render-prepared.ts";

/** The other side of the day line: a date in a template differs for most of the day. */
const otherPlace = { TZ: "Pacific/Kiritimati", LANG: "C", LC_ALL: "C" };

/**
 * Render again in a copy of the work tree, in another folder and another time zone.
 * @throws RENDER_NOT_REPEATABLE with the path and the template of every difference
 */
export async function verifyRender(
  context: CliContext,
  first: RenderedEnvironment,
  options: RenderOptions & { readonly settings: Settings },
): Promise<void> {
  const { environment, manifests } = first;
  const second = await withScratch(async (scratch) => {
    const root = join(scratch, "tree");
    await copyTree(context.root, root);
    const elsewhere = { ...context, environment: { ...context.environment, ...otherPlace } };
    return renderPrepared(elsewhere, environment, { ...options, root });
  });
  const { changes } = diffManifests(manifests, second.manifests);
  if (changes.length === 0) return;
  const locate = locateTemplates(first.sources.charts);
  throw new KeelsonError(`${environment}: a second render is not the same`, {
    code: "RENDER_NOT_REPEATABLE",
    fault: "check",
    fix: "take what differs from the values",
    findings: changes.flatMap((change) => differenceFindings(change, locate)),
  });
}

function differenceFindings(change: ObjectChange, locate: LocateTemplate): readonly Finding[] {
  const { template } = change;
  const at = template === undefined ? {} : { file: locate(template) ?? template };
  if (change.fields.length === 0) return [differenceFinding(change, at, undefined)];
  return change.fields.map((field) => differenceFinding(change, at, field));
}

function differenceFinding(
  { change, identity }: ObjectChange,
  at: Place,
  field: FieldChange | undefined,
): Finding {
  const place = [identity.namespace, identity.name].filter((part) => part !== undefined).join("/");
  const what = field === undefined ? `the object is ${change} in it` : `\`${field.path}\` differs`;
  return {
    code: "RENDER_NOT_REPEATABLE",
    level: "error",
    at: { ...at, object: `${identity.kind} ${place}` },
    says: `a second render in another folder is not the same: ${what}`,
    fix: "take it from the values instead of the clock, chance or the folder",
  };
}

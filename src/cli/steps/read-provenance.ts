import { join } from "node:path";
import { readTextIfThere } from "../../host/files.ts";
import { describeInputs, type Provenance } from "../../render/provenance.ts";
import type { RenderSources } from "./read-sources.ts";

const configuration = "keelson.yaml";

/** What a render in this folder is made from and by: digests and versions, our own configuration among them. */
export async function readProvenance(
  root: string,
  sources: RenderSources | undefined,
  versions: Provenance["tools"],
): Promise<Provenance> {
  const { states, charts } = sources ?? { states: [], charts: [] };
  const text = await readTextIfThere(join(root, configuration));
  const own = text === undefined ? [] : [{ path: configuration, text }];
  return describeInputs({ states: [...states, ...own], charts, versions });
}

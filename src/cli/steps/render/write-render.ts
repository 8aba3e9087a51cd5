import { join, sep } from "node:path";
import { readFolder, replaceFolder } from "../../../host/replace-folder.ts";
import { KeelsonError } from "../../../model/keelson-error.ts";
import type { Manifest } from "../../../model/manifest.ts";
import { manifestPath } from "../../../publish/manifest-path.ts";
import { formatManifestOver } from "../../../render/format-manifest.ts";

/** What was rendered, and where it goes. */
export interface WriteRequest {
  readonly folder: string;
  readonly manifests: readonly Manifest[];
  /** Only these releases were rendered: files of others stay. */
  readonly isPartial: boolean;
}

/**
 * Write one file for each object, in the layout of the environments' branches. A file whose object did
 * not change keeps its bytes. Gives the files that were there.
 * @throws RENDER_DUPLICATE two objects have one identity
 */
export async function writeRender({
  folder,
  manifests,
  isPartial,
}: WriteRequest): Promise<readonly string[]> {
  const present = await readFolder(folder);
  const files = new Map<string, string>();
  for (const manifest of manifests) {
    const path = manifestPath(manifest);
    if (files.has(path)) throw duplicate(manifest);
    files.set(path, formatManifestOver(manifest, present.get(join(path))));
  }
  const rendered = new Set([...files.keys()].map(releaseFolder));
  const kept = [...present].filter(([path]) => isPartial && !rendered.has(releaseFolder(path)));
  await replaceFolder(folder, new Map([...kept, ...files]));
  return [...present.keys()].map((path) => path.split(sep).join("/"));
}

function releaseFolder(path: string): string {
  return path.split(/[\\/]/)[0] ?? "";
}

function duplicate({ identity, release }: Manifest): KeelsonError {
  const { kind, name } = identity;
  return new KeelsonError(`release ${release} renders ${kind} ${name} twice`, {
    code: "RENDER_DUPLICATE",
    fault: "check",
    fix: "keep one of them, or rename the other",
  });
}

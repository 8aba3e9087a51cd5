import type { Finding } from "../model/finding.ts";
import type { RenderedFile } from "../model/plan.ts";
import { isPreserved } from "./branch-files.ts";
import type { PlanRequest } from "./plan-request.ts";

/** Argo CD leaves a file out that holds this anywhere, even inside a string. */
const skipMarker = "+argocd:skip-file-rendering";

/** What is wrong with the rendered files themselves. */
export function guardFiles(request: PlanRequest): readonly Finding[] {
  const taken = new Map<string, RenderedFile>();
  const findings: Finding[] = [];
  const start = request.folder === undefined || request.folder === "" ? "" : `${request.folder}/`;
  for (const file of request.files) {
    const key = file.path.toLowerCase();
    const other = taken.get(key);
    taken.set(key, file);
    if (other !== undefined) findings.push(samePath(file, other));
    const path = `${start}${file.path}`;
    if (isPreserved(path, request.preserve ?? [])) findings.push(preservedPath(file, path));
    if (file.text.includes(skipMarker)) findings.push(skippedFile(file));
  }
  return findings;
}

function samePath(file: RenderedFile, other: RenderedFile): Finding {
  return {
    code: "PUBLISH_PATH_TAKEN",
    level: "error",
    at: { object: file.object },
    says: `${file.object} and ${other.object} would be the same file ${file.path}`,
    fix: "render each object once",
  };
}

function preservedPath(file: RenderedFile, path: string): Finding {
  return {
    code: "PUBLISH_PRESERVED_PATH",
    level: "error",
    at: { object: file.object },
    says: `${path} is to be left alone by gitops.preserve, and the render writes it`,
    fix: "narrow gitops.preserve in keelson.yaml",
  };
}

function skippedFile(file: RenderedFile): Finding {
  return {
    code: "PUBLISH_ARGO_SKIPS",
    level: "error",
    at: { object: file.object },
    says: `Argo CD would leave ${file.object} out: its text holds ${skipMarker}`,
    fix: "take the marker out of the manifest",
  };
}

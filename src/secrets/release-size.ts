import { gzipSync } from "node:zlib";
import type { Finding } from "../model/finding.ts";
import type { ValueMap } from "../model/value.ts";

/** What the API server takes in one Secret; Helm keeps a release in one. */
const limitBytes = 1024 * 1024;
/** The chart itself and the notes of the release, which are kept beside its manifests. */
const besidesBytes = 16 * 1024;
/** Below this no release comes near the limit, and it need not be packed to know it. */
const harmlessBytes = 256 * 1024;

/**
 * Bytes of the record that Helm keeps of a release that prints these manifests: JSON, gzip, base64. They are
 * in it twice, as manifest and as values, and sealed values do not shrink when they are packed.
 */
export function releaseBytes(manifests: readonly ValueMap[]): number {
  const text = JSON.stringify({
    manifest: manifests.map(jsonOf).join("\n"),
    config: { manifests },
  });
  if (text.length < harmlessBytes) return text.length;
  return Math.ceil((gzipSync(text).length * 4) / 3) + besidesBytes;
}

/** Says that a release is larger than Helm can keep, before Helm finds it out half-way. */
export function releaseSizeFindings(
  manifests: readonly ValueMap[],
  environment: string,
): readonly Finding[] {
  const bytes = releaseBytes(manifests);
  if (bytes <= limitBytes) return [];
  const size = (bytes / 1024 / 1024).toFixed(1);
  return [
    {
      code: "SECRET_RELEASE_TOO_LARGE",
      level: "error",
      at: { file: "keelson.yaml" },
      says: `the release with the ${manifests.length} secret manifests of ${environment} comes to ${size} MiB, and Helm can keep 1 MiB`,
      fix: `take some of them from external-secrets, or, where Argo CD alone applies them, set environments.${environment}.deploy: argocd`,
    },
  ];
}

function jsonOf(manifest: ValueMap): string {
  return JSON.stringify(manifest);
}

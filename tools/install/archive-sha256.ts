import { createHash } from "node:crypto";
import { archivePlace } from "./from-archive.ts";
import type { ArchivePin } from "./pin.ts";

export interface ArchiveWanted {
  readonly archive: ArchivePin;
  readonly version: string;
  readonly os: string;
  readonly arch: string;
}

/** The digest to pin, or why none can be. */
export type Digest = { readonly sha256: string } | { readonly reason: string };

/** Fetch an archive and the checksums that its project publishes; its SHA-256 when the two agree. */
export async function archiveSha256(wanted: ArchiveWanted): Promise<Digest> {
  const { url, checksums } = archivePlace(wanted.archive, wanted);
  const archive = await fetch(url);
  if (!archive.ok) return { reason: `${url} answered ${archive.status}` };
  const sha256 = createHash("sha256")
    .update(await archive.bytes())
    .digest("hex");
  const published = await fetch(checksums);
  if (!published.ok) return { reason: `${checksums} answered ${published.status}` };
  const isPublished = (await published.text()).toLowerCase().includes(sha256);
  return isPublished ? { sha256 } : { reason: `${checksums} does not have ${sha256} of ${url}` };
}

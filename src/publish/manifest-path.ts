import { createHash } from "node:crypto";
import type { Manifest } from "../model/manifest.ts";

const longestName = 200;
const extension = ".yaml";
/** Names at a branch's root that are not a release's folder. */
const ownNames: ReadonlySet<string> = new Set(["hydrator.metadata"]);

/**
 * Where a manifest is kept on its branch: `<release>/<kind>.<group>_<namespace>_<name>.yaml`.
 * Two objects never share a path, not even where file names ignore case; past 200 bytes a
 * digest stands for the rest.
 */
export function manifestPath(manifest: Manifest): string {
  const { group, kind, namespace, name } = manifest.identity;
  const type = `${encode(kind.toLowerCase(), /[^a-z0-9-]/gu)}.${encode(group)}`;
  const file = `${type}_${encode(namespace ?? "")}_${encode(name)}`;
  return `${releaseFolder(manifest.release)}/${shorten(file, longestName - extension.length)}${extension}`;
}

/** A release's folder: a path segment that Git, a shell and other systems take for nothing but a folder. */
export function releaseFolder(release: string): string {
  const name = encode(release);
  if (ownNames.has(name)) return shorten(encodeFirst(name), longestName);
  return shorten(name.replace(/^[.-]/u, encodeFirst), longestName);
}

/** Percent-encode all but lower-case letters, digits, `.` and `-`. */
function encode(text: string, unsafe = /[^a-z0-9.-]/gu): string {
  return text.replaceAll(unsafe, encodeBytes);
}

function encodeFirst(text: string): string {
  return encodeBytes(text.slice(0, 1)) + text.slice(1);
}

function encodeBytes(text: string): string {
  const bytes = [...Buffer.from(text, "utf8")];
  return bytes.map((byte) => `%${byte.toString(16).toUpperCase().padStart(2, "0")}`).join("");
}

/** `~` stands in no encoded name, so a shortened one equals no other. */
function shorten(name: string, longest: number): string {
  if (name.length <= longest) return name;
  const digest = createHash("sha256").update(name).digest("hex").slice(0, 40);
  return `${name.slice(0, longest - digest.length - 1)}~${digest}`;
}

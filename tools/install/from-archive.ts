import { rename } from "node:fs/promises";
import { join } from "node:path";
import { runCommand } from "../../src/host/run-command.ts";
import { fetchFile } from "./fetch-file.ts";
import type { ArchivePin } from "./pin.ts";
import { platformOf, type Site } from "./site.ts";
import type { Sourced, Wanted } from "./source.ts";

/**
 * Fetch the official release archive whose SHA-256 is pinned and take the program out of it.
 * @throws TOOL_ARCHIVE_REFUSED what came is not what is pinned
 */
export async function fromArchive(wanted: Wanted, site: Site): Promise<Sourced> {
  const { name, pin, draftFolder } = wanted;
  const sha256 = pin.archive?.sha256[platformOf(site)];
  if (pin.archive === undefined) return { reason: "there is none" };
  if (sha256 === undefined) return { reason: `no SHA-256 is pinned for ${platformOf(site)}` };
  const { url, entry } = archivePlace(pin.archive, { version: pin.version, ...site });
  site.say(`${name} ${pin.version}: fetching ${url}`);
  const download = join(draftFolder, "download");
  const fetched = await fetchFile({ url, sha256, file: download }, site.signal);
  if (fetched.reason !== undefined) return { reason: fetched.reason };
  const file = join(draftFolder, name);
  if (entry === undefined) {
    await rename(download, file);
    return { file };
  }
  const args = ["-xzf", download, "-C", draftFolder, entry];
  const result = await runCommand({ program: "tar", args }, site.signal);
  if (result.exitCode !== 0) return { reason: `tar failed: ${result.stderr.trim()}` };
  await rename(join(draftFolder, entry), `${file}.unpacked`);
  return { file: `${file}.unpacked` };
}

/** Addresses and entry of an archive for one version and platform. */
export function archivePlace(
  archive: ArchivePin,
  given: { readonly version: string; readonly os: string; readonly arch: string },
): Pick<ArchivePin, "url" | "checksums" | "entry"> {
  const word = (name: string): string => archive.words?.[name] ?? name;
  const fill = (text: string): string =>
    text
      .replaceAll("{version}", given.version)
      .replaceAll("{os}", word(given.os))
      .replaceAll("{arch}", word(given.arch));
  const place = { url: fill(archive.url), checksums: fill(archive.checksums) };
  return archive.entry === undefined ? place : { ...place, entry: fill(archive.entry) };
}

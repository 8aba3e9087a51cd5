import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import { archiveSha256 } from "./install/archive-sha256.ts";
import { pins, type Pin } from "./install/pin.ts";

/**
 * node tools/run.mjs tools/pin-archives.ts: for a maintainer who is online. Fetches the official release archives
 * of the pinned versions, compares them with the published checksums and writes their SHA-256 into tools/pins.json;
 * `npx oxfmt` then lays the file out.
 */
const pinsFile = join(import.meta.dirname, "pins.json");
const platforms = [
  { os: "linux", arch: "amd64" },
  { os: "linux", arch: "arm64" },
  { os: "darwin", arch: "amd64" },
  { os: "darwin", arch: "arm64" },
] as const;

async function digests(
  { archive, version }: Pin,
  name: string,
): Promise<Readonly<Record<string, string>>> {
  const found: Record<string, string> = {};
  if (archive === undefined) return found;
  for (const { os, arch } of platforms) {
    const digest = await archiveSha256({ archive, version, os, arch });
    if ("sha256" in digest) found[`${os}-${arch}`] = digest.sha256;
    const outcome = "sha256" in digest ? "pinned" : digest.reason;
    process.stdout.write(`${name} ${os}-${arch}: ${outcome}\n`);
  }
  return found;
}

const written: Record<string, Pin> = {};
for (const [name, pin] of pins) {
  const sha256 = await digests(pin, name);
  written[name] = pin.archive === undefined ? pin : { ...pin, archive: { ...pin.archive, sha256 } };
}
await writeFile(pinsFile, `${JSON.stringify(written, null, 2)}\n`);

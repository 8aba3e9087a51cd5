import { stat } from "node:fs/promises";
import { join } from "node:path";
import { readTextIfThere, writeTextAtomic } from "../../src/host/files.ts";
import type { Site } from "./site.ts";

/** A program below .tools/bin: its version and where it came from, in words for a person. */
export interface Installed {
  readonly name: string;
  readonly version: string;
  readonly from: string;
  /** Size and time of the file, by which it is known to be the same one still. */
  readonly stamp: string;
}

/** `.tools/bin/<name>`. */
export function binPath(name: string, site: Site): string {
  return join(site.toolsFolder, "bin", name);
}

/** What was recorded of the program, when what stands below .tools/bin is that very file still. */
export async function readInstalled(name: string, site: Site): Promise<Installed | undefined> {
  const text = await readTextIfThere(recordPath(name, site));
  const [version, from, stamp] = text?.trimEnd().split("\n") ?? [];
  if (version === undefined || from === undefined || stamp === undefined) return undefined;
  return stamp === (await stampOf(name, site)) ? { name, version, from, stamp } : undefined;
}

/** Record what now stands below .tools/bin. */
export async function recordInstalled(
  found: Omit<Installed, "stamp">,
  site: Site,
): Promise<Installed> {
  const stamp = (await stampOf(found.name, site)) ?? "";
  const lines = [found.version, found.from, stamp];
  await writeTextAtomic(recordPath(found.name, site), `${lines.join("\n")}\n`);
  return { ...found, stamp };
}

function recordPath(name: string, site: Site): string {
  return join(site.toolsFolder, "installed", name);
}

async function stampOf(name: string, site: Site): Promise<string | undefined> {
  const found = await stat(binPath(name, site)).catch(() => undefined);
  return found === undefined ? undefined : `${found.size} ${Math.trunc(found.mtimeMs)}`;
}

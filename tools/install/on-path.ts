import { constants } from "node:fs";
import { access, realpath, stat } from "node:fs/promises";
import { delimiter, join } from "node:path";
import type { Pin } from "./pin.ts";
import type { Site } from "./site.ts";
import { programVersion } from "./version.ts";

/** Where a program came from that was taken as it is since KEELSON_TOOLS=path asks for it. */
export const fromPathAsAsked = "PATH, as asked";

/** Whether programs on the PATH are to be used in whatever version. */
export function wantsPath(site: Site): boolean {
  return site.environment["KEELSON_TOOLS"] === "path";
}

export interface OnPath {
  readonly file: string;
  /** Undefined when the program does not say. */
  readonly version: string | undefined;
}

/** The first program of this name on the PATH that is not one of ours. */
export async function findOnPath(name: string, pin: Pin, site: Site): Promise<OnPath | undefined> {
  for (const folder of (site.environment["PATH"] ?? "").split(delimiter)) {
    const file = join(folder, name);
    if (folder === "" || !(await isProgram(file)) || (await isBelow(file, site.toolsFolder))) {
      continue;
    }
    return { file, version: await programVersion(file, pin) };
  }
  return undefined;
}

async function isProgram(file: string): Promise<boolean> {
  const found = await stat(file).catch(() => undefined);
  if (found === undefined || !found.isFile()) return false;
  return access(file, constants.X_OK).then(
    () => true,
    () => false,
  );
}

async function isBelow(file: string, folder: string): Promise<boolean> {
  const ours = await realpath(folder).catch(() => folder);
  const parent = await realpath(join(file, ".."));
  return parent.startsWith(join(ours, "bin"));
}

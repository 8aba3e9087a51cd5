import { readdir, stat } from "node:fs/promises";
import { basename, join } from "node:path";
import { writeTextAtomic } from "./files.ts";
import { markFile, programRoot, stampPath, type Stamp } from "./prepared-stamp.ts";

/** What the files that a preparation writes depend on, besides its inputs. */
const programFolders = ["cli", "host", "model", "secrets", "values"];
const programFiles = ["package.json", "schemas/keelson.json", "schemas/secrets.json"];
/** File systems may note a time up to one tick of the kernel's clock too early. */
const tickMs = 20;

/** What one preparation read and wrote, relative to the root. */
export interface Preparation {
  readonly inputs: readonly string[];
  readonly outputs: readonly string[];
  /** What keelson.yaml says, which is one of the inputs. */
  readonly settings: unknown;
  /** When it began to read, in milliseconds since 1970. */
  readonly startedMs: number;
}

/**
 * Note what a preparation read and wrote, so that the next one can see that nothing changed. Where an input
 * was changed while it was read, nothing is noted.
 */
export async function stampPrepared(
  root: string,
  environmentName: string,
  { inputs, outputs, settings, startedMs }: Preparation,
): Promise<void> {
  const files = marks(root, [...inputs, ...outputs]);
  const changes = await Promise.all(inputs.map((path) => lastChangeMs(join(root, path))));
  if (changes.some((changedMs) => changedMs > startedMs - tickMs)) return;
  const stamp: Stamp = { program: marks(programRoot, await findProgram()), files, settings };
  await writeTextAtomic(stampPath(root, environmentName), `${JSON.stringify(stamp, null, 2)}\n`);
}

function marks(folder: string, paths: readonly string[]): Stamp["files"] {
  const sorted = [...new Set(paths)].toSorted((a, b) => (a < b ? -1 : 1));
  return Object.fromEntries(sorted.map((path) => [path, markFile(join(folder, path))]));
}

async function lastChangeMs(path: string): Promise<number> {
  try {
    return (await stat(path)).ctimeMs;
  } catch {
    return 0;
  }
}

async function findProgram(): Promise<readonly string[]> {
  const own = basename(join(import.meta.dirname, ".."));
  const lists = await Promise.all(
    programFolders.map(async (folder) => {
      const names = await readdir(join(programRoot, own, folder), { recursive: true });
      return names.map((name) => `${own}/${folder}/${name}`);
    }),
  );
  const modules = lists.flat().filter((path) => /(?<!\.test|\.d)\.[jt]s$/u.test(path));
  return [...programFiles, ...modules];
}

import { readdirSync, readFileSync, statSync } from "node:fs";
import { join } from "node:path";

/** What one preparation was made from and what it wrote: the mark of each file, null for one that is not there. */
export interface Stamp {
  /** Files of this program, by their path from `programRoot`: another version may write something else. */
  readonly program: Readonly<Record<string, string | null>>;
  /** Inputs and outputs, by their path from the repository's root. */
  readonly files: Readonly<Record<string, string | null>>;
  /** What keelson.yaml said, checked and with its defaults. */
  readonly settings: unknown;
}

const stampName = "prepared.json";

/** The folder that `src` (or `dist`) stands in. */
export const programRoot: string = join(import.meta.dirname, "../..");

/**
 * Whether every input and output of the last preparation is still what it was. Files are told by what the file
 * system says of them, not by their content: this runs before each Helmfile command, so it loads Node's file
 * system alone.
 */
export function isPrepared(root: string, environmentName: string): boolean {
  const stamp = readStamp(stampPath(root, environmentName));
  return stamp !== undefined && isSameProgram(stamp) && isUnchanged(root, stamp.files);
}

/** What `file`, keelson.yaml, said when some environment was prepared; undefined where it is another one now. */
export function preparedSettings(root: string, file: string): unknown {
  const mark = markFile(join(root, file));
  if (mark === null) return undefined;
  for (const name of buildFolders(root)) {
    const stamp = readStamp(join(root, ".build", name, stampName));
    if (stamp?.files[file] === mark && isUnchanged(programRoot, stamp.program))
      return stamp.settings;
  }
  return undefined;
}

function buildFolders(root: string): readonly string[] {
  try {
    return readdirSync(join(root, ".build"));
  } catch {
    // Nothing was prepared yet.
    return [];
  }
}

export function stampPath(root: string, environmentName: string): string {
  return join(root, ".build", encodeURIComponent(environmentName), stampName);
}

/** Any write to a file changes its mark, and so does one to a folder's list of names. */
export function markFile(path: string): string | null {
  const found = statSync(path, { bigint: true, throwIfNoEntry: false });
  if (found === undefined) return null;
  const { size, mtimeNs, ctimeNs, ino } = found;
  return [size, mtimeNs, ctimeNs, ino].join(" ");
}

/** What runs is what was loaded, so its files are looked at once. */
const programMarks = new Map<string, string | null>();

function isSameProgram({ program }: Stamp): boolean {
  return Object.entries(program).every(([path, mark]) => {
    const now = programMarks.get(path) ?? markFile(join(programRoot, path));
    programMarks.set(path, now);
    return now === mark;
  });
}

function isUnchanged(folder: string, marks: Stamp["files"]): boolean {
  return Object.entries(marks).every(([path, mark]) => markFile(join(folder, path)) === mark);
}

function readStamp(path: string): Stamp | undefined {
  try {
    const stamp: unknown = JSON.parse(readFileSync(path, "utf8"));
    return isStamp(stamp) ? stamp : undefined;
  } catch {
    // No stamp, or one that was cut short: preparing again is always right.
    return undefined;
  }
}

function isStamp(value: unknown): value is Stamp {
  return (
    typeof value === "object" &&
    value !== null &&
    "program" in value &&
    "files" in value &&
    "settings" in value
  );
}

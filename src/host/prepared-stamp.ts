import { createHash } from "node:crypto";
import { readdirSync, readFileSync, statSync } from "node:fs";
import { join } from "node:path";
import { writeTextAtomic } from "./files.ts";

/** What one preparation was made from and what it wrote: SHA-256 by path, null for a file that was not there. */
interface Stamp {
  readonly program: string;
  readonly files: Readonly<Record<string, string | null>>;
}

/** Whether every input and output of the last preparation is still what it was. */
export function isPrepared(root: string, environmentName: string): boolean {
  const stamp = readStamp(stampPath(root, environmentName));
  if (stamp === undefined || stamp.program !== programDigest()) return false;
  return Object.entries(stamp.files).every(([path, digest]) => digestFile(root, path) === digest);
}

/** Note what a preparation read and wrote, paths relative to the root. */
export async function stampPrepared(
  root: string,
  environmentName: string,
  paths: readonly string[],
): Promise<void> {
  const files = Object.fromEntries(paths.toSorted().map((path) => [path, digestFile(root, path)]));
  const stamp: Stamp = { program: programDigest(), files };
  await writeTextAtomic(stampPath(root, environmentName), `${JSON.stringify(stamp, null, 2)}\n`);
}

function stampPath(root: string, environmentName: string): string {
  return join(root, ".build", encodeURIComponent(environmentName), "prepared.json");
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
  return typeof value === "object" && value !== null && "program" in value && "files" in value;
}

function digestFile(root: string, path: string): string | null {
  try {
    return createHash("sha256")
      .update(readFileSync(join(root, path)))
      .digest("hex");
  } catch {
    return null;
  }
}

/** Another version of this program may write something else from the same inputs. */
function programDigest(): string {
  const folder = join(import.meta.dirname, "..");
  const hash = createHash("sha256");
  for (const name of readdirSync(folder, { recursive: true, encoding: "utf8" }).toSorted()) {
    const { mtimeMs, size } = statSync(join(folder, name));
    hash.update(`${name} ${size} ${mtimeMs}\n`);
  }
  return hash.digest("hex");
}

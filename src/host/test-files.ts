import { mkdirSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";

/** Write texts or bytes by their paths below `root`, with the folders they are in. */
export function writeFiles(
  root: string,
  contents: Readonly<Record<string, string | Uint8Array>>,
): void {
  for (const [path, content] of Object.entries(contents)) {
    const file = join(root, path);
    mkdirSync(dirname(file), { recursive: true });
    writeFileSync(file, content);
  }
}

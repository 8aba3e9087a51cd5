import { readFileSync } from "node:fs";
import type { ProjectCopy } from "../demo/project-copy.ts";

/** Pages with transcripts. */
export const pages = ["README.md", "docs/platform.md"] as const;

/** One command of a page, with what the page says it prints. */
export interface Transcript {
  readonly page: string;
  readonly command: string;
  /** What stands before the output on the page, and so finds its place. */
  readonly head: string;
  readonly output: string;
}

/**
 * The transcripts of a page: its console blocks, one for each line that begins with `$`; and its pictures,
 * a block behind a comment with the command that draws it.
 */
export function readTranscripts(page: string): Transcript[] {
  const text = readFileSync(page, "utf8");
  const consoles = [...text.matchAll(/^```console\n([\s\S]*?)^```/gmu)];
  const typed = consoles.flatMap(([, block = ""]) =>
    block.split(/^\$ /mu).flatMap((part) => {
      const [command = "", ...output] = part.split("\n");
      const head = `$ ${command}\n`;
      return command === "" ? [] : [{ page, command, head, output: output.join("\n") }];
    }),
  );
  const pictures = [...text.matchAll(/^(<!-- \$ (.+) -->\n+```mermaid\n)([\s\S]*?)^```/gmu)];
  const drawn = pictures.map(([, head = "", command = "", output = ""]) => {
    return { page, command, head, output };
  });
  return [...typed, ...drawn];
}

/** What a command of a page says when it is run: npm scripts without the set-up, which is done. */
export async function runTranscript(project: ProjectCopy, command: string): Promise<string> {
  const words = command.split(" ");
  const isKeelson = words.slice(0, 4).join(" ") === "npm run keelson --";
  if (!isKeelson && command !== "npm run demo") throw new Error(`no way to run \`${command}\``);
  const run = isKeelson
    ? project.start("src/cli/main.ts", words.slice(4))
    : project.start("scripts/demo.ts");
  await run.ended;
  return run.said();
}

/** Without what differs from run to run and machine to machine: times, commits, order, where programs came from. */
export function comparable(text: string): string[] {
  return text
    .replaceAll(/\b\d+(?:\.\d)? (?:ms|s)\b/gu, "0 s")
    .replaceAll(/\b[0-9a-f]{7,40}\b/gu, "0000000")
    .replaceAll(/(helm|helmfile) (\S+) \([^)]*\)/gu, "$1 $2")
    .replaceAll(/node 24[.\d]*/gu, "node 24")
    .split("\n")
    .map((line) => line.trimEnd())
    .filter((line) => line !== "")
    .toSorted();
}

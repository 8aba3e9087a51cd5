import { readFileSync } from "node:fs";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { asMap } from "../../src/model/value.ts";
import { copyProject, type ProjectCopy } from "../demo/project-copy.ts";
import { comparable, pages, readTranscripts, runTranscript } from "./transcripts.ts";

let project: ProjectCopy;

beforeAll(() => {
  project = copyProject();
});
afterAll(() => project.remove());

describe("what people read first", () => {
  const transcripts = pages.flatMap(readTranscripts);

  test("shows transcripts", () => {
    expect(transcripts.length).toBeGreaterThan(0);
  });

  test.each(transcripts)("$command prints what $page says", async ({ command, output }) => {
    expect(comparable(await runTranscript(project, command))).toEqual(comparable(output));
  });

  test.each(pages)("%s names only scripts that package.json has", (page) => {
    const scripts = asMap(asMap(JSON.parse(readFileSync("package.json", "utf8")))["scripts"]);
    const named = [...readFileSync(page, "utf8").matchAll(/npm run ([\w:]+)/gu)];
    expect(named.map(([, name = ""]) => name).filter((name) => !(name in scripts))).toEqual([]);
  });
});

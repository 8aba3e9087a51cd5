import { readFileSync, writeFileSync } from "node:fs";
import { copyProject } from "../tests/demo/project-copy.ts";
import { pages, readTranscripts, runTranscript } from "../tests/docs/transcripts.ts";

/** npm run transcripts: put what the commands of our pages print today into them. */
const project = copyProject();
try {
  for (const { page, command, head, output } of pages.flatMap(readTranscripts)) {
    const said = await runTranscript(project, command);
    const text = readFileSync(page, "utf8");
    writeFileSync(
      page,
      text.replace(`${head}${output}`, () => `${head}${said}`),
    );
  }
} finally {
  project.remove();
}

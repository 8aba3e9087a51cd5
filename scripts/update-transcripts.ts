import { readFileSync, writeFileSync } from "node:fs";
import { copyProject } from "../tests/demo/project-copy.ts";
import { readTranscripts, runTranscript } from "../tests/docs/transcripts.ts";

/** npm run transcripts: put what the commands of the README print today into it. */
const project = copyProject();
try {
  for (const { page, command, output } of readTranscripts("README.md")) {
    const said = await runTranscript(project, command);
    const text = readFileSync(page, "utf8");
    writeFileSync(
      page,
      text.replace(`$ ${command}\n${output}`, () => `$ ${command}\n${said}`),
    );
  }
} finally {
  project.remove();
}

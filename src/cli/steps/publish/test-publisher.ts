import { readSourceCommit } from "../../../host/git-source.ts";
import { testContext } from "../../test-context.ts";
import { publishEnvironments } from "./publish-environments.ts";
import { renderedFile, testGitops } from "./test-repository.ts";

/** A publish as a process of its own, for tests that kill it: root, then the text to publish. */
const [, , root = "", text = ""] = process.argv;
const source = await readSourceCommit(root);
const files = Array.from({ length: 20 }, (_, index) => renderedFile(`${index}`, text));
await publishEnvironments(testContext(root), {
  gitops: testGitops,
  environments: ["dev", "prod"].map((environment) => ({ environment, source, files })),
});

import { execFileSync } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { readSourceCommit } from "../../../host/git-source.ts";
import type { CliContext } from "../../../model/cli-context.ts";
import type { Gitops } from "../../../model/keelson-config.ts";
import type { RenderedFile } from "../../../model/plan.ts";
import { testContext } from "../../test-context.ts";
import type { TextForm } from "./keep-texts.ts";
import {
  type Publication,
  publishEnvironments,
  type PublishRequest,
} from "./publish-environments.ts";

export const testGitops: Required<Gitops> = {
  remote: ".build/gitops.git",
  branch: "environments/{environment}",
  path: "",
  preserve: [],
  maxPrunePercent: 30,
};

type Renders = Readonly<Record<string, readonly RenderedFile[]>>;

/** A source repository in a temporary folder, for tests: real Git, and renders made up. */
export interface TestRepository {
  readonly root: string;
  readonly git: (...args: readonly string[]) => string;
  /** Git in the repository that a publish makes. */
  readonly published: (...args: readonly string[]) => string;
  /** What the note of a branch's tip says, dev's unless said otherwise. */
  readonly note: (branch?: string) => string;
  /** Commit all there is and give the commit's id. */
  readonly commit: (subject: string) => string;
  readonly context: CliContext;
  readonly publish: (
    renders: Renders,
    options?: Partial<PublishRequest> & {
      readonly sha?: string;
      readonly isProposed?: boolean;
      readonly form?: TextForm;
    },
  ) => Promise<Publication>;
  readonly remove: () => void;
}

export function testRepository(): TestRepository {
  const root = mkdtempSync(join(tmpdir(), "keelson-publish-"));
  const identity = ["-c", "user.name=Writer", "-c", "user.email=writer@example.com"];
  const git = (...args: readonly string[]): string =>
    execFileSync("git", [...identity, ...args], {
      cwd: root,
      encoding: "utf8",
      stdio: "pipe",
    }).trim();
  const commit = (subject: string): string => {
    git("add", "--all");
    git("commit", "--quiet", "--allow-empty", "--message", subject);
    return git("rev-parse", "HEAD");
  };
  git("init", "--quiet", "--initial-branch=main");
  git("remote", "add", "origin", "https://example.com/source.git");
  writeFileSync(join(root, ".gitignore"), ".build\n.cache\n");
  commit("feat: begin");
  const context = testContext(root);
  const published: TestRepository["published"] = (...args) =>
    git("-C", ".build/gitops.git", ...args);
  return {
    root,
    git,
    published,
    note: (branch = "environments/dev") =>
      published("notes", "--ref=hydrator.metadata", "show", branch),
    commit,
    context,
    publish: async (renders, { sha, isProposed = false, form, ...options } = {}) => {
      const source = await readSourceCommit(root, sha);
      const environments = Object.entries(renders).map(([environment, files]) => {
        return { environment, files, source, isProposed, ...(form && { form }) };
      });
      return publishEnvironments(context, { gitops: testGitops, environments, ...options });
    },
    remove: () => rmSync(root, { recursive: true, force: true }),
  };
}

export function renderedFile(name: string, text = `name: ${name}\n`): RenderedFile {
  return { path: `web/${name}.yaml`, text, object: name };
}

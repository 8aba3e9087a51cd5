import { execFileSync, spawn, type ChildProcess } from "node:child_process";
import { cpSync, existsSync, mkdtempSync, rmSync, symlinkSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

const project = join(import.meta.dirname, "../..");

/** A copy of this project with a history of its own, as a person has after `git clone` and `npm run setup`. */
export interface ProjectCopy {
  readonly root: string;
  readonly git: (...args: readonly string[]) => string;
  /** Every ref of the GitOps repository with its commit; empty before the first publish. */
  readonly published: () => string;
  readonly start: (script: string, args?: readonly string[]) => Run;
  readonly remove: () => void;
}

export interface Run {
  readonly child: ChildProcess;
  /** All that was said so far, both outputs. */
  readonly said: () => string;
  readonly ended: Promise<number>;
}

export function copyProject(): ProjectCopy {
  const root = mkdtempSync(join(tmpdir(), "keelson-project-"));
  const list = ["ls-files", "--cached", "--others", "--exclude-standard", "-z"];
  const files = execFileSync("git", list, { cwd: project, encoding: "utf8" }).split("\0");
  for (const file of files.filter((path) => path !== "" && existsSync(join(project, path)))) {
    cpSync(join(project, file), join(root, file));
  }
  for (const folder of ["node_modules", ".tools"]) {
    symlinkSync(join(project, folder), join(root, folder));
  }
  const identity = ["-c", "user.name=Keelson tests", "-c", "user.email=tests@keelson.invalid"];
  const git = (...args: readonly string[]): string =>
    execFileSync("git", [...identity, ...args], { cwd: root, encoding: "utf8" }).trim();
  git("init", "--quiet", "--initial-branch=main");
  // The links are no folders, so the ignore rules for folders do not cover them.
  git("add", "--all", "--", ".", ":!node_modules", ":!.tools");
  git("commit", "--quiet", "--message", "feat: begin");
  execFileSync("sh", ["-c", "printf 'node_modules\\n.tools\\n' >> .git/info/exclude"], {
    cwd: root,
  });
  const bare = join(root, ".build/gitops.git");
  return {
    root,
    git,
    published: () => (existsSync(bare) ? git("-C", bare, "for-each-ref") : ""),
    start: (script, args = []) => startScript(root, script, args),
    remove: () => rmSync(root, { recursive: true, force: true }),
  };
}

function startScript(root: string, script: string, args: readonly string[]): Run {
  const child = spawn(process.execPath, [script, ...args], { cwd: root });
  let said = "";
  child.stdout.on("data", (chunk: Buffer) => (said += chunk.toString("utf8")));
  child.stderr.on("data", (chunk: Buffer) => (said += chunk.toString("utf8")));
  const ended = new Promise<number>((resolve) => {
    child.on("close", (code) => resolve(code ?? -1));
  });
  return { child, said: () => said, ended };
}

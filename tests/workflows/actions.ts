import { execFileSync } from "node:child_process";
import { cpSync, existsSync, mkdirSync, readdirSync, statSync, symlinkSync } from "node:fs";
import { basename, dirname, join, matchesGlob } from "node:path";

/** One job's folders and what it was started for. */
export interface JobPlace {
  readonly workspace: string;
  /** The source repository, a bare one. */
  readonly source: string;
  readonly sha: string;
  /** Keelson as it was called. */
  readonly keelson: string;
  /** Artifacts of the run, each a folder. */
  readonly artifacts: string;
}

type Words = Readonly<Record<string, string>>;
type Outputs = Readonly<Record<string, string>>;

/** Setting up what this machine has already. */
const nothing = (): Outputs => ({});

/** What the actions do that our workflows use, by their name without the version. */
export const actions: Readonly<Record<string, (words: Words, place: JobPlace) => Outputs>> = {
  "actions/checkout": checkOut,
  "actions/upload-artifact": upload,
  "actions/download-artifact": download,
  "actions/setup-node": nothing,
  "./keelson/.github/actions/setup": nothing,
};

function checkOut(words: Words, { workspace, source, sha, keelson }: JobPlace): Outputs {
  const { repository, path = "", ref = sha } = words;
  if (words["persist-credentials"] !== "false") throw new Error("a checkout keeps its token");
  const folder = join(workspace, path);
  if (repository === "called/keelson") {
    if (ref !== "called-commit") throw new Error(`Keelson is checked out at ${ref}`);
    symlinkSync(keelson, folder);
    return {};
  }
  if (repository !== undefined) throw new Error(`${repository} is checked out`);
  const depth = words["fetch-depth"] === "0" ? [] : ["--depth=1", "--no-single-branch"];
  const clone = ["clone", "--quiet", "--no-checkout", ...depth, `file://${source}`, folder];
  execFileSync("git", clone, { stdio: "pipe" });
  execFileSync("git", ["-C", folder, "checkout", "--quiet", "--detach", ref], { stdio: "pipe" });
  return {};
}

function upload(words: Words, { workspace, artifacts }: JobPlace): Outputs {
  const { name = "", path = "" } = words;
  const from = path.startsWith("/") ? path : join(workspace, path);
  if (!isFound(from, words)) return {};
  const folder = join(artifacts, name);
  if (existsSync(folder)) throw new Error(`there is an artifact ${name} already`);
  mkdirSync(folder, { recursive: true });
  cpSync(from, statSync(from).isFile() ? join(folder, basename(from)) : folder, {
    recursive: true,
  });
  return { "artifact-url": `https://example.com/artifacts/${name}` };
}

/** Without a word about it, what lies in a hidden folder is left out. */
function isFound(path: string, words: Words): boolean {
  const isHidden = path.split("/").some((part) => part.startsWith("."));
  if (existsSync(path) && (!isHidden || words["include-hidden-files"] === "true")) return true;
  if (words["if-no-files-found"] === "ignore") return false;
  throw new Error(`there is no ${path}`);
}

function download({ pattern = "", path = "" }: Words, { artifacts }: JobPlace): Outputs {
  const found = existsSync(artifacts) ? readdirSync(artifacts) : [];
  for (const name of found.filter((each) => matchesGlob(each, pattern))) {
    mkdirSync(dirname(path), { recursive: true });
    cpSync(join(artifacts, name), path, { recursive: true });
  }
  return {};
}

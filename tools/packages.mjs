import { spawnSync } from "node:child_process";
import { createHash, randomUUID } from "node:crypto";
import { copyFileSync, existsSync, lstatSync, mkdirSync, readdirSync, readFileSync } from "node:fs";
import { realpathSync, renameSync, rmSync, symlinkSync } from "node:fs";
import { dirname, join, relative } from "node:path";
import { endLike, runChild } from "./child.mjs";
import { withLock } from "./lock.mjs";
import { npmCiCommand } from "./npm-ci.mjs";

const nodeMajor = "24";

/** A set-up that cannot go on: what is wrong and how to mend it, without a stack. */
export class SetupError extends Error {
  constructor(says, fix) {
    super(`${says}\n  fix: ${fix}`);
  }
}

function say(text) {
  process.stderr.write(`setup: ${text}\n`);
}

/** See to it that the npm packages and Node 24 are there as locked; gives the path of Node 24. */
export async function ensurePackages(root) {
  if (!isReady(root)) {
    await withLock(join(root, ".tools"), say, async () => {
      await installPackages(root);
      await installNode(root);
    });
  }
  return nodePath(root);
}

function isReady(root) {
  return (isLinked(root) || isInstalled(root)) && hasNode(root);
}

function nodePath(root) {
  return join(root, ".tools", "bin", "node");
}

async function installPackages(root) {
  if (isInstalled(root)) return;
  if (isLinked(root))
    return say("node_modules is a link and differs from package-lock.json: left as it is");
  await npmCi(root, "the npm packages of package-lock.json");
}

function isLinked(root) {
  return (
    lstatSync(join(root, "node_modules"), { throwIfNoEntry: false })?.isSymbolicLink() === true
  );
}

/** npm writes node_modules/.package-lock.json last: what it lists is there, and was checked against its integrity. */
function isInstalled(root) {
  const found = readJson(join(root, "node_modules", ".package-lock.json"))?.packages;
  if (found === undefined) return false;
  const { "": _root, ...locked } = readJson(join(root, "package-lock.json")).packages;
  return Object.entries(locked).every(([path, entry]) => {
    const there = found[path];
    if (there === undefined) return entry.optional === true;
    return there.version === entry.version && there.integrity === entry.integrity;
  });
}

function readJson(file) {
  if (!existsSync(file)) return undefined;
  return JSON.parse(readFileSync(file, "utf8"));
}

async function npmCi(folder, what) {
  const started = Date.now();
  say(`installing ${what}`);
  const { program, args, cwd, environment } = npmCiCommand(folder);
  const options = { cwd, env: environment, stdio: ["ignore", "ignore", "inherit"] };
  const ended = await runChild(program, args, options).catch((error) => {
    throw new SetupError(
      `npm cannot be run: ${error.message}`,
      "install Node 20 or later with npm",
    );
  });
  if (ended.signal !== null) endLike(ended);
  if (ended.code !== 0)
    throw new SetupError(`npm could not install ${what}`, "see npm's words above");
  say(`installed ${what} in ${((Date.now() - started) / 1000).toFixed(1)} s`);
}

function hasNode(root) {
  const path = nodePath(root);
  if (!existsSync(path)) return false;
  const target = realpathSync(path);
  if (target === realpathSync(process.execPath)) return isWanted(process.version);
  return target.includes(nodeFolderName(root)) || isWanted(versionOf(path));
}

function isWanted(version) {
  return version.startsWith(`v${nodeMajor}.`);
}

function versionOf(node) {
  return spawnSync(node, ["--version"], { encoding: "utf8" }).stdout?.trim() ?? "";
}

function nodeFolderName(root) {
  const lock = readFileSync(join(root, "tools", "npm", "node", "package-lock.json"));
  return `node-${createHash("sha256").update(lock).digest("hex").slice(0, 12)}`;
}

async function installNode(root) {
  if (hasNode(root)) return;
  if (isWanted(process.version)) return link(process.execPath, nodePath(root));
  const folder = join(root, ".tools", nodeFolderName(root));
  if (!existsSync(folder)) await installNodePackage(root, folder);
  const program = nodeBelow(folder);
  if (program === undefined || !isWanted(versionOf(program))) {
    const host = `${process.platform} ${process.arch}`;
    throw new SetupError(
      `there is no Node ${nodeMajor} for ${host} in the npm packages (this is ${process.version})`,
      `install Node ${nodeMajor} and have it first on the PATH`,
    );
  }
  link(relative(dirname(nodePath(root)), program), nodePath(root));
}

async function installNodePackage(root, folder) {
  const draft = join(root, ".tools", `.draft-${randomUUID()}`);
  mkdirSync(draft, { recursive: true });
  try {
    for (const file of ["package.json", "package-lock.json"]) {
      copyFileSync(join(root, "tools", "npm", "node", file), join(draft, file));
    }
    await npmCi(draft, `Node ${nodeMajor}`);
    renameSync(draft, folder);
  } finally {
    rmSync(draft, { recursive: true, force: true });
  }
}

function nodeBelow(folder) {
  const modules = join(folder, "node_modules");
  if (!existsSync(modules)) return undefined;
  const found = readdirSync(modules).find((name) => existsSync(join(modules, name, "bin", "node")));
  return found === undefined ? undefined : join(modules, found, "bin", "node");
}

function link(target, path) {
  mkdirSync(dirname(path), { recursive: true });
  const draft = `${path}.${randomUUID()}`;
  symlinkSync(target, draft);
  renameSync(draft, path);
}

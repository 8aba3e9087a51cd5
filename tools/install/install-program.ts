import { chmod, mkdir, mkdtemp, rename, rm, symlink } from "node:fs/promises";
import { dirname, join, relative } from "node:path";
import type { Finding } from "../../src/model/finding.ts";
import { KeelsonError } from "../../src/model/keelson-error.ts";
import { fromArchive } from "./from-archive.ts";
import { fromGo } from "./from-go.ts";
import { fromNpm } from "./from-npm.ts";
import { binPath, recordInstalled, type Installed } from "./installed.ts";
import { findOnPath, fromPathAsAsked, wantsPath, type OnPath } from "./on-path.ts";
import type { Pin } from "./pin.ts";
import { platformOf, type Site } from "./site.ts";
import type { Source, Sourced } from "./source.ts";
import { stopIfCancelled } from "./stop-if-cancelled.ts";
import { programVersion } from "./version.ts";

/** Tried in this order, after the PATH and what was installed earlier. */
const sources: readonly (readonly [string, Source])[] = [
  ["release archive", fromArchive],
  ["npm package", fromNpm],
  ["Go modules", fromGo],
];

export type InstallResult = { readonly installed: Installed } | { readonly finding: Finding };

/** Install one program from the first source that has it; a finding names what each source said. */
export async function installProgram(name: string, site: Site): Promise<InstallResult> {
  const pin = site.pins.get(name);
  if (pin === undefined) return { finding: unknownFinding(name, site) };
  const onPath = await findOnPath(name, pin, site);
  const there = (await usePath({ name, pin, onPath }, site)) ?? (await useEarlier(name, pin, site));
  if (there !== undefined) return { installed: there };
  const notes = [
    onPath === undefined ? "PATH: it is not there" : `PATH: ${otherVersion(onPath, pin)}`,
  ];
  for (const [words, source] of sources) {
    const result = await trySource({ name, pin, words, source }, site);
    if ("installed" in result) return result;
    notes.push(`${words}: ${result.reason}`);
  }
  return { finding: missingFinding({ name, pin, notes }, site) };
}

interface PathChoice {
  readonly name: string;
  readonly pin: Pin;
  readonly onPath: OnPath | undefined;
}

async function usePath(
  { name, pin, onPath }: PathChoice,
  site: Site,
): Promise<Installed | undefined> {
  if (onPath === undefined) return undefined;
  const isPinned = onPath.version === pin.version;
  if (!isPinned && !wantsPath(site)) {
    site.say(`${name}: ${otherVersion(onPath, pin)}`);
    return undefined;
  }
  await link(onPath.file, name, site);
  const from = wantsPath(site) ? fromPathAsAsked : "PATH";
  return recordInstalled({ name, version: onPath.version ?? "of unknown version", from }, site);
}

function otherVersion({ file, version }: OnPath, pin: Pin): string {
  return `${file} is ${version ?? "of unknown version"}, not ${pin.version}: not used (KEELSON_TOOLS=path uses it)`;
}

/** What an earlier set-up left, or somebody put there by hand. */
async function useEarlier(name: string, pin: Pin, site: Site): Promise<Installed | undefined> {
  const kept = keptPath(name, pin, site);
  if ((await programVersion(kept, pin)) === pin.version) await link(kept, name, site);
  else if ((await programVersion(binPath(name, site), pin)) !== pin.version) return undefined;
  return recordInstalled({ name, version: pin.version, from: ".tools" }, site);
}

interface Attempt {
  readonly name: string;
  readonly pin: Pin;
  readonly words: string;
  readonly source: Source;
}

async function trySource(
  { name, pin, words, source }: Attempt,
  site: Site,
): Promise<{ readonly installed: Installed } | { readonly reason: string }> {
  await mkdir(site.toolsFolder, { recursive: true });
  const draftFolder = await mkdtemp(join(site.toolsFolder, ".draft-"));
  try {
    const sourced = await source({ name, pin, draftFolder }, site).catch(asReason);
    stopIfCancelled(site.signal);
    if ("reason" in sourced) return sourced;
    await chmod(sourced.file, 0o755);
    const version = await programVersion(sourced.file, pin);
    if (version !== pin.version) {
      return { reason: `what came from there says its version is ${version ?? "unknown"}` };
    }
    const kept = keptPath(name, pin, site);
    await mkdir(dirname(kept), { recursive: true });
    await rename(sourced.file, kept);
    await link(kept, name, site);
    return { installed: await recordInstalled({ name, version, from: words }, site) };
  } finally {
    await rm(draftFolder, { recursive: true, force: true });
  }
}

/** A program that a source needs and that is not there, or does not end, leaves the other sources. */
function asReason(error: unknown): Sourced {
  const isPassing = error instanceof KeelsonError && /^TOOL_(MISSING|TIMEOUT)$/.test(error.code);
  if (isPassing) return { reason: error.message };
  throw error;
}

function keptPath(name: string, pin: Pin, site: Site): string {
  return join(site.toolsFolder, "programs", `${name}-${pin.version}`, name);
}

async function link(file: string, name: string, site: Site): Promise<void> {
  const path = binPath(name, site);
  const isOurs = file.startsWith(site.toolsFolder);
  await mkdir(dirname(path), { recursive: true });
  const draft = `${path}.draft`;
  await rm(draft, { force: true });
  await symlink(isOurs ? relative(dirname(path), file) : file, draft);
  await rename(draft, path);
}

function unknownFinding(name: string, site: Site): Finding {
  return {
    code: "TOOL_UNKNOWN",
    level: "error",
    at: { file: "tools/pins.json" },
    says: `${name} is not pinned`,
    fix: `name some of ${[...site.pins.keys()].join(", ")}`,
  };
}

function missingFinding(
  {
    name,
    pin,
    notes,
  }: { readonly name: string; readonly pin: Pin; readonly notes: readonly string[] },
  site: Site,
): Finding {
  const needsGo = pin.go === undefined ? "" : "install Go (https://go.dev/dl), or ";
  return {
    code: "TOOL_NOT_INSTALLED",
    level: "error",
    at: { file: "tools/pins.json" },
    says: `${name} ${pin.version} cannot be had for ${platformOf(site)}`,
    fix: `${needsGo}put ${name} ${pin.version} on the PATH: ${pin.home}`,
    notes,
  };
}

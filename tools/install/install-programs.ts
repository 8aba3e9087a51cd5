import type { Finding } from "../../src/model/finding.ts";
import { KeelsonError } from "../../src/model/keelson-error.ts";
import { withLock } from "../lock.mjs";
import { installProgram } from "./install-program.ts";
import { readInstalled, type Installed } from "./installed.ts";
import { fromPathAsAsked, wantsPath } from "./on-path.ts";
import { thisSite, type Site, type SiteOptions } from "./site.ts";

/**
 * See to it that the named programs stand below .tools/bin in their pinned versions. What is there already
 * costs two small reads each; what is not is installed, and what cannot be is named with all others.
 * @throws TOOL_NOT_INSTALLED its findings say what could not be had, why, and what to install
 * @throws TOOL_ARCHIVE_REFUSED a download is not what is pinned
 */
export async function installPrograms(
  names: readonly string[],
  options: SiteOptions,
): Promise<readonly Installed[]> {
  return installAt(names, thisSite(options));
}

/** The same for any site. */
export async function installAt(
  names: readonly string[],
  site: Site,
): Promise<readonly Installed[]> {
  const there = await Promise.all(names.map((name) => findReady(name, site)));
  const found = there.filter((program) => program !== undefined);
  if (found.length === names.length) return found;
  return withLock(site.toolsFolder, site.say, () => installMissing(names, site));
}

async function installMissing(names: readonly string[], site: Site): Promise<readonly Installed[]> {
  const installed: Installed[] = [];
  const findings: Finding[] = [];
  for (const name of names) {
    const ready = await findReady(name, site);
    const result = ready === undefined ? await installProgram(name, site) : { installed: ready };
    if ("finding" in result) findings.push(result.finding);
    else installed.push(result.installed);
  }
  if (findings.length === 0) return installed;
  throw new KeelsonError("some programs could not be had", {
    code: "TOOL_NOT_INSTALLED",
    fault: "tool",
    fix: "see each of them",
    findings,
  });
}

async function findReady(name: string, site: Site): Promise<Installed | undefined> {
  const found = await readInstalled(name, site);
  if (found === undefined) return undefined;
  if (wantsPath(site)) return found.from === fromPathAsAsked ? found : undefined;
  return found.version === site.pins.get(name)?.version ? found : undefined;
}

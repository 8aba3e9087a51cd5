import { join, resolve } from "node:path";
import { isThere, listFiles, readTextIfThere } from "../../../host/files.ts";
import { readSourceCommit } from "../../../host/git-source.ts";
import type { CliContext } from "../../../model/cli-context.ts";
import { KeelsonError } from "../../../model/keelson-error.ts";
import { readBundle } from "../../../publish/bundle.ts";
import {
  type BundleFile,
  joinBundles,
  type JoinedEnvironment,
} from "../../../publish/join-bundles.ts";
import { chooseSources } from "../../choose-sources.ts";
import type { Settings } from "../../settings.ts";
import { partialRequest, readPart } from "../branches/partial-render.ts";
import { checkRender } from "../check/render-checked.ts";
import type { SourcedEnvironment } from "./render-sources.ts";

export interface BundleRequest {
  /** A bundle, or a folder of them. */
  readonly path: string;
  /** The environments to publish; those beside them in a bundle are left alone. */
  readonly environments: readonly string[];
  /** One that is in no bundle is an error. */
  readonly isNamed: boolean;
  /** The source was named: it is what the bundles must hold, and may be older than what is on the branch. */
  readonly source?: string;
}

/**
 * The renders of a bundle, or of a folder of bundles, checked again, the shards of an environment as one.
 * Nothing of the source is run: not its hooks, not its charts.
 * @throws BUNDLE_INVALID, FILE_MISSING, FILE_UNREADABLE, SOURCE_MISSING, PUBLISH_PINNED
 */
export async function checkBundle(
  context: CliContext,
  settings: Settings,
  { path, environments, isNamed, source }: BundleRequest,
): Promise<readonly SourcedEnvironment[]> {
  const names = await listFiles(resolve(context.root, path));
  const files = names.length === 0 ? [path] : names.map((name) => join(path, name));
  const bundles = await Promise.all(files.map((file) => readFile(context, file)));
  const joined = joinBundles(bundles);
  const missed = environments.find((name) => !joined.some((one) => one.environment === name));
  if (isNamed && missed !== undefined) throw notBundled(path, missed);
  const wanted = joined.filter(({ environment }) => environments.includes(environment));
  const checked = (): Promise<readonly SourcedEnvironment[]> =>
    Promise.all(wanted.map((one) => checkOne(context, settings, one)));
  if (source === undefined) return checked();
  const named = await readSourceCommit(context.root, source);
  const other = wanted.find(({ sha }) => sha !== named.sha);
  if (other !== undefined) throw otherSource(other, named.sha);
  return (await checked()).map((one) => ({ ...one, isNamedSource: true }));
}

async function readFile(context: CliContext, file: string): Promise<BundleFile> {
  const path = resolve(context.root, file);
  // An empty folder is no file.
  const text = (await isThere(`${path}/.`)) ? undefined : await readTextIfThere(path);
  if (text === undefined) throw missing(file);
  return { file, ...readBundle(file, text) };
}

async function checkOne(
  context: CliContext,
  settings: Settings,
  one: JoinedEnvironment,
): Promise<SourcedEnvironment> {
  const { environment, onlyReleases, namespaces, manifests } = one;
  const { tools, inputs, releases, sha, dirty } = one;
  const source = { ...(await readSourceCommit(context.root, sha)), dirty };
  const isPinned = isPinnedTo(settings, environment, sha);
  const isProposed = settings.environments[environment]?.publish === "pull-request";
  const provenance = { tools, inputs, ...(releases === undefined ? {} : { releases }) };
  const sourced = { source, isNamedSource: isPinned, provenance };
  if (onlyReleases?.length === 0 && !isProposed) {
    // Nothing was rendered: the branch stays as it was checked, and needs not be read.
    const part = { releases: [], kept: [], selectors: [], isWholeSource: true };
    return {
      environment,
      manifests: [],
      namespaces,
      findings: [],
      links: [],
      seconds: 0,
      part,
      ...sourced,
    };
  }
  const partial = partialRequest(context, settings, []);
  const part = onlyReleases && (await readPart(partial, environment, onlyReleases));
  const whole = part && { part: { ...part, isWholeSource: true } };
  const render = { environment, manifests, namespaces, findings: [], ...whole };
  return { ...(await checkRender(context, settings, render)), ...sourced };
}

/** A job that renders cannot know better than keelson.yaml which source an environment is to have. */
function isPinnedTo({ environments }: Settings, environment: string, sha: string): boolean {
  chooseSources(environments, { environments: [environment], isNamed: true, sha });
  return environments[environment]?.source !== undefined;
}

function notBundled(path: string, environment: string): KeelsonError {
  return new KeelsonError(`${path} holds no bundle of ${environment}`, {
    code: "BUNDLE_INVALID",
    fault: "input",
    at: { file: path },
    fix: `see why it was not rendered, or make one: keelson render ${environment} --bundle FILE`,
  });
}

function otherSource({ environment, sha, files }: JoinedEnvironment, named: string): KeelsonError {
  const message = `${files.join(", ")} holds ${environment} as ${sha.slice(0, 7)} has it, not as ${named.slice(0, 7)}`;
  return new KeelsonError(message, {
    code: "BUNDLE_INVALID",
    fault: "input",
    fix: "name the source that was rendered, or render the one that is named",
  });
}

function missing(file: string): KeelsonError {
  return new KeelsonError(`there is no bundle ${file}`, {
    code: "FILE_MISSING",
    fault: "usage",
    at: { file },
    fix: "make it with `keelson render --bundle FILE`",
  });
}

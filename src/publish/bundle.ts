import { KeelsonError } from "../model/keelson-error.ts";
import type { Manifest, ObjectIdentity } from "../model/manifest.ts";
import type { ReleaseNamespaces } from "../model/plan.ts";
import {
  asList,
  asMap,
  asText,
  isMap,
  isTooDeep,
  type Value,
  type ValueMap,
} from "../model/value.ts";

const bundleForm = 1;

/** Renders on their way from a job that may not write to one that runs nothing foreign. */
export interface RenderBundle {
  /** The source commit, full; the publisher looks up the rest itself. */
  readonly sha: string;
  readonly dirty: boolean;
  readonly environments: readonly BundledEnvironment[];
}

export interface BundledEnvironment {
  readonly environment: string;
  /** The releases that were rendered, where it was not all of them. */
  readonly onlyReleases?: readonly string[];
  readonly namespaces: ReleaseNamespaces;
  readonly manifests: readonly Manifest[];
  /** Versions of the programs that rendered it. */
  readonly tools: Readonly<Record<string, string>>;
  /** Digests of what it was rendered from. */
  readonly inputs: Readonly<Record<string, string>>;
  /** Digests of what each release of the source is made from, those that were not rendered among them. */
  readonly releases?: Readonly<Record<string, string>>;
}

/**
 * Read a bundle that another job wrote. Nothing in it is believed that can be seen otherwise: who an
 * object is says its body, who wrote the source commit says Git.
 * @throws BUNDLE_INVALID it is no bundle of this form
 */
export function readBundle(file: string, text: string): RenderBundle {
  const root = asMap(parse(file, text));
  const source = asMap(root["source"]);
  const sha = asText(source["sha"]);
  if (root["bundleForm"] !== bundleForm) {
    throw invalid(file, "it is no bundle of this version of Keelson");
  }
  if (!/^([0-9a-f]{40}|[0-9a-f]{64})$/u.test(sha)) throw invalid(file, "it names no source commit");
  const environments = asList(root["environments"]).map((one) => readEnvironment(file, asMap(one)));
  return { sha, dirty: source["dirty"] !== false, environments };
}

function readEnvironment(file: string, value: ValueMap): BundledEnvironment {
  const environment = asText(value["environment"]);
  if (!/^[a-z0-9]([-a-z0-9]*[a-z0-9])?$/u.test(environment)) {
    throw invalid(file, "it names no environment");
  }
  const releases = asList(value["releases"]).map(asText);
  const isPartial = value["partial"] === true;
  const manifests = asList(value["manifests"]).map((one) => readManifest(file, asMap(one)));
  if (isPartial && manifests.some(({ release }) => !releases.includes(release))) {
    throw invalid(file, "one of its objects is of a release that it does not hold");
  }
  return {
    environment,
    ...(isPartial && { onlyReleases: releases }),
    namespaces: readNamespaces(value["namespaces"]),
    manifests,
    tools: readTexts(value["tools"]),
    inputs: readTexts(value["inputs"]),
    ...(isMap(value["releaseInputs"]) && { releases: readTexts(value["releaseInputs"]) }),
  };
}

function readManifest(file: string, { release, body }: ValueMap): Manifest {
  if (!isMap(body) || typeof release !== "string" || release === "") {
    throw invalid(file, "one of its objects is none");
  }
  if (isTooDeep(body)) throw invalid(file, "one of its objects is nested too deeply");
  const identity = identityOf(body);
  if (identity.kind === "" || identity.name === "") {
    throw invalid(file, "one of its objects has no kind or no name");
  }
  return { identity, release, body };
}

function identityOf(body: ValueMap): ObjectIdentity {
  const apiVersion = asText(body["apiVersion"]);
  const metadata = asMap(body["metadata"]);
  const namespace = asText(metadata["namespace"]);
  return {
    group: apiVersion.includes("/") ? apiVersion.slice(0, apiVersion.indexOf("/")) : "",
    kind: asText(body["kind"]),
    ...(namespace === "" ? {} : { namespace }),
    name: asText(metadata["name"]),
  };
}

function readTexts(value: Value | undefined): Readonly<Record<string, string>> {
  const texts = Object.entries(asMap(value)).map(([name, one]) => [name, asText(one)] as const);
  return Object.fromEntries(texts.filter(([, text]) => text !== ""));
}

function readNamespaces(value: Value | undefined): ReleaseNamespaces {
  const lists = Object.entries(asMap(value)).map(
    ([name, list]) => [name, asList(list).filter((one) => typeof one === "string")] as const,
  );
  return Object.fromEntries(lists);
}

function parse(file: string, text: string): unknown {
  try {
    return JSON.parse(text);
  } catch (cause) {
    throw invalid(file, "it is no JSON", cause);
  }
}

function invalid(file: string, says: string, cause?: unknown): KeelsonError {
  return new KeelsonError(`${file} cannot be published: ${says}`, {
    code: "BUNDLE_INVALID",
    fault: "input",
    at: { file },
    fix: "make it with `keelson render --bundle FILE`, by the same version",
    cause,
  });
}

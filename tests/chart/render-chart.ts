import { readFileSync } from "node:fs";
import { load, loadAll } from "js-yaml";
import { runCommand } from "../../src/host/run-command.ts";
import type { CommandResult } from "../../src/model/command.ts";

export const chart = "charts/data-platform";
export const environments: readonly string[] = ["dev", "staging", "prod"];

export interface Rendering {
  readonly release?: string;
  readonly namespace?: string;
  /** Reads environments/base.yaml and this environment's own file; left out: the chart's defaults. */
  readonly environment?: string;
  /** `key.path=value`, as `--set-json` takes it. */
  readonly set?: readonly string[];
  readonly helm?: string;
  /** Further arguments of Helm. */
  readonly args?: readonly string[];
}

/** A rendered object, open: tests look into it by path. */
export interface Rendered {
  readonly apiVersion: string;
  readonly kind: string;
  readonly metadata: {
    readonly name: string;
    readonly labels?: Readonly<Record<string, string>>;
    readonly annotations?: Readonly<Record<string, string>>;
  };
  readonly data?: Readonly<Record<string, string>>;
  readonly spec?: Spec;
}
export interface Spec {
  readonly replicas?: number;
  readonly completions?: number;
  readonly parallelism?: number;
  readonly template?: { readonly metadata: Rendered["metadata"]; readonly spec: PodSpec };
  readonly jobTemplate?: { readonly spec: Spec };
  readonly podSelector?: Selector;
  readonly hard?: Readonly<Record<string, string | number>>;
}
export interface Selector {
  readonly matchLabels?: Readonly<Record<string, string>>;
}
export interface PodSpec {
  readonly containers: readonly Container[];
  readonly initContainers?: readonly Container[];
  readonly securityContext?: Readonly<Record<string, unknown>>;
  readonly automountServiceAccountToken?: boolean;
  readonly enableServiceLinks?: boolean;
  readonly hostNetwork?: boolean;
  readonly volumes?: readonly Readonly<Record<string, unknown>>[];
}
export interface Container {
  readonly name: string;
  readonly image: string;
  readonly args?: readonly string[];
  readonly ports?: readonly { readonly name: string; readonly containerPort: number }[];
  readonly resources?: {
    readonly requests?: Readonly<Record<string, string | number>>;
    readonly limits?: Readonly<Record<string, string | number>>;
  };
  readonly securityContext?: Readonly<Record<string, unknown>>;
}

const rendered = new Map<string, Promise<string>>();

/** What `helm template` prints; the same rendering is made once. Rejects with Helm's own words. */
export function renderText(rendering: Rendering = {}): Promise<string> {
  const key = JSON.stringify(rendering);
  const known = rendered.get(key) ?? runHelm(rendering);
  rendered.set(key, known);
  return known;
}

/** What Helm says when it refuses to render. */
export async function renderError(rendering: Rendering): Promise<string> {
  const { exitCode, stderr } = await callHelm(rendering);
  if (exitCode === 0) throw new Error("it was rendered");
  return stderr;
}

async function runHelm(rendering: Rendering): Promise<string> {
  const { exitCode, stdout, stderr } = await callHelm(rendering);
  if (exitCode !== 0) throw new Error(stderr);
  return stdout;
}

function callHelm(rendering: Rendering): Promise<CommandResult> {
  const { release = "data-platform", namespace = "data-platform-dev", environment } = rendering;
  const files = environment === undefined ? [] : ["base", environment];
  return runCommand({
    program: rendering.helm ?? "helm",
    args: [
      "template",
      release,
      chart,
      `--namespace=${namespace}`,
      "--kube-version=1.36.0",
      ...files.map((name) => `--values=environments/${name}.yaml`),
      ...(rendering.set ?? []).map((setting) => `--set-json=${setting}`),
      ...(rendering.args ?? []),
    ],
  });
}

const parsed = new Map<string, Promise<readonly Rendered[]>>();

/** The rendered objects, in Helm's order; read once as well. */
export function renderObjects(rendering: Rendering = {}): Promise<readonly Rendered[]> {
  const key = JSON.stringify(rendering);
  const known =
    parsed.get(key) ?? renderText(rendering).then((text) => loadAll(text).filter(isRendered));
  parsed.set(key, known);
  return known;
}

function isRendered(value: unknown): value is Rendered {
  return typeof value === "object" && value !== null && "kind" in value && "metadata" in value;
}

/** The pod of a workload; undefined for an object that has none. */
export function podOf(object: Rendered): PodSpec | undefined {
  return podTemplateOf(object)?.spec;
}

/** The pod of a workload with its labels; undefined for an object that has none. */
export function podTemplateOf(object: Rendered): Spec["template"] {
  return (object.spec?.jobTemplate?.spec ?? object.spec)?.template;
}

/** One object by kind and name. @throws it is not there */
export function find(objects: readonly Rendered[], kind: string, name: string): Rendered {
  const found = objects.find((object) => object.kind === kind && object.metadata.name === name);
  if (found === undefined) throw new Error(`no ${kind} ${name} in the render`);
  return found;
}

/** A YAML or JSON file of the repository. */
export function readYaml(path: string): unknown {
  return load(readFileSync(path, "utf8"));
}

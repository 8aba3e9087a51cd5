import type { Command } from "../model/command.ts";
import { renderVariables, type Variables } from "./render-variables.ts";

export interface TemplateRequest {
  readonly environment: string;
  /** The state file, relative to the root. Left out: Helmfile looks for its own. */
  readonly file?: string;
  /** Absolute path of an executable helm: the shim. */
  readonly helm: string;
  /** Absolute path of an own empty folder: what Helmfile leaves behind when it is ended goes with it. */
  readonly scratch: string;
  /** Helmfile selectors (`tier=backend,name!=x`): a release that one of them matches is rendered. */
  readonly selectors?: readonly string[];
  /** Absolute paths of values files that have the last word in every release. */
  readonly values?: readonly string[];
  /** Names of further variables that Helmfile may read. */
  readonly variables?: readonly string[];
  readonly timeoutMs?: number;
}

/** The `helmfile template` call that prints one environment. Its helm must be the shim of `helmShim`. */
export function templateCommand(request: TemplateRequest, variables: Variables): Command {
  const selectors = (request.selectors ?? []).flatMap((selector) => ["--selector", selector]);
  const values = (request.values ?? []).flatMap((file) => ["--values", file]);
  const action = ["template", "--include-crds", "--skip-tests", ...values];
  return helmfileCommand(request, variables, [...selectors, ...action]);
}

/** The `helmfile build` call that prints the state with its templates filled in. */
export function buildCommand(request: TemplateRequest, variables: Variables): Command {
  return helmfileCommand(request, variables, ["build"]);
}

/** The question that Helmfile asks helm first, asked as Helmfile would. */
export function versionCommand(
  { scratch, variables = [] }: Pick<TemplateRequest, "scratch" | "variables">,
  caller: Variables,
): Command {
  return {
    program: "helm",
    args: ["version", "--short"],
    environment: renderVariables(caller, scratch, variables),
  };
}

function helmfileCommand(
  request: TemplateRequest,
  variables: Variables,
  action: readonly string[],
): Command {
  const { environment, file, helm, scratch, timeoutMs } = request;
  const state = file === undefined ? [] : ["--file", file];
  return {
    program: "helmfile",
    args: ["--environment", environment, ...state, "--helm-binary", helm, "--no-color", ...action],
    environment: renderVariables(variables, scratch, request.variables),
    ...(timeoutMs !== undefined && { timeoutMs }),
  };
}

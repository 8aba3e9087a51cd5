import type { Command } from "../model/command.ts";

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
  readonly timeoutMs?: number;
}

type Variables = Readonly<Record<string, string | undefined>>;

/** What programs need to run at all, to find their caches and plugins, and to get through a proxy. */
const allowed = new Set(
  [
    "PATH HOME USER LOGNAME SHELL LANG LANGUAGE TZ TERM CI",
    "XDG_CACHE_HOME XDG_CONFIG_HOME XDG_DATA_HOME XDG_RUNTIME_DIR",
    "HELM_CACHE_HOME HELM_CONFIG_HOME HELM_DATA_HOME HELM_PLUGINS",
    "HELM_REGISTRY_CONFIG HELM_REPOSITORY_CACHE HELM_REPOSITORY_CONFIG",
    "HELMFILE_CACHE_HOME HELMFILE_RENDER_YAML HELMFILE_GOCCY_GOYAML",
    "HTTP_PROXY HTTPS_PROXY NO_PROXY http_proxy https_proxy no_proxy",
    "KEELSON_SKIP_PREPARE",
    "SSL_CERT_FILE SSL_CERT_DIR NODE_EXTRA_CA_CERTS NODE_COMPILE_CACHE",
  ].flatMap((names) => names.split(" ")),
);

/** Where cloud and Vault clients look for credentials by themselves: nowhere. */
const blinded = {
  KUBECONFIG: "/dev/null",
  AWS_SHARED_CREDENTIALS_FILE: "/dev/null",
  AWS_CONFIG_FILE: "/dev/null",
  AWS_EC2_METADATA_DISABLED: "true",
  GOOGLE_APPLICATION_CREDENTIALS: "/dev/null",
  CLOUDSDK_CONFIG: "/dev/null",
  AZURE_CONFIG_DIR: "/dev/null",
  VAULT_TOKEN_FILE: "/dev/null",
};

/** The environment that Helmfile, Helm and the hooks get: no credentials, no cluster, no own folders. */
export function renderVariables(variables: Variables, scratch: string): Record<string, string> {
  const kept = Object.entries(variables).filter(
    (entry): entry is [string, string] =>
      entry[1] !== undefined && (allowed.has(entry[0]) || /^(?:LC|KEELSON)_/.test(entry[0])),
  );
  return {
    ...Object.fromEntries(kept),
    HELMFILE_UPGRADE_NOTICE_DISABLED: "1",
    HELMFILE_TEMPDIR: scratch,
    CHARTIFY_TEMPDIR: scratch,
    TMPDIR: scratch,
    ...blinded,
  };
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
    environment: renderVariables(variables, scratch),
    ...(timeoutMs !== undefined && { timeoutMs }),
  };
}

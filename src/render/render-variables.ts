export type Variables = Readonly<Record<string, string | undefined>>;

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

const secretName =
  /PASS|SECRET|TOKEN|CREDENTIAL|PRIVATE|KUBECONFIG|AUTH|COOKIE|(?:^|_)(?:KEY|PAT|PWD)(?:_|$)|APIKEY|ACCESSKEY/i;
/** What decides how programs run is not a matter of what they render. */
const steering = /^(?:LD_|DYLD_|NODE_OPTIONS$|BASH_ENV$|ENV$|IFS$|PATH$|HELM|VALS_)/;

/** Names that keelson.yaml may not let through: those of credentials, and those that steer the programs. */
export function forbiddenVariables(names: readonly string[]): readonly string[] {
  return names.filter(
    (name) => secretName.test(name) || steering.test(name) || Object.hasOwn(blinded, name),
  );
}

/** Whether a variable of the caller gets to Helmfile; `names` are those that keelson.yaml lets through. */
export function reachesHelmfile(name: string, names: readonly string[]): boolean {
  return allowed.has(name) || /^(?:LC|KEELSON)_/.test(name) || names.includes(name);
}

/** The environment that Helmfile, Helm and the hooks get: no credentials, no cluster, no own folders. */
export function renderVariables(
  variables: Variables,
  scratch: string,
  names: readonly string[] = [],
): Record<string, string> {
  const kept = Object.entries(variables).filter(
    (entry): entry is [string, string] =>
      entry[1] !== undefined && reachesHelmfile(entry[0], names),
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

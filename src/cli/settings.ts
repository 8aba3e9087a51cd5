import type {
  Checks,
  Environment,
  Gitops,
  KeelsonConfig,
  Render,
  Secrets,
  ValueSet,
} from "../model/keelson-config.ts";

/** keelson.yaml with every default filled in: what the program goes by. */
export interface Settings {
  readonly values: readonly ValueSet[];
  /** Left out where the repository declares no secrets. */
  readonly secrets?: SecretSettings;
  readonly render: Required<Render>;
  readonly environments: Readonly<Record<string, Environment>>;
  readonly gitops: Required<Gitops>;
  readonly checks: Required<Checks>;
  /** Which files there are says part of it. */
  readonly isConventional?: true;
}

/** Where declarations of secrets are and where their manifests go; `digests` alone may be left out. */
export type SecretSettings = Secrets & Required<Omit<Secrets, "digests">>;

/** Fill in what a configuration leaves out; the defaults are the ones that its schema names. */
export function fillSettings(config: KeelsonConfig): Settings {
  return {
    values: config.values ?? [],
    ...(config.secrets === undefined ? {} : { secrets: { ...secretDefaults, ...config.secrets } }),
    render: { ...renderDefaults, ...config.render },
    environments: config.environments ?? {},
    gitops: { ...gitopsDefaults, ...config.gitops },
    checks: { externals: [], exceptions: [], plaintext: [], ...config.checks },
  };
}

const secretDefaults = {
  sealed: "secrets/{environment}",
  certificate: "secrets/{environment}/sealing-cert.pem",
} as const;

const renderDefaults: Required<Render> = {
  helmfile: "helmfile.yaml",
  hooks: "keep",
  clusterScoped: [],
  variables: [],
  timeoutSeconds: 600,
};

const gitopsDefaults: Required<Gitops> = {
  remote: ".build/gitops.git",
  branch: "environments/{environment}",
  path: "",
  preserve: [],
  maxPrunePercent: 30,
};

/** Every environment but one, by name, with the namespace that is its own. */
export function otherEnvironments(
  settings: Settings,
  environment: string,
): readonly { readonly name: string; readonly namespace?: string }[] {
  const own = settings.environments[environment]?.namespace;
  const others = Object.entries(settings.environments).filter(([name]) => name !== environment);
  // In a cluster each, environments may use one name for their namespace: it is then none's alone.
  return others.map(([name, { namespace }]) => ({
    name,
    ...(namespace === undefined || namespace === own ? {} : { namespace }),
  }));
}

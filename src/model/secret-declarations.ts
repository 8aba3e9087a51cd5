// Generated from schemas/secrets.json. Do not edit.

/**
 * Who makes the Secret: the Sealed Secrets controller, the External Secrets Operator, or somebody else.
 */
export type Provider = "sealed-secrets" | "external-secrets" | "existing";
export type DnsName = string;
/**
 * How often the operator reads again, such as 15m or 1h. Default: 1h.
 */
export type Duration = string;
/**
 * Where a sealed value opens: under its own name, anywhere in its namespace, or anywhere. Default: strict.
 */
export type SealingScope = "strict" | "namespace-wide" | "cluster-wide";
export type DataKey = string;
/**
 * Name in the store; {env} becomes the environment.
 */
export type RemoteName = string;
/**
 * One of: a remote secret whose properties become keys, a search, or a generator of the operator.
 */
export type DataFrom = DataFrom1 & DataFrom2;
export type DataFrom1 = {
  [k: string]: unknown;
};

/**
 * secrets/base.yaml and secrets/<environment>.yaml: which Secrets there are and where each value comes from. Never a value that is secret.
 */
export interface SecretDeclarations {
  /**
   * For editors.
   */
  $schema?: string;
  provider?: Provider;
  store?: Store;
  refresh?: Duration;
  scope?: SealingScope;
  /**
   * By the name of the Kubernetes Secret.
   */
  secrets?: {
    [k: string]: DeclaredSecret;
  };
}
/**
 * The store that external-secrets reads. With neither aws nor provider it is one that somebody else makes.
 */
export interface Store {
  /**
   * Default: SecretStore.
   */
  kind?: "SecretStore" | "ClusterSecretStore";
  /**
   * Default: keelson.
   */
  name?: string;
  aws?: AwsStore;
  /**
   * spec.provider of any other kind of store, as the External Secrets Operator documents it.
   */
  provider?: {
    [k: string]: {};
  };
}
/**
 * AWS Secrets Manager. With neither serviceAccount nor staticKeys the operator's own identity counts (EKS Pod Identity).
 */
export interface AwsStore {
  region: string;
  /**
   * Stands before every remote name.
   */
  prefix?: string;
  /**
   * A role to assume for reading.
   */
  role?: string;
  serviceAccount?: StoreServiceAccount;
  staticKeys?: StaticKeys;
}
/**
 * Reads with the role of a ServiceAccount (IRSA).
 */
export interface StoreServiceAccount {
  name: DnsName;
  /**
   * For a ClusterSecretStore. Default: the environment's namespace.
   */
  namespace?: string;
  /**
   * The ServiceAccount is then made, with this role. Left out: it is there already.
   */
  roleArn?: string;
}
/**
 * Reads with an access key out of a Secret that is there already.
 */
export interface StaticKeys {
  secret: DnsName;
  /**
   * For a ClusterSecretStore. Default: the environment's namespace.
   */
  namespace?: string;
  /**
   * Key of the access key id. Default: accessKey.
   */
  accessKey?: string;
  /**
   * Key of the secret access key. Default: secretKey.
   */
  secretKey?: string;
  /**
   * Key of the session token. Default: none.
   */
  sessionToken?: string;
}
/**
 * One Kubernetes Secret.
 */
export interface DeclaredSecret {
  /**
   * What it is for.
   */
  description?: string;
  provider?: Provider;
  scope?: SealingScope;
  refresh?: Duration;
  /**
   * Type of the Secret. Default: Opaque.
   */
  type?: string;
  immutable?: boolean;
  labels?: Strings;
  annotations?: Strings;
  /**
   * Its keys, each with its source. A plain list of names for a Secret that somebody else makes.
   */
  keys?:
    | DataKey[]
    | {
        [k: string]: KeySource;
      };
  /**
   * Sources that bring keys of their own (external-secrets only).
   */
  dataFrom?: DataFrom[];
  /**
   * The Secret's content composed out of its keys, by data key, such as url: "postgresql://{{ .username }}:{{ .password | urlquery }}@db/app".
   */
  template?: {
    [k: string]: string;
  };
}
export interface Strings {
  [k: string]: string;
}
/**
 * Where one value comes from. external-secrets reads `from`; sealing reads env, file, stdin, generate or value, and `from` in AWS when none of these is there.
 */
export interface KeySource {
  from?: RemoteName;
  /**
   * Property of the JSON that is stored there.
   */
  property?: string;
  /**
   * Stage, or uuid/ with a version id. Default: AWSCURRENT.
   */
  version?: string;
  /**
   * How the stored text is turned into bytes. Default: None.
   */
  decode?: "None" | "Base64" | "Base64URL" | "Auto";
  /**
   * An environment variable.
   */
  env?: string;
  /**
   * A file outside the repository, byte for byte.
   */
  file?: string;
  /**
   * Standard input, byte for byte.
   */
  stdin?: true;
  generate?: Generate;
  /**
   * The value itself, only where sensitive is false.
   */
  value?: string;
  /**
   * False for what is no secret, such as a user name. Default: true.
   */
  sensitive?: boolean;
}
/**
 * Made once, when it is sealed for the first time or named on the command line.
 */
export interface Generate {
  /**
   * Characters. Default: 32.
   */
  length?: number;
  /**
   * The characters to choose from. Default: letters and digits.
   */
  alphabet?: string;
}
export interface DataFrom2 {
  from?: RemoteName;
  property?: string;
  version?: string;
  find?: FindSecrets;
  generator?: GeneratorReference;
}
/**
 * Every remote secret that fits becomes a key.
 */
export interface FindSecrets {
  /**
   * A regular expression, as Go reads it; {env} becomes the environment.
   */
  name?: string;
  path?: RemoteName;
  tags?: Strings;
}
/**
 * A generator that somebody else makes, such as kind ECRAuthorizationToken.
 */
export interface GeneratorReference {
  kind: string;
  name: DnsName;
}

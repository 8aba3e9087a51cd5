/** What a store says about one remote secret, without its value. Absent, forbidden and unreachable are never the same. */
export type RemoteState =
  | {
      readonly kind: "there";
      /** Stages by version id. */
      readonly stages: ReadonlyMap<string, readonly string[]>;
    }
  | { readonly kind: "missing" }
  /** Scheduled for deletion; when, where the store says so. */
  | { readonly kind: "deleted"; readonly on?: Date }
  | { readonly kind: "forbidden"; readonly says: string }
  | { readonly kind: "unreachable"; readonly says: string };

/** The value of one version of a remote secret, or why it cannot be had. */
export type RemoteValue =
  | { readonly kind: "there"; readonly bytes: Uint8Array }
  | Exclude<RemoteState, { readonly kind: "there" }>;

/** One version of one remote secret. */
export interface RemoteVersion {
  /** Name or ARN. */
  readonly id: string;
  /** A stage, or `uuid/` and a version id. */
  readonly version: string;
}

/** What Keelson asks a secret store; every answer comes in the order of the questions. */
export interface RemoteStore {
  readonly identity: () => Promise<string>;
  readonly describe: (ids: readonly string[]) => Promise<readonly RemoteState[]>;
  readonly read: (versions: readonly RemoteVersion[]) => Promise<readonly RemoteValue[]>;
  /** Make a secret that holds this text; why it could not be made, or undefined. */
  readonly create: (id: string, text: string) => Promise<RemoteState | undefined>;
}

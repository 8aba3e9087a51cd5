/** What is spoken at the other end of a connection. */
export type Family = "http" | "kafka" | "postgres";

/** A host that a text names, with the port where it says one. */
export interface Mention {
  readonly host: string;
  readonly port: number | undefined;
  readonly family: Family | undefined;
  /** Its surroundings say that it is an address, so a host that nobody knows is a mistake. */
  readonly isCertain: boolean;
}

/** One value of a configuration, by the name it stands under. */
export interface Entry {
  /** The nearest name: variable, property, map key, flag. Empty in running text. */
  readonly key: string;
  readonly text: string;
  /** The port that stands beside a host under a name of its own. */
  readonly port?: number;
}

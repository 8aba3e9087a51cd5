/** A connector's configuration as Connect's REST interface takes it: names to strings. */
export type ConnectorConfig = Readonly<Record<string, string>>;

/** A connector that should run, by the name it has on the worker. */
export interface Connector {
  readonly name: string;
  readonly config: ConnectorConfig;
}

/** The text of one configuration file. */
export interface ConfigFile {
  readonly name: string;
  readonly text: string;
}

/** The key of a connector's configuration that says who put it there. Connect and connectors ignore it. */
export const ownerKey = "reconciled.by";

/** Keys whose values, and so whose error texts, are never shown. */
const secretKey = /password|passwd|secret|credential|token|jaas|access\.key|private\.key/i;

/** What can go wrong with the files, the worker or its answers. The exit code tells which. */
export class ReconcileError extends Error {
  readonly exitCode: number;

  constructor(message: string, exitCode: number) {
    super(message);
    this.name = "ReconcileError";
    this.exitCode = exitCode;
  }
}

export const exit: {
  readonly done: 0;
  readonly usage: 2;
  readonly input: 3;
  readonly worker: 4;
  readonly failed: 5;
} = { done: 0, usage: 2, input: 3, worker: 4, failed: 5 };

/**
 * The connectors that files named `<connector>.json` describe, by name. All that is wrong is said at once.
 * @throws ReconcileError with exit code 3
 */
export function readConnectors(files: readonly ConfigFile[], owner: string): readonly Connector[] {
  const wrong: string[] = [];
  const connectors = files
    .filter((file) => file.name.endsWith(".json"))
    .toSorted((a, b) => (a.name < b.name ? -1 : 1))
    .map((file) => readConnector(file, owner, wrong));
  if (wrong.length > 0) throw new ReconcileError(wrong.join("\n"), exit.input);
  return connectors;
}

function readConnector(file: ConfigFile, owner: string, wrong: string[]): Connector {
  const name = file.name.slice(0, -".json".length);
  const config: Record<string, string> = {};
  for (const [key, value] of Object.entries(parseObject(file, wrong))) {
    if (typeof value === "string") config[key] = value;
    else if (typeof value === "number" || typeof value === "boolean") config[key] = String(value);
    else wrong.push(`${file.name}: "${key}" must be a string, a number or a boolean`);
  }
  if (!config["connector.class"]) wrong.push(`${file.name}: "connector.class" is missing`);
  if (config["name"] !== undefined && config["name"] !== name)
    wrong.push(`${file.name}: "name" must be "${name}", as the file is called`);
  return { name, config: { ...config, name, [ownerKey]: owner } };
}

function parseObject(file: ConfigFile, wrong: string[]): object {
  try {
    const value: unknown = JSON.parse(file.text);
    if (typeof value === "object" && value !== null && !Array.isArray(value)) return value;
    wrong.push(`${file.name}: must be one JSON object`);
  } catch {
    // The parser's own message may quote the text, and with it a value nobody may see.
    wrong.push(`${file.name}: is not JSON`);
  }
  return {};
}

/** Whether two configurations say the same. A PUT of the same one would restart the connector. */
export function isSameConfig(a: ConnectorConfig, b: ConnectorConfig): boolean {
  const keys = Object.keys(a);
  return keys.length === Object.keys(b).length && keys.every((key) => a[key] === b[key]);
}

/** Names of the keys that differ, for a line that shows no value. */
export function changedKeys(now: ConnectorConfig, wanted: ConnectorConfig): readonly string[] {
  const keys = new Set([...Object.keys(now), ...Object.keys(wanted)]);
  return [...keys].filter((key) => now[key] !== wanted[key]).toSorted();
}

/** Whether removing this connector would leave a replication slot that fills the database's disk. */
export function isDebezium(config: ConnectorConfig): boolean {
  return (config["connector.class"] ?? "").startsWith("io.debezium.");
}

/** One key's errors as a line; the texts for keys that hold secrets are left out, since they may quote the value. */
export function describeErrors(key: string, errors: readonly string[]): string {
  return secretKey.test(key)
    ? `${key}: is not accepted (text not shown)`
    : `${key}: ${errors.join("; ")}`;
}

/**
 * Whether this run may restart what failed. Runs keep no memory, so the clock decides: of the runs that fall in one
 * of the hour's `perHour` equal parts only the first, that within `runEveryMs` of its beginning, may.
 */
export function isRestartDue(nowMs: number, perHour: number, runEveryMs: number): boolean {
  if (perHour <= 0) return false;
  const partMs = 3_600_000 / perHour;
  return nowMs % partMs < Math.min(runEveryMs, partMs);
}

/** State of a connector and its tasks as the worker tells it: RUNNING, FAILED, PAUSED, STOPPED, UNASSIGNED, … */
export interface ConnectorStatus {
  readonly state: string;
  readonly tasks: readonly TaskStatus[];
  /** Why the connector itself failed, one line. */
  readonly why: string;
}

/** State of one task, and one line on why it failed. */
export interface TaskStatus {
  readonly id: number;
  readonly state: string;
  readonly why: string;
}

/** What a validation found wrong with one key. */
export interface KeyErrors {
  readonly key: string;
  readonly errors: readonly string[];
}

/** Names in an answer that is a list of them; anything else in it is left out. */
export function readNames(answer: unknown): readonly string[] {
  return Array.isArray(answer) ? answer.filter((name) => typeof name === "string") : [];
}

/** Classes in the answer to `GET /connector-plugins`. */
export function readPluginClasses(answer: unknown): readonly string[] {
  return readList(answer).map((plugin) => readText(plugin, "class"));
}

/** A connector's stored configuration, from the answer to `GET /connectors/NAME/config`. */
export function readConfig(answer: unknown): Readonly<Record<string, string>> {
  const config: Record<string, string> = {};
  if (!isObject(answer)) return config;
  for (const [key, value] of Object.entries(answer)) {
    if (typeof value === "string") config[key] = value;
  }
  return config;
}

/** Keys with errors, from the answer to `PUT /connector-plugins/CLASS/config/validate`. */
export function readValidation(answer: unknown): readonly KeyErrors[] {
  return readList(readKey(answer, "configs"))
    .map((config) => readKey(config, "value"))
    .map((value) => ({ key: readText(value, "name"), errors: readNames(readKey(value, "errors")) }))
    .filter((value) => value.errors.length > 0);
}

/** The answer to `GET /connectors/NAME/status`. */
export function readStatus(answer: unknown): ConnectorStatus {
  const connector = readKey(answer, "connector");
  return {
    state: readText(connector, "state"),
    why: firstLine(readText(connector, "trace")),
    tasks: readList(readKey(answer, "tasks")).map((task) => ({
      id: Number(readKey(task, "id")),
      state: readText(task, "state"),
      why: firstLine(readText(task, "trace")),
    })),
  };
}

/** The worker's own words on a refusal, one line. */
export function readMessage(answer: unknown): string {
  return firstLine(readText(answer, "message"));
}

/** Whether it runs: the connector, and each of at least one task. */
export function isRunning(status: ConnectorStatus): boolean {
  return status.state === "RUNNING" && status.tasks.length > 0 && isAll(status, "RUNNING");
}

/** Whether the connector or one of its tasks has failed. */
export function isFailed(status: ConnectorStatus): boolean {
  return status.state === "FAILED" || status.tasks.some((task) => task.state === "FAILED");
}

/** Whether a person has paused or stopped it: a state to leave alone. */
export function isHeld(status: ConnectorStatus): boolean {
  return status.state === "PAUSED" || status.state === "STOPPED";
}

/** What failed and why, one line for each. */
export function describeFailures(status: ConnectorStatus): readonly string[] {
  const connector = status.state === "FAILED" ? [`connector: ${status.why}`] : [];
  const tasks = status.tasks.filter((task) => task.state === "FAILED");
  return [...connector, ...tasks.map((task) => `task ${task.id}: ${task.why}`)];
}

function isAll(status: ConnectorStatus, state: string): boolean {
  return status.tasks.every((task) => task.state === state);
}

/** Values are quoted in some exceptions, so they are cut out of what is shown. */
function firstLine(text: string): string {
  return (text.split("\n", 1)[0] ?? "")
    .replaceAll(/Invalid value .* for configuration/g, "Invalid value (hidden) for configuration")
    .replaceAll(/:\/\/[^/@\s]*@/g, "://(hidden)@")
    .replaceAll(/((?:password|secret|token)\s*[=:]\s*)\S+/gi, "$1(hidden)")
    .slice(0, 500);
}

function isObject(value: unknown): value is object {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

function readKey(value: unknown, key: string): unknown {
  return isObject(value) ? new Map(Object.entries(value)).get(key) : undefined;
}

function readText(value: unknown, key: string): string {
  const text = readKey(value, key);
  return typeof text === "string" ? text : "";
}

function readList(value: unknown): readonly unknown[] {
  return Array.isArray(value) ? value : [];
}

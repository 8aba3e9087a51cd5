import { nearest } from "../nearest.ts";
import type { ConnectorProblem } from "./connector-problem.ts";
import { debeziumPostgres, extractNewRecordState } from "./debezium-postgres.ts";

/** Keys that every connector has, and key prefixes that open a space of their own. */
const common =
  /^(key|value|header)\.converter(\.|$)|^transforms(\.|$)|^predicates(\.|$)|^errors\.|^topic\.creation\.|^(producer|consumer|admin)\.override\.|^(topics|topics\.regex|exactly\.once\.support|transaction\.boundary(\.interval\.ms)?|offsets\.storage\.topic|reconciled\.by)$/u;
/** Keys that hand further settings to a client or a plugin of Debezium. */
const passedOn =
  /^(driver|custom\.metric|signal|database\.history|schema\.history|openlineage|converters|[\w-]+\.type$)/u;

const removed: Readonly<Record<string, string>> = {
  "database.server.name": "topic.prefix",
  "drop.tombstones": "delete.tombstone.handling.mode",
  "delete.handling.mode": "delete.tombstone.handling.mode",
  "column.blacklist": "column.exclude.list",
  "column.whitelist": "column.include.list",
  "table.blacklist": "table.exclude.list",
  "table.whitelist": "table.include.list",
  "schema.blacklist": "schema.exclude.list",
  "schema.whitelist": "schema.include.list",
  "slot.drop_on_stop": "slot.drop.on.stop",
};

const types = new Map(
  Object.entries(debeziumPostgres).flatMap(([type, keys]) =>
    keys.map((key) => [key, type] as const),
  ),
);
const checks: Readonly<Record<string, readonly [RegExp, string]>> = {
  BOOLEAN: [/^(true|false)$/iu, "true or false"],
  INT: [/^-?\d+$/u, "a whole number"],
  LONG: [/^-?\d+$/u, "a whole number"],
};

/** What Debezium's PostgreSQL connector would ignore or refuse. */
export function checkDebezium(config: ReadonlyMap<string, string>): readonly ConnectorProblem[] {
  const needed = ["topic.prefix", "database.hostname", "database.user", "database.dbname"];
  return [
    ...[...config].flatMap(([key, value]) => checkKey(key, value)),
    ...needed
      .filter((key) => !config.has(key))
      .map((key) => ({ key, says: `${key} is missing`, fix: `set ${key}` })),
    ...checkTransforms(config),
  ];
}

function checkKey(key: string, value: string): readonly ConnectorProblem[] {
  const type = types.get(key);
  if (type !== undefined) return checkType(key, value, type);
  if (removed[key] !== undefined) return [removedKey(key, key)];
  return common.test(key) || passedOn.test(key) ? [] : [unknownKey(key, types.keys())];
}

function checkType(key: string, value: string, type: string): readonly ConnectorProblem[] {
  const [pattern, name] = checks[type] ?? [];
  if (pattern === undefined || name === undefined) return [];
  if (pattern.test(value.trim()) || value.startsWith("${")) return [];
  return [{ key, says: `${key} must be ${name}, and is ${value}`, fix: `make it ${name}` }];
}

function removedKey(key: string, name: string): ConnectorProblem {
  return { key, says: `${key} is no longer read`, fix: `use ${removed[name] ?? "its successor"}` };
}

function unknownKey(key: string, known: Iterable<string>): ConnectorProblem {
  if (key === "bootstrap.servers") {
    return {
      key,
      says: `${key} is the worker's setting, and a connector does not read it`,
      fix: "take it out",
    };
  }
  const near = nearest(key, known);
  const fix = near === undefined ? "take it out" : `did you mean ${near}?`;
  return { key, says: `${key} is no key of Debezium's PostgreSQL connector`, fix };
}

function checkTransforms(config: ReadonlyMap<string, string>): readonly ConnectorProblem[] {
  const names = (config.get("transforms") ?? "")
    .split(",")
    .map((name) => name.trim())
    .filter(Boolean);
  return names.flatMap((name) => {
    const key = `transforms.${name}.type`;
    const type = config.get(key);
    if (type === undefined)
      return [{ key, says: `transform ${name} has no type`, fix: `set ${key}` }];
    if (type !== "io.debezium.transforms.ExtractNewRecordState") return [];
    const prefix = `transforms.${name}.`;
    const own = [...config.keys()]
      .filter((each) => each.startsWith(prefix))
      .map((each) => each.slice(prefix.length));
    return own
      .filter((each) => !["type", "predicate", "negate", ...extractNewRecordState].includes(each))
      .map((each) => unwrapKey(prefix, each));
  });
}

function unwrapKey(prefix: string, key: string): ConnectorProblem {
  if (removed[key] !== undefined) return removedKey(`${prefix}${key}`, key);
  const near = nearest(key, extractNewRecordState);
  const fix = near === undefined ? "take it out" : `did you mean ${prefix}${near}?`;
  return {
    key: `${prefix}${key}`,
    says: `${prefix}${key} is no key of ExtractNewRecordState`,
    fix,
  };
}

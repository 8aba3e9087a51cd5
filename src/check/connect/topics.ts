import { pointerTo } from "../../model/json-pointer.ts";
import type { Manifest } from "../../model/manifest.ts";
import { isMap } from "../../model/value.ts";
import { textOf, valueAt } from "../read-value.ts";
import type { LinkedScene } from "../rule.ts";
import { readConnectWorker } from "./connect-worker.ts";
import type { Connector } from "./read-connectors.ts";

/** One topic that something reads or writes, and where that is said. */
export interface TopicUse {
  readonly topic: string;
  /** A regular expression that must find one topic at least. */
  readonly isPattern: boolean;
  readonly manifest: Manifest;
  readonly pointer: string;
  /** Who uses it, for a person. */
  readonly who: string;
}

/** Every topic of a render. */
export interface Topics {
  readonly read: readonly TopicUse[];
  readonly written: readonly TopicUse[];
  /** Made before anyone uses them: by a job's list or as an object. */
  readonly created: ReadonlySet<string>;
  /** Made by whoever writes them. */
  readonly selfMade: ReadonlySet<string>;
}

/** Collect the topics that connectors, workers and stream jobs name. */
export function collectTopics(scene: LinkedScene): Topics {
  const connectors = scene.connectors;
  const workers = scene.workloads.map((w) => readConnectWorker(w)).filter((w) => w !== undefined);
  const written = connectors.flatMap((connector) => writtenBy(connector));
  const making = connectors.filter(({ config }) => config.has("topic.creation.default.partitions"));
  return {
    read: [
      ...connectors.flatMap((c) => readBy(c)),
      ...scene.manifests.flatMap((m) => readBySql(m)),
    ],
    written,
    created: new Set(scene.manifests.flatMap((manifest) => createdBy(manifest))),
    selfMade: new Set([
      ...making.flatMap((connector) => writtenBy(connector)).map(({ topic }) => topic),
      ...workers.flatMap(({ topics }) => topics),
      ...connectors.flatMap(({ config }) => deadLetters(config)),
    ]),
  };
}

function use(connector: Connector, topic: string, isPattern = false): TopicUse {
  const { manifest, pointer, name } = connector;
  return { topic, isPattern, manifest, pointer, who: `connector ${name}` };
}

function readBy(connector: Connector): readonly TopicUse[] {
  const pattern = connector.config.get("topics.regex");
  const topics = split(connector.config.get("topics"));
  return [
    ...topics.map((topic) => use(connector, topic)),
    ...(pattern === undefined ? [] : [use(connector, pattern, true)]),
  ];
}

/** Debezium names a topic for each table; a table list is of regular expressions, of which plain names are known. */
function writtenBy(connector: Connector): readonly TopicUse[] {
  const { config } = connector;
  const prefix = config.get("topic.prefix");
  if (prefix === undefined || config.get("connector.class")?.startsWith("io.debezium.") !== true)
    return [];
  const tables = split(config.get("table.include.list")).filter((table) =>
    /^[\w.-]+$/u.test(table),
  );
  const beats = Number(config.get("heartbeat.interval.ms") ?? "0") > 0;
  const heartbeat = `${config.get("topic.heartbeat.prefix") ?? "__debezium-heartbeat"}.${prefix}`;
  const topics = [...tables.map((table) => `${prefix}.${table}`), ...(beats ? [heartbeat] : [])];
  return topics.map((topic) => use(connector, topic));
}

function deadLetters(config: ReadonlyMap<string, string>): readonly string[] {
  const topic = config.get("errors.deadletterqueue.topic.name");
  return topic === undefined || topic === "" ? [] : [topic];
}

/** `'topic' = 'a;b'` of Flink's SQL. */
function readBySql(manifest: Manifest): readonly TopicUse[] {
  const data = manifest.body["data"];
  if (manifest.identity.kind !== "ConfigMap" || !isMap(data)) return [];
  return Object.entries(data).flatMap(([name, text]) => {
    if (typeof text !== "string" || !name.endsWith(".sql")) return [];
    const pointer = pointerTo("/data", name);
    const base = { manifest, pointer, who: name };
    const plain = [...text.matchAll(/'topic'\s*=\s*'([^']+)'/gu)].flatMap(([, list = ""]) =>
      list.split(";"),
    );
    const patterns = [...text.matchAll(/'topic-pattern'\s*=\s*'([^']+)'/gu)].map(
      ([, pattern = ""]) => pattern,
    );
    return [
      ...plain.map((topic) => ({ ...base, topic: topic.trim(), isPattern: false })),
      ...patterns.map((topic) => ({ ...base, topic, isPattern: true })),
    ];
  });
}

/** Topic objects of operators, and lists that a job works off: name, partitions, copies. */
function createdBy(manifest: Manifest): readonly string[] {
  const { kind, name } = manifest.identity;
  if (kind === "KafkaTopic" || kind === "Topic") {
    return [textOf(valueAt(manifest.body, "spec", "topicName")) ?? name];
  }
  const data = manifest.body["data"];
  if (kind !== "ConfigMap" || !isMap(data)) return [];
  return Object.entries(data).flatMap(([file, text]) =>
    typeof text === "string" && /topics[^/]*\.txt$/u.test(file) ? readList(text) : [],
  );
}

function readList(text: string): readonly string[] {
  return [...text.matchAll(/^([\w.-]+)\s+\d+\s+\d+(\s|$)/gmu)].map(([, topic = ""]) => topic);
}

function split(list: string | undefined): readonly string[] {
  return (list ?? "")
    .split(",")
    .map((each) => each.trim())
    .filter((each) => each !== "");
}

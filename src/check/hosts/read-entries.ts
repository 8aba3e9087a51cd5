import { pointerTo } from "../../model/json-pointer.ts";
import type { Manifest } from "../../model/manifest.ts";
import { asList, isMap, type Value } from "../../model/value.ts";
import { readVariables } from "../connect/connect-worker.ts";
import { textOf, valueAt } from "../read-value.ts";
import type { Container, Workload } from "../workloads.ts";
import type { Entry } from "./mention.ts";
import { portBeside, readConfigText } from "./read-config-text.ts";
import { readScrapeJobs } from "./read-scrape-jobs.ts";

/** Values that may name hosts, and the field they stand in. */
export interface EntrySource {
  readonly manifest: Manifest;
  readonly pointer: string;
  readonly entries: readonly Entry[];
  /** A Connect worker connects, not who reads it. */
  readonly isConnector?: boolean;
  /** Who stands at this address connects, not who reads it. */
  readonly via?: string;
}

/** What the containers of a workload are told: variables, command, arguments. */
export function readWorkloadEntries(workload: Workload): readonly EntrySource[] {
  const { manifest } = workload;
  return workload.containers.flatMap((container) => {
    const variables = readVariables(container);
    return [
      ...readEnv(container, variables).map((source) => ({ ...source, manifest })),
      ...["command", "args"].flatMap((field) =>
        readWords(container, field, variables).map((source) => ({ ...source, manifest })),
      ),
    ];
  });
}

/** The text that a ConfigMap holds. */
export function readConfigMapEntries(manifest: Manifest): readonly EntrySource[] {
  const data = manifest.body["data"];
  if (!isMap(data)) return [];
  const texts = new Map(Object.entries(data));
  return [...texts].flatMap(([name, text]) => {
    if (typeof text !== "string") return [];
    const pointer = pointerTo("/data", name);
    const jobs = readScrapeJobs(text);
    if (jobs !== undefined) return jobs.map((job) => ({ manifest, pointer, ...job }));
    const port = portBeside(texts, name);
    const entries = port === undefined ? readConfigText(name, text) : [{ key: name, text, port }];
    const isConnector = text.includes('"connector.class"');
    return [{ manifest, pointer, entries: [...entries, ...readRegion(text)], isConnector }];
  });
}

/** A client that is told a region and no address goes to AWS: an S3 sink, Flink's file system. */
function readRegion(text: string): readonly Entry[] {
  const [, key = "", region] =
    /"?(s3\.region|fs\.s3a\.endpoint\.region)"?\s*:\s*"?([a-z]+-[a-z-]+-\d)"?/u.exec(text) ?? [];
  if (region === undefined || /"?(store\.url|s3\.endpoint)"?\s*:/u.test(text)) return [];
  const domain = region.startsWith("cn-") ? "amazonaws.com.cn" : "amazonaws.com";
  return [{ key, text: `https://s3.${region}.${domain}` }];
}

/** Fields of custom resources that hold addresses, by `group/Kind`. */
const addressFields: Readonly<Record<string, readonly (readonly string[])[]>> = {
  "monitoring.coreos.com/Probe": [
    ["spec", "prober", "url"],
    ["spec", "targets", "staticConfig", "static"],
  ],
  "monitoring.coreos.com/ScrapeConfig": [["spec", "staticConfigs"]],
  "monitoring.coreos.com/Prometheus": [
    ["spec", "remoteWrite"],
    ["spec", "remoteRead"],
  ],
  "kafka.strimzi.io/KafkaConnect": [["spec"]],
  "kafka.strimzi.io/KafkaConnector": [["spec", "config"]],
  "flink.apache.org/FlinkDeployment": [
    ["spec", "flinkConfiguration"],
    ["spec", "job"],
  ],
};

/** What a custom resource says in its address fields. */
export function readResourceEntries(manifest: Manifest): readonly EntrySource[] {
  const { group, kind } = manifest.identity;
  return (addressFields[`${group}/${kind}`] ?? []).flatMap((path) => {
    const value = valueAt(manifest.body, ...path);
    if (value === undefined) return [];
    const text = typeof value === "string" ? value : JSON.stringify(value);
    const prober = path.includes("targets")
      ? textOf(valueAt(manifest.body, "spec", "prober", "url"))
      : undefined;
    const entries = readConfigText("targets", text);
    return [
      {
        manifest,
        pointer: pointerTo("", ...path),
        entries,
        ...(prober === undefined ? {} : { via: prober }),
      },
    ];
  });
}

type Variables = ReadonlyMap<string, string>;

type Source = Omit<EntrySource, "manifest">;

function readEnv({ spec, pointer }: Container, variables: Variables): readonly Source[] {
  return asList(spec["env"]).flatMap((entry, index) => {
    const name = textOf(valueAt(entry, "name"));
    const value = textOf(valueAt(entry, "value"));
    if (name === undefined || value === undefined) return [];
    const text = expand(value, variables);
    const port = portBeside(variables, name);
    const entries = port === undefined ? readConfigText(name, text) : [{ key: name, text, port }];
    return [{ pointer: pointerTo(pointer, "env", index, "value"), entries }];
  });
}

/** A word's key is the flag before it, or the one that it begins with. */
function readWords(container: Container, field: string, variables: Variables): readonly Source[] {
  const words = asList(container.spec[field]);
  return words.flatMap((word, index) => {
    if (typeof word !== "string") return [];
    const text = expand(word, variables);
    const [, flag, value] = /^--?([\w.-]+)=([\s\S]*)$/u.exec(text) ?? [];
    const key = flag ?? flagBefore(words[index - 1]);
    const entries = readConfigText(key, value ?? text);
    return [{ pointer: pointerTo(container.pointer, field, index), entries }];
  });
}

function flagBefore(word: Value | undefined): string {
  return typeof word === "string" && word.startsWith("-") ? word.replace(/^-+/u, "") : "";
}

/** `$(NAME)` as Kubernetes fills it in, and `${NAME}` as a shell does, where the value is known. */
function expand(text: string, variables: Variables): string {
  if (!text.includes("$")) return text;
  return text.replaceAll(/\$(?:\((\w+)\)|\{(\w+)\})/gu, (whole, plain?: string, shell?: string) => {
    const value = variables.get(plain ?? shell ?? "");
    return value === undefined || value === "" ? whole : value;
  });
}

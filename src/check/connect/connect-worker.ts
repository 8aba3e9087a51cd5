import { asList } from "../../model/value.ts";
import { textOf, valueAt } from "../read-value.ts";
import type { Container, Workload } from "../workloads.ts";

/** A workload that runs Kafka Connect in distributed mode: what makes it one cluster. */
export interface ConnectWorker {
  readonly workload: Workload;
  readonly container: Container;
  readonly groupId: string;
  /** Its own topics: configs, offsets, status. */
  readonly topics: readonly string[];
  readonly variables: ReadonlyMap<string, string>;
}

const prefixes = ["", "CONNECT_"];
const topicNames = ["CONFIG_STORAGE_TOPIC", "OFFSET_STORAGE_TOPIC", "STATUS_STORAGE_TOPIC"];

/** The Connect worker that a workload runs, by the variables that its images go by. */
export function readConnectWorker(workload: Workload): ConnectWorker | undefined {
  for (const container of workload.containers) {
    const variables = readVariables(container);
    for (const prefix of prefixes) {
      const groupId = variables.get(`${prefix}GROUP_ID`);
      const topics = topicNames
        .map((name) => variables.get(`${prefix}${name}`))
        .filter((t) => t !== undefined);
      if (groupId !== undefined && topics.length > 0) {
        return { workload, container, groupId, topics, variables };
      }
    }
  }
  return undefined;
}

/** The variables of a container that are written out. */
export function readVariables({ spec }: Container): ReadonlyMap<string, string> {
  const pairs = asList(spec["env"]).flatMap((entry) => {
    const name = textOf(valueAt(entry, "name"));
    const value = textOf(valueAt(entry, "value"));
    return name === undefined || value === undefined ? [] : [[name, value] as const];
  });
  return new Map(pairs);
}

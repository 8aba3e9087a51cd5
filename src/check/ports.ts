import { asList, type Value } from "../model/value.ts";
import { textOf, valueAt } from "./read-value.ts";
import type { Workload } from "./workloads.ts";

/** One port that a container says it listens on. */
export interface ContainerPort {
  readonly number: number;
  readonly name: string | undefined;
  /** `TCP`, `UDP` or `SCTP`. */
  readonly transport: string;
}

/** Every port that the long-running containers of a workload declare. */
export function readContainerPorts(workload: Workload): readonly ContainerPort[] {
  return workload.containers
    .filter(({ isInit }) => !isInit)
    .flatMap(({ spec }) => asList(spec["ports"]).flatMap((port) => readPort(port)));
}

function readPort(port: Value): readonly ContainerPort[] {
  const number = valueAt(port, "containerPort");
  if (typeof number !== "number") return [];
  const transport = textOf(valueAt(port, "protocol")) ?? "TCP";
  return [{ number, name: textOf(valueAt(port, "name")), transport }];
}

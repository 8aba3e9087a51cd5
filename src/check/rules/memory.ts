import type { Finding } from "../../model/finding.ts";
import { pointerTo } from "../../model/json-pointer.ts";
import { asList } from "../../model/value.ts";
import { placeIn } from "../object-name.ts";
import { readHeap, readQuantity } from "../quantity.ts";
import { textOf, valueAt } from "../read-value.ts";
import type { RuleResult } from "../rule.ts";
import type { Scene } from "../scene.ts";
import type { Container, Workload } from "../workloads.ts";

/** A Java heap leaves room below its container's memory limit: threads, classes and buffers come on top. */
export function checkMemory(scene: Scene): RuleResult {
  return {
    findings: scene.workloads.flatMap((workload) =>
      workload.containers.flatMap((container) => checkHeap(workload, container)),
    ),
  };
}

function checkHeap(workload: Workload, container: Container): readonly Finding[] {
  const limit = textOf(valueAt(container.spec, "resources", "limits", "memory"));
  const limitBytes = limit === undefined ? undefined : readQuantity(limit);
  if (limit === undefined || limitBytes === undefined) return [];
  return asList(container.spec["env"]).flatMap((entry, index) => {
    const heapBytes = readHeap(textOf(valueAt(entry, "value")) ?? "");
    if (heapBytes === undefined || heapBytes < limitBytes) return [];
    const name = textOf(valueAt(entry, "name")) ?? "";
    return [
      {
        code: "LINK_HEAP",
        level: "error",
        at: placeIn(workload.manifest, pointerTo(container.pointer, "env", index, "value")),
        says: `${name} gives Java a heap of ${Math.round(heapBytes / 2 ** 20)}Mi in a container of ${limit}`,
        fix: "keep -Xmx at three quarters of the memory limit at most",
      } satisfies Finding,
    ];
  });
}

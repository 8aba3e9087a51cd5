import type { Finding } from "../../model/finding.ts";
import { pointerTo } from "../../model/json-pointer.ts";
import { readConnectWorker, type ConnectWorker } from "../connect/connect-worker.ts";
import { placeIn } from "../object-name.ts";
import type { RuleResult } from "../rule.ts";
import type { Scene } from "../scene.ts";

/** No two Connect clusters share a group or a topic of their own: one would take over the other's connectors. */
export function checkConnectClusters(scene: Scene): RuleResult {
  const workers = scene.workloads.map((w) => readConnectWorker(w)).filter((w) => w !== undefined);
  const groups = Map.groupBy(workers, ({ groupId }) => groupId);
  const owners = workers.flatMap((worker) => worker.topics.map((topic) => ({ topic, worker })));
  const topics = Map.groupBy(owners, ({ topic }) => topic);
  return {
    findings: [
      ...[...groups].flatMap(([group, sharing]) => shared(`group.id ${group}`, sharing)),
      ...[...topics].flatMap(([topic, sharing]) =>
        shared(
          `topic ${topic}`,
          sharing.map(({ worker }) => worker),
        ),
      ),
    ],
  };
}

function shared(what: string, [first, ...others]: readonly ConnectWorker[]): readonly Finding[] {
  return others.map(({ workload, container }) => ({
    code: "LINK_CONNECT_SHARED",
    level: "error",
    at: placeIn(workload.manifest, pointerTo(container.pointer, "env")),
    says: `${workload.manifest.identity.name} and ${first?.workload.manifest.identity.name ?? ""} both use ${what}`,
    fix: "give each Connect cluster a group.id and three topics of its own",
  }));
}

import type { Finding } from "../../model/finding.ts";
import { pointerTo } from "../../model/json-pointer.ts";
import { readConnectWorker } from "../connect/connect-worker.ts";
import type { Connection } from "../hosts/connection.ts";
import { placeIn } from "../object-name.ts";
import { valueAt } from "../read-value.ts";
import type { LinkedScene, RuleResult } from "../rule.ts";
import type { Workload } from "../workloads.ts";

const workerKeys = /^(CONNECT_)?(CONFIG|OFFSET|STATUS)_STORAGE_REPLICATION_FACTOR$/u;
const connectorKeys =
  /^(topic\.creation\.[\w-]+\.replication\.factor|errors\.deadletterqueue\.topic\.replication\.factor)$/u;

interface Wish {
  readonly finding: Omit<Finding, "says" | "fix">;
  readonly key: string;
  readonly copies: number;
  readonly worker: Workload;
}

/** No topic wants more copies than the brokers that its worker talks to can hold. */
export function checkReplication(scene: LinkedScene): RuleResult {
  return {
    findings: [...workerWishes(scene), ...connectorWishes(scene)].flatMap((wanted) => {
      const brokers = brokersOf(scene.connections, wanted.worker);
      if (brokers === undefined || wanted.copies <= brokers) return [];
      const there = `${brokers} ${brokers === 1 ? "broker" : "brokers"}`;
      const says = `${wanted.key} wants ${wanted.copies} copies, and there ${brokers === 1 ? "is" : "are"} ${there}`;
      return [{ ...wanted.finding, says, fix: `set it to ${brokers}, or run more brokers` }];
    }),
  };
}

function workerWishes({ workloads }: LinkedScene): readonly Wish[] {
  return workloads.flatMap((workload) => {
    const worker = readConnectWorker(workload);
    if (worker === undefined) return [];
    const { container, variables } = worker;
    const at = placeIn(workload.manifest, pointerTo(container.pointer, "env"));
    const settings = [...variables].filter(([key]) => workerKeys.test(key));
    return settings.map(([key, value]) => wish(key, value, { at, worker: workload }));
  });
}

function connectorWishes(scene: LinkedScene): readonly Wish[] {
  return scene.connectors.flatMap(({ config, manifest, pointer, workers }) => {
    const [worker] = workers;
    if (worker === undefined) return [];
    const at = placeIn(manifest, pointer);
    const settings = [...config].filter(([key]) => connectorKeys.test(key));
    return settings.map(([key, value]) => wish(key, value, { at, worker: worker.workload }));
  });
}

/** -1 leaves it to the brokers. */
function wish(key: string, value: string, spot: Pick<Finding, "at"> & Pick<Wish, "worker">): Wish {
  const { at, worker } = spot;
  const copies = /^\d+$/u.test(value) ? Number(value) : 0;
  return { finding: { code: "LINK_REPLICATION", level: "error", at }, key, copies, worker };
}

/** The pods behind a worker's bootstrap address; unknown when it leads outside. */
function brokersOf(connections: readonly Connection[], worker: Workload): number | undefined {
  const connection = connections.find(
    ({ clients, key }) => clients.includes(worker) && /bootstrap/iu.test(key),
  );
  const [brokers] = connection?.servers ?? [];
  if (brokers === undefined) return undefined;
  const replicas = valueAt(brokers.manifest.body, "spec", "replicas") ?? 1;
  return typeof replicas === "number" ? replicas : undefined;
}

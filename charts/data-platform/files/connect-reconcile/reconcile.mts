import { setTimeout as sleep } from "node:timers/promises";
import {
  describeFailures,
  isFailed,
  isHeld,
  isRunning,
  readConfig,
  readNames,
  readPluginClasses,
  readStatus,
  readValidation,
  type ConnectorStatus,
} from "./answers.mts";
import {
  changedKeys,
  describeErrors,
  exit,
  isDebezium,
  isSameConfig,
  ownerKey,
  ReconcileError,
  type Connector,
} from "./connectors.mts";
import { callWorker, waitForHealth, type WorkerSettings } from "./worker.mts";

/** What is wanted of one Connect cluster, and what may be done for it. */
export interface Wish extends WorkerSettings {
  readonly connectors: readonly Connector[];
  /** Written into each connector's configuration; only connectors that carry it are ever removed. */
  readonly owner: string;
  readonly mayRestart: boolean;
  readonly mayLoseSlots: boolean;
  /** How long a changed or restarted connector may take until it runs. */
  readonly settleMs: number;
  readonly say: (line: string) => void;
}

const pollMs = 500;
/** After a change the old state is still shown for a moment: this many looks in a row must agree. */
const steadyLooks = 4;

/**
 * Make the cluster's connectors what is wanted: missing ones created, different ones changed, failed ones
 * restarted, left-over own ones removed. One that goes wrong does not keep the others back.
 * @returns the exit code: 0, or the code of the worst thing that happened
 * @throws ReconcileError when the worker cannot be reached
 */
export async function reconcile(wish: Wish): Promise<number> {
  await waitForHealth(wish);
  await checkPlugins(wish);
  let worst: number = exit.done;
  for (const connector of wish.connectors) {
    worst = Math.max(worst, await reconcileOne(wish, connector));
  }
  await removeLeftOvers(wish);
  return worst;
}

async function checkPlugins(wish: Wish): Promise<void> {
  const answer = await callWorker(wish, { method: "GET", path: "/connector-plugins" });
  const there = new Set(readPluginClasses(answer === "missing" ? [] : answer.body));
  const wanted = new Set(wish.connectors.map((it) => it.config["connector.class"] ?? ""));
  const missing = [...wanted].filter((name) => !there.has(name));
  if (missing.length === 0) return;
  // Plugins are loaded before the worker answers, so waiting would not bring them.
  throw new ReconcileError(
    `the worker has no plugin ${missing.join(", ")}; put it into the image or let the init container fetch it`,
    exit.input,
  );
}

async function reconcileOne(wish: Wish, connector: Connector): Promise<number> {
  if (!(await isValid(wish, connector))) return exit.input;
  const hasChanged = await apply(wish, connector);
  return heal(wish, connector.name, hasChanged);
}

async function isValid(wish: Wish, connector: Connector): Promise<boolean> {
  const plugin = encodeURIComponent(connector.config["connector.class"] ?? "");
  const path = `/connector-plugins/${plugin}/config/validate`;
  const call = { method: "PUT", path, body: connector.config, isSecret: true } as const;
  const answer = await callWorker(wish, call);
  const wrong = answer === "missing" ? [] : readValidation(answer.body);
  for (const { key, errors } of wrong) {
    wish.say(`${connector.name}: not valid: ${describeErrors(key, errors)}`);
  }
  return wrong.length === 0;
}

async function apply(wish: Wish, connector: Connector): Promise<boolean> {
  const path = `/connectors/${encodeURIComponent(connector.name)}/config`;
  const answer = await callWorker(wish, { method: "GET", path });
  const now = answer === "missing" ? undefined : readConfig(answer.body);
  if (now !== undefined && isSameConfig(now, connector.config)) return false;
  await callWorker(wish, { method: "PUT", path, body: connector.config, isSecret: true });
  const keys = changedKeys(now ?? {}, connector.config);
  wish.say(`${connector.name}: ${now === undefined ? "created" : `changed ${keys.join(", ")}`}`);
  return true;
}

async function heal(wish: Wish, name: string, hasChanged: boolean): Promise<number> {
  let status = hasChanged ? await settle(wish, name) : await look(wish, name);
  if (isFailed(status) && wish.mayRestart) {
    sayFailures(wish, name, status);
    await restart(wish, name);
    status = await settle(wish, name);
  }
  return judge(wish, name, status);
}

function judge(wish: Wish, name: string, status: ConnectorStatus): number {
  if (isRunning(status)) {
    wish.say(`${name}: runs, ${status.tasks.length} of ${status.tasks.length} tasks`);
    return exit.done;
  }
  if (isHeld(status)) {
    wish.say(`${name}: ${status.state}, left as it is`);
    return exit.done;
  }
  if (!isFailed(status)) wish.say(`${name}: does not run yet (${status.state || "no state"})`);
  sayFailures(wish, name, status);
  return exit.failed;
}

function sayFailures(wish: Wish, name: string, status: ConnectorStatus): void {
  for (const line of describeFailures(status)) wish.say(`${name}: FAILED ${line}`);
}

async function restart(wish: Wish, name: string): Promise<void> {
  const query = "includeTasks=true&onlyFailed=true";
  const path = `/connectors/${encodeURIComponent(name)}/restart?${query}`;
  await callWorker(wish, { method: "POST", path });
  wish.say(`${name}: restarted what had failed`);
}

async function look(wish: Wish, name: string): Promise<ConnectorStatus> {
  const path = `/connectors/${encodeURIComponent(name)}/status`;
  const answer = await callWorker(wish, { method: "GET", path });
  return readStatus(answer === "missing" ? undefined : answer.body);
}

async function settle(wish: Wish, name: string): Promise<ConnectorStatus> {
  const endMs = Date.now() + wish.settleMs;
  let looks = 0;
  let before = "";
  for (;;) {
    const status = await look(wish, name);
    const outcome = readOutcome(status);
    looks = outcome === before ? looks + 1 : 1;
    before = outcome;
    const isSteady = outcome !== "" && looks >= steadyLooks;
    if (isSteady || Date.now() >= endMs) return status;
    await sleep(pollMs, undefined, { signal: wish.signal });
  }
}

function readOutcome(status: ConnectorStatus): string {
  if (isFailed(status)) return "failed";
  if (isHeld(status)) return "held";
  return isRunning(status) ? "runs" : "";
}

async function removeLeftOvers(wish: Wish): Promise<void> {
  const answer = await callWorker(wish, { method: "GET", path: "/connectors" });
  const wanted = new Set(wish.connectors.map((connector) => connector.name));
  const others = readNames(answer === "missing" ? [] : answer.body);
  for (const name of others.filter((it) => !wanted.has(it))) await removeIfOwn(wish, name);
}

async function removeIfOwn(wish: Wish, name: string): Promise<void> {
  const path = `/connectors/${encodeURIComponent(name)}`;
  const answer = await callWorker(wish, { method: "GET", path: `${path}/config` });
  const config = answer === "missing" ? {} : readConfig(answer.body);
  if (config[ownerKey] !== wish.owner) {
    wish.say(`${name}: is not ours, left as it is`);
  } else if (isDebezium(config) && !wish.mayLoseSlots) {
    wish.say(
      `${name}: no longer wanted, but its replication slot would be left to fill the disk; set allowSlotLoss`,
    );
  } else {
    await callWorker(wish, { method: "DELETE", path });
    wish.say(`${name}: removed`);
  }
}

// Registers the connectors of one Kafka Connect cluster and heals them. Run by a Job after each install or upgrade,
// and by a CronJob in between. Needs Node 22.18 or newer and nothing else.
//
// CONNECT_URL           base address of the cluster's REST interface
// CONNECTORS_DIR        folder of <connector>.json files: the inner configuration map
// OWNER                 mark written into each connector; only marked ones are removed
// WAIT_SECONDS          how long a call is tried again before giving up (300)
// REQUEST_SECONDS       how long one request may take (100: Connect itself gives up after 90)
// SETTLE_SECONDS        how long a changed connector may take to run (60)
// RESTARTS_PER_HOUR     limit for restarts of what failed (6); ALWAYS for a run that a person asked for
// RUN_EVERY_SECONDS     how often this runs, for that limit (120)
// ALLOW_SLOT_LOSS       "true": a Debezium connector may be removed; its replication slot has to be dropped by hand
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import {
  exit,
  isRestartDue,
  readConnectors,
  ReconcileError,
  type ConfigFile,
} from "./connectors.mts";
import { reconcile, type Wish } from "./reconcile.mts";

const stop = new AbortController();

function readWish(env: NodeJS.ProcessEnv): Wish {
  const owner = required(env, "OWNER");
  return {
    url: readUrl(required(env, "CONNECT_URL")),
    connectors: readConnectors(readFiles(required(env, "CONNECTORS_DIR")), owner),
    owner,
    requestTimeoutMs: seconds(env, "REQUEST_SECONDS", 100),
    waitMs: seconds(env, "WAIT_SECONDS", 300),
    settleMs: seconds(env, "SETTLE_SECONDS", 60),
    mayRestart: readMayRestart(env),
    mayLoseSlots: env["ALLOW_SLOT_LOSS"] === "true",
    signal: stop.signal,
    say: (line) => void process.stdout.write(`${line}\n`),
  };
}

function readMayRestart(env: NodeJS.ProcessEnv): boolean {
  if (env["RESTARTS_PER_HOUR"] === "ALWAYS") return true;
  const perHour = seconds(env, "RESTARTS_PER_HOUR", 6) / 1000;
  return isRestartDue(Date.now(), perHour, seconds(env, "RUN_EVERY_SECONDS", 120));
}

function required(env: NodeJS.ProcessEnv, name: string): string {
  const value = env[name];
  if (value === undefined || value === "")
    throw new ReconcileError(`${name} is not set`, exit.usage);
  return value;
}

function seconds(env: NodeJS.ProcessEnv, name: string, fallback: number): number {
  const text = env[name] ?? String(fallback);
  if (!/^\d{1,6}$/.test(text))
    throw new ReconcileError(`${name} must be a whole number`, exit.usage);
  return Number(text) * 1000;
}

function readUrl(text: string): string {
  if (URL.canParse(text) && /^https?:$/.test(new URL(text).protocol))
    return text.replace(/\/+$/, "");
  throw new ReconcileError("CONNECT_URL must be an http or https address", exit.usage);
}

function readFiles(folder: string): readonly ConfigFile[] {
  try {
    const names = readdirSync(folder).filter((name) => name.endsWith(".json"));
    return names.map((name) => ({ name, text: readFileSync(join(folder, name), "utf8") }));
  } catch (error) {
    const why = error instanceof Error ? error.message : "";
    throw new ReconcileError(`the connectors cannot be read: ${why}`, exit.usage);
  }
}

async function main(): Promise<number> {
  try {
    return await reconcile(readWish(process.env));
  } catch (error) {
    if (stop.signal.aborted) return 143;
    if (!(error instanceof ReconcileError)) throw error;
    process.stdout.write(`${error.message}\n`);
    return error.exitCode;
  }
}

// As process 1 of a container Node would not end at SIGTERM by itself.
for (const name of ["SIGTERM", "SIGINT"]) process.once(name, () => stop.abort());
process.exitCode = await main();

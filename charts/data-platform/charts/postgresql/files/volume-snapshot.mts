// Takes a snapshot of the database's volume, waits until it can be restored from, and then removes the oldest
// ones beyond KEEP. A snapshot of one volume is a moment in time: PostgreSQL recovers from it as after a power
// failure. Run by a CronJob; needs Node 22.18 or newer and nothing else.
//
// API_SERVER        base address of the cluster's API
// TOKEN_FILE        token of a ServiceAccount that may create, list and delete VolumeSnapshots
// NAMESPACE         where claim and snapshots are
// CLAIM             the volume's claim; snapshots are called after it
// SNAPSHOT_CLASS    empty: the cluster's default class
// KEEP              how many snapshots stay
// WAIT_SECONDS      how long a snapshot may take (1800)
import { readFileSync } from "node:fs";
import { setTimeout as wait } from "node:timers/promises";

interface Snapshot {
  readonly metadata: { readonly name: string; readonly creationTimestamp: string };
  readonly status?: {
    readonly readyToUse?: boolean;
    readonly error?: { readonly message?: string };
  };
}

const label = "platform/volume";
const { API_SERVER = "", NAMESPACE = "", CLAIM = "", SNAPSHOT_CLASS = "" } = process.env;
const path = `/apis/snapshot.storage.k8s.io/v1/namespaces/${NAMESPACE}/volumesnapshots`;
const keep = Number(process.env["KEEP"]);
const waitMs = Number(process.env["WAIT_SECONDS"] ?? 1800) * 1000;

async function call(method: string, url: string, body?: unknown): Promise<unknown> {
  // Read anew each time: the kubelet renews the token.
  const token = readFileSync(process.env["TOKEN_FILE"] ?? "", "utf8").trim();
  const response = await fetch(`${API_SERVER}${url}`, {
    method,
    headers: { authorization: `Bearer ${token}`, "content-type": "application/json" },
    signal: AbortSignal.timeout(30_000),
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
  });
  const text = await response.text();
  if (response.ok) return JSON.parse(text);
  const hint =
    response.status === 404 ? " (are the snapshot CRDs and controller in the cluster?)" : "";
  throw new Error(`${method} ${url}: ${response.status}${hint} ${text.slice(0, 300)}`);
}

function isSnapshot(value: unknown): value is Snapshot {
  return typeof value === "object" && value !== null && "metadata" in value;
}

async function takeSnapshot(): Promise<Snapshot> {
  const snapshotClass = SNAPSHOT_CLASS === "" ? {} : { volumeSnapshotClassName: SNAPSHOT_CLASS };
  const taken = await call("POST", path, {
    apiVersion: "snapshot.storage.k8s.io/v1",
    kind: "VolumeSnapshot",
    metadata: { generateName: `${CLAIM}-`, labels: { [label]: CLAIM } },
    spec: { ...snapshotClass, source: { persistentVolumeClaimName: CLAIM } },
  });
  if (!isSnapshot(taken)) throw new Error("the API answered with something else than a snapshot");
  return taken;
}

async function untilReady(name: string): Promise<void> {
  for (const end = Date.now() + waitMs; Date.now() < end; await wait(Math.min(2000, waitMs / 10))) {
    const now = await call("GET", `${path}/${name}`);
    if (!isSnapshot(now)) continue;
    if (now.status?.readyToUse === true) return;
    // The controller tries again by itself: said here, and decided when time is up.
    if (now.status?.error?.message !== undefined) say(`not yet: ${now.status.error.message}`);
  }
  throw new Error(`${name} was not ready within ${waitMs / 1000} s; nothing was removed`);
}

async function removeOldest(): Promise<void> {
  const list = await call(
    "GET",
    `${path}?labelSelector=${encodeURIComponent(`${label}=${CLAIM}`)}`,
  );
  const items: unknown =
    typeof list === "object" && list !== null && "items" in list ? list.items : [];
  const ready = (Array.isArray(items) ? items.filter(isSnapshot) : [])
    .filter((snapshot) => snapshot.status?.readyToUse === true)
    .toSorted((a, b) => (a.metadata.creationTimestamp < b.metadata.creationTimestamp ? 1 : -1));
  for (const { metadata } of ready.slice(keep)) {
    await call("DELETE", `${path}/${metadata.name}`);
    say(`removed ${metadata.name} of ${metadata.creationTimestamp}`);
  }
}

function say(line: string): void {
  process.stdout.write(`${line}\n`);
}

try {
  if (!(keep >= 1)) throw new Error("KEEP must be 1 or more");
  const { metadata } = await takeSnapshot();
  await untilReady(metadata.name);
  say(`${metadata.name} can be restored from`);
  await removeOldest();
} catch (error) {
  process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
  process.exitCode = 1;
}

import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { createServer, type IncomingMessage, type Server, type ServerResponse } from "node:http";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { runCommand } from "../../src/host/run-command.ts";
import type { CommandResult } from "../../src/model/command.ts";

const script = "charts/data-platform/charts/postgresql/files/volume-snapshot.mts";
const claim = "data-dp-postgresql-0";
const path = "/apis/snapshot.storage.k8s.io/v1/namespaces/ns/volumesnapshots";

interface Snapshot {
  readonly metadata: { readonly name: string; readonly creationTimestamp: string };
  readonly status: { readyToUse: boolean };
}

let server: Server;
let folder = "";
let snapshots: Snapshot[] = [];
let asked: string[] = [];
let polls = 0;
let becomesReadyAfter = 1;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), "keelson-snapshot-"));
  await writeFile(join(folder, "token"), "the-token\n");
  snapshots = [1, 2, 3].map((day) => snapshot(`old-${day}`, `2026-01-0${day}T02:15:00Z`, true));
  asked = [];
  polls = 0;
  becomesReadyAfter = 1;
  server = createServer(answer);
  await new Promise<void>((resolve) => {
    server.listen(0, "127.0.0.1", resolve);
  });
});
afterEach(async () => {
  await new Promise((resolve) => {
    server.close(resolve);
  });
  await rm(folder, { recursive: true });
});

function snapshot(name: string, creationTimestamp: string, readyToUse: boolean): Snapshot {
  return { metadata: { name, creationTimestamp }, status: { readyToUse } };
}

/** The cluster's API, as far as snapshots go. */
function answer(request: IncomingMessage, response: ServerResponse): void {
  const { method = "", url = "", headers } = request;
  asked.push(`${method} ${decodeURIComponent(url).replace(path, "")}`);
  if (headers.authorization !== "Bearer the-token") response.writeHead(401).end("Unauthorized");
  else if (method === "POST") response.end(JSON.stringify(take()));
  else if (method === "DELETE") response.end("{}");
  else if (url.includes("?")) response.end(JSON.stringify({ items: snapshots }));
  else response.end(JSON.stringify(poll(url)));
}

function take(): Snapshot {
  const taken = snapshot(`${claim}-x7f2k`, "2026-01-04T02:15:00Z", false);
  snapshots.unshift(taken);
  return taken;
}

function poll(url: string): Snapshot | undefined {
  polls += 1;
  const found = snapshots.find(({ metadata }) => url.endsWith(metadata.name));
  if (found !== undefined) found.status.readyToUse = polls >= becomesReadyAfter;
  return found;
}

function run(environment: Record<string, string> = {}): Promise<CommandResult> {
  const address = server.address();
  const port = typeof address === "object" && address !== null ? address.port : 0;
  return runCommand({
    program: process.execPath,
    args: [script],
    environment: {
      API_SERVER: `http://127.0.0.1:${port}`,
      TOKEN_FILE: join(folder, "token"),
      NAMESPACE: "ns",
      CLAIM: claim,
      KEEP: "2",
      WAIT_SECONDS: "2",
      ...environment,
    },
  });
}

describe("the snapshots of the database's volume", () => {
  test("one is taken, waited for, and only then are the oldest removed", async () => {
    becomesReadyAfter = 3;
    expect(await run()).toMatchObject({ exitCode: 0, stderr: "" });
    expect(asked).toEqual([
      "POST ",
      `GET /${claim}-x7f2k`,
      `GET /${claim}-x7f2k`,
      `GET /${claim}-x7f2k`,
      `GET ?labelSelector=platform/volume=${claim}`,
      "DELETE /old-2",
      "DELETE /old-1",
    ]);
  });

  test("one that does not become ready removes nothing and fails", async () => {
    becomesReadyAfter = 1000;
    const { exitCode, stderr } = await run({ WAIT_SECONDS: "1" });
    expect(exitCode).toBe(1);
    expect(stderr).toContain("was not ready within 1 s; nothing was removed");
    expect(asked.some((line) => line.startsWith("DELETE"))).toBe(false);
  });

  test("a refusal is told with the API's own words, without the token", async () => {
    await writeFile(join(folder, "token"), "another");
    const { exitCode, stderr } = await run();
    expect(exitCode).toBe(1);
    expect(stderr).toContain("401 Unauthorized");
    expect(stderr).not.toContain("another");
  });

  test("keeping none is refused before anything is asked", async () => {
    expect(await run({ KEEP: "0" })).toMatchObject({
      exitCode: 1,
      stderr: "KEEP must be 1 or more\n",
    });
    expect(asked).toEqual([]);
  });
});

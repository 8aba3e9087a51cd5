import { once } from "node:events";
import { createServer } from "node:http";
import { openAwsSecretStore } from "../../src/host/aws-secret-store.ts";
import type { Bench, Outcome } from "./row.ts";

const count = 500;
const delayMs = 40;
const sample = 25;
const most = 0.1;

/** Five hundred secrets looked at side by side, and one after another, over a line that takes its time. */
export const checkRemote: Bench = {
  name: `check ${count} remote secrets`,
  goal: `at most ${most} × of one call after another`,
  run: measureCheck,
};

async function measureCheck(): Promise<Outcome> {
  const server = createServer((_request, response) => {
    response.setHeader("content-type", "application/x-amz-json-1.1");
    setTimeout(() => response.end('{"VersionIdsToStages":{"v":["AWSCURRENT"]}}'), delayMs);
  }).listen(0, "127.0.0.1");
  await once(server, "listening");
  const address = server.address();
  const port = typeof address === "object" && address !== null ? address.port : 0;
  Object.assign(process.env, {
    AWS_ENDPOINT_URL: `http://127.0.0.1:${port}`,
    AWS_ACCESS_KEY_ID: "bench",
    AWS_SECRET_ACCESS_KEY: "bench",
    AWS_REGION: "us-west-2",
  });
  try {
    return await compare();
  } finally {
    server.closeAllConnections();
    server.close();
  }
}

async function compare(): Promise<Outcome> {
  const store = await openAwsSecretStore({ signal: new AbortController().signal });
  const names = Array.from({ length: count }, (_, index) => `/bench/${index}`);
  await store.describe(names.slice(0, 1));
  const together = await timeMs(async () => await store.describe(names));
  const alone = await timeMs(async () => {
    for (const name of names.slice(0, sample)) await store.describe([name]);
  });
  const loopMs = (alone / sample) * count;
  const ratio = together / loopMs;
  const measured =
    `${together.toFixed(0)} ms beside ${loopMs.toFixed(0)} ms ` +
    `(${sample} calls timed, ${delayMs} ms each on the line): ${ratio.toFixed(3)} ×`;
  return { measured, isReached: ratio <= most };
}

async function timeMs(work: () => Promise<unknown>): Promise<number> {
  const started = performance.now();
  await work();
  return performance.now() - started;
}

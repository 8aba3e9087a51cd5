import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import type { RemoteStore } from "../model/remote-secret.ts";
import { openAwsSecretStore } from "./aws-secret-store.ts";

const stop = { now: new AbortController() };
/** Hears every question, and stops the run in place of an answer. */
const server = createServer(() => stop.now.abort());

beforeEach(async () => {
  stop.now = new AbortController();
  await new Promise<void>((resolve) => {
    server.listen(0, "127.0.0.1", resolve);
  });
  vi.stubEnv("AWS_ENDPOINT_URL", `http://127.0.0.1:${portOf(server.address())}`);
  vi.stubEnv("AWS_REGION", "us-west-2");
  vi.stubEnv("AWS_ACCESS_KEY_ID", "test");
  vi.stubEnv("AWS_SECRET_ACCESS_KEY", "test");
});
afterEach(() => {
  vi.unstubAllEnvs();
  server.closeAllConnections();
  server.close();
});

function portOf(address: AddressInfo | string | null): number {
  if (address === null || typeof address === "string") throw new Error("no port");
  return address.port;
}

type Ask = (store: RemoteStore) => Promise<unknown>;
const questions: readonly (readonly [string, Ask])[] = [
  ["describing", async ({ describe }) => await describe(["/dev/db"])],
  ["reading a batch", async ({ read }) => await read([{ id: "/dev/db", version: "AWSCURRENT" }])],
  ["reading one", async ({ read }) => await read([{ id: "/dev/db", version: "AWSPREVIOUS" }])],
  ["making one", async ({ create }) => await create("/dev/db", "x")],
  ["asking who asks", async ({ identity }) => await identity()],
];

test.each(questions)("an abort while %s is no answer but the end", async (_title, ask) => {
  const store = await openAwsSecretStore({ signal: stop.now.signal });
  await expect(ask(store)).rejects.toMatchObject({ code: "CANCELLED" });
});

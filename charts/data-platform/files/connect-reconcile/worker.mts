import { setTimeout as sleep } from "node:timers/promises";
import { readMessage } from "./answers.mts";
import { exit, ReconcileError } from "./connectors.mts";

/** How a Connect cluster is reached and for how long it is tried. */
export interface WorkerSettings {
  /** Base address of the REST interface, without a path. */
  readonly url: string;
  /** One request may take this long. Connect itself answers within 90 s, or with an error. */
  readonly requestTimeoutMs: number;
  /** For so long a call is tried again. */
  readonly waitMs: number;
  readonly signal: AbortSignal;
}

/** One call of the REST interface. */
export interface Call {
  readonly method: "GET" | "PUT" | "POST" | "DELETE";
  readonly path: string;
  readonly body?: unknown;
  /** The worker's words on a refusal may quote values of the body, and are not shown. */
  readonly isSecret?: boolean;
}

/** An answer: its body, or `missing` when the worker says that there is no such thing. */
export type Answer = { readonly body: unknown } | "missing";

type Attempt = { readonly answer: Answer } | { readonly again: string };

const firstPauseMs = 250;
const longestPauseMs = 10_000;

/**
 * Call the worker until it answers. A refused connection, a time-out, 409 (the workers share out tasks), 5xx and an
 * answer that is not Connect's (its web server before it is up) are tried again, with growing pauses.
 * @throws ReconcileError with exit code 4 when `waitMs` is over, or the worker refuses the call for good
 */
export async function callWorker(settings: WorkerSettings, call: Call): Promise<Answer> {
  const endMs = Date.now() + settings.waitMs;
  for (let pauseMs = firstPauseMs; ; pauseMs = Math.min(pauseMs * 2, longestPauseMs)) {
    const attempt = await tryCall(settings, call);
    if ("answer" in attempt) return attempt.answer;
    const restMs = endMs - Date.now();
    if (restMs <= 0) throw workerError(settings, call, `${attempt.again}; given up`);
    // A little chance keeps two clients from meeting at each try.
    const jitterMs = Math.random() * pauseMs * 0.2;
    await sleep(Math.min(pauseMs + jitterMs, restMs), undefined, { signal: settings.signal });
  }
}

/**
 * Wait until the worker says that it is healthy, which it does once it has joined its group.
 * @throws ReconcileError with exit code 4
 */
export async function waitForHealth(settings: WorkerSettings): Promise<void> {
  await callWorker(settings, { method: "GET", path: "/health" });
}

async function tryCall(settings: WorkerSettings, call: Call): Promise<Attempt> {
  try {
    const response = await fetch(new URL(call.path, settings.url), {
      method: call.method,
      redirect: "error",
      headers: { accept: "application/json", "content-type": "application/json" },
      body: call.body === undefined ? null : JSON.stringify(call.body),
      signal: AbortSignal.any([settings.signal, AbortSignal.timeout(settings.requestTimeoutMs)]),
    });
    const text = await response.text();
    return judge(settings, call, { status: response.status, body: parseBody(text) });
  } catch (error) {
    if (error instanceof ReconcileError || settings.signal.aborted) throw error;
    return { again: describeNetworkError(error) };
  }
}

interface Reply {
  readonly status: number;
  /** `undefined` when it was not JSON: then it was not Connect that answered. */
  readonly body: unknown;
}

function judge(settings: WorkerSettings, call: Call, reply: Reply): Attempt {
  if (isDone(reply)) return { answer: { body: reply.body } };
  if (isMissing(call, reply)) return { answer: "missing" };
  const words = call.isSecret === true ? "" : readMessage(reply.body);
  const says = `answered ${reply.status}${words === "" ? "" : `: ${words}`}`;
  if (isWorthAnotherTry(reply)) return { again: says };
  throw workerError(settings, call, says);
}

function isDone(reply: Reply): boolean {
  return reply.status >= 200 && reply.status < 300 && reply.body !== undefined;
}

function isMissing(call: Call, reply: Reply): boolean {
  return reply.status === 404 && reply.body !== undefined && call.path !== "/health";
}

function isWorthAnotherTry(reply: Reply): boolean {
  return reply.body === undefined || [404, 409].includes(reply.status) || reply.status >= 500;
}

/** An empty body is an answer too (restart, DELETE). */
function parseBody(text: string): unknown {
  if (text === "") return null;
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

function describeNetworkError(error: unknown): string {
  if (!(error instanceof Error)) return "did not answer";
  if (error.name === "TimeoutError") return "did not answer in time";
  return error.cause instanceof Error ? error.cause.message : error.message;
}

function workerError(settings: WorkerSettings, call: Call, says: string): ReconcileError {
  return new ReconcileError(`${call.method} ${settings.url}${call.path}: ${says}`, exit.worker);
}

import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { text } from "node:stream/consumers";

/** What the worker below is to do otherwise than a healthy one. */
export interface WorkerFaults {
  /** Answers of `/health` before it is 200: 404 is the HTML page of the web server before Connect is up. */
  health?: number[];
  /** How many PUTs of a configuration meet a rebalance (409). */
  conflicts?: number;
  /** Errors a validation finds, by key. */
  invalid?: Record<string, string>;
  /** Traces with which tasks fail; each restart takes the first one away. */
  failures?: string[];
  /** The worker does not answer at all. */
  silent?: boolean;
}

/** A server that behaves as a Connect worker does, and what it was asked. */
export interface Worker {
  readonly url: string;
  readonly calls: string[];
  readonly connectors: Map<string, Record<string, string>>;
  readonly states: Map<string, string>;
  readonly close: () => Promise<void>;
}

const plugins: readonly string[] = [
  "io.debezium.connector.postgresql.PostgresConnector",
  "io.confluent.connect.s3.S3SinkConnector",
];

/** Start such a worker on the loopback address. */
export async function startWorker(faults: WorkerFaults = {}): Promise<Worker> {
  const calls: string[] = [];
  const connectors = new Map<string, Record<string, string>>();
  const states = new Map<string, string>();
  const server = createServer((request, response) => {
    calls.push(`${request.method} ${request.url}`);
    if (faults.silent !== true) void answer({ faults, connectors, states }, request, response);
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const address: AddressInfo | string | null = server.address();
  const port = typeof address === "object" ? (address?.port ?? 0) : 0;
  return {
    url: `http://127.0.0.1:${port}`,
    calls,
    connectors,
    states,
    close: () =>
      new Promise((resolve) => {
        server.closeAllConnections();
        server.close(() => resolve());
      }),
  };
}

type State = Pick<Worker, "connectors" | "states"> & { readonly faults: WorkerFaults };
interface Reply {
  readonly status: number;
  readonly body?: unknown;
}

async function answer(
  state: State,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  const body = await text(request);
  const { pathname } = new URL(request.url ?? "/", "http://worker");
  const reply = route(state, `${request.method} ${pathname}`, body);
  if (reply === "html") {
    response
      .writeHead(404, { "content-type": "text/html" })
      .end("<html>Error 404 Not Found</html>");
  } else {
    response.writeHead(reply.status, { "content-type": "application/json" });
    response.end(reply.body === undefined ? "" : JSON.stringify(reply.body));
  }
}

function route(state: State, call: string, body: string): Reply | "html" {
  if (call === "GET /health") return health(state.faults);
  if (call === "GET /connector-plugins")
    return { status: 200, body: plugins.map((name) => ({ class: name, type: "sink" })) };
  if (call === "GET /connectors") return { status: 200, body: [...state.connectors.keys()] };
  if (call.startsWith("PUT /connector-plugins/")) return validate(state.faults);
  return connector(state, parseCall(call, body));
}

interface ConnectorCall {
  readonly name: string;
  readonly action: string;
  readonly body: string;
}

function parseCall(call: string, body: string): ConnectorCall {
  const parts = /^(?<method>\S+) \/connectors\/(?<name>[^/]+)(?<rest>.*)$/.exec(call)?.groups ?? {};
  return { name: parts["name"] ?? "", action: `${parts["method"]} ${parts["rest"]}`, body };
}

function health(faults: WorkerFaults): Reply | "html" {
  const code = faults.health?.shift() ?? 200;
  if (code === 404) return "html";
  return { status: code, body: { status: "x", message: "Worker is starting up" } };
}

function validate(faults: WorkerFaults): Reply {
  const configs = Object.entries(faults.invalid ?? {}).map(([name, error]) => ({
    definition: { name },
    value: { name, errors: [error] },
  }));
  const fine = { definition: { name: "topics" }, value: { name: "topics", errors: [] } };
  return { status: 200, body: { error_count: configs.length, configs: [...configs, fine] } };
}

function connector(state: State, call: ConnectorCall): Reply {
  const { connectors, states, faults } = state;
  const missing = {
    status: 404,
    body: { error_code: 404, message: `Connector ${call.name} not found` },
  };
  if (call.action === "PUT /config") return put(state, call.name, call.body);
  const config = connectors.get(call.name);
  if (config === undefined) return missing;
  switch (call.action) {
    case "GET /config":
      return { status: 200, body: config };
    case "GET /status":
      return { status: 200, body: describeStatus(call.name, states.get(call.name), faults) };
    case "POST /restart":
      faults.failures?.shift();
      return { status: 202, body: {} };
    case "DELETE ":
      connectors.delete(call.name);
      return { status: 204 };
    default:
      return missing;
  }
}

function put(state: State, name: string, body: string): Reply {
  if ((state.faults.conflicts ?? 0) > 0) {
    state.faults.conflicts = (state.faults.conflicts ?? 0) - 1;
    return { status: 409, body: { error_code: 409, message: "rebalance in process" } };
  }
  const config: unknown = JSON.parse(body);
  const isNew = !state.connectors.has(name);
  if (typeof config === "object" && config !== null)
    state.connectors.set(
      name,
      Object.fromEntries(Object.entries(config).map(([k, v]) => [k, String(v)])),
    );
  return { status: isNew ? 201 : 200, body: { name, config, tasks: [] } };
}

function describeStatus(name: string, given: string | undefined, faults: WorkerFaults): unknown {
  const state = given ?? "RUNNING";
  const trace = faults.failures?.[0];
  const task = trace === undefined ? { id: 0, state } : { id: 0, state: "FAILED", trace };
  return { name, connector: { state, worker_id: "127.0.0.1:8083" }, tasks: [task] };
}

import type { Finding } from "../../model/finding.ts";
import type { Link } from "../../model/link.ts";
import type { Connection, Obstacle } from "../hosts/connection.ts";
import { nearest } from "../nearest.ts";
import { objectName, placeIn } from "../object-name.ts";
import type { LinkedScene, RuleResult } from "../rule.ts";
import type { Scene } from "../scene.ts";
import type { Service } from "../services.ts";

const codes: Readonly<Record<Obstacle, string>> = {
  host: "LINK_HOST",
  pod: "LINK_HOST",
  port: "LINK_PORT",
  protocol: "LINK_PROTOCOL",
};

/** Each address leads to a Service, one of its ports and a port of its pods, or is declared outside. */
export function checkHosts(scene: LinkedScene): RuleResult {
  return {
    links: scene.connections.map((connection) => linkOf(connection)),
    findings: scene.connections.flatMap((connection) =>
      connection.obstacle === undefined ? [] : [describe(scene, connection, connection.obstacle)],
    ),
  };
}

function linkOf(connection: Connection): Link {
  const { source, pointer, verdict, external, service, target } = connection;
  const to = service === undefined ? undefined : objectName(service.manifest.identity);
  const object = target.kind === "api" ? "the Kubernetes API" : to;
  return {
    from: placeIn(source, pointer),
    names: addressOf(connection),
    verdict,
    ...(object === undefined ? {} : { to: object }),
    ...(external === undefined ? {} : { external }),
  };
}

function addressOf({ host, port }: Connection): string {
  return port === undefined ? host : `${host}:${port}`;
}

function describe(scene: Scene, connection: Connection, obstacle: Obstacle): Finding {
  const { source, pointer, key, clients, service } = connection;
  const who = clients[0] === undefined ? source.identity : clients[0].manifest.identity;
  const said = key === "" ? pointer : `\`${key}\``;
  return {
    code: codes[obstacle],
    level: "error",
    at: placeIn(source, pointer),
    says: `${who.name} has no way to ${addressOf(connection)}`,
    fix: fixOf(scene, connection, obstacle),
    notes: [
      `said in   ${objectName(source.identity)}, ${said}`,
      ...(service === undefined ? [] : [`there is  ${portsOf(service)}`]),
    ],
  };
}

function fixOf(scene: Scene, connection: Connection, obstacle: Obstacle): string {
  if (obstacle === "protocol") return "use the port that speaks what the client speaks";
  if (obstacle === "pod") return "name a pod that the StatefulSet makes behind a headless Service";
  if (obstacle === "host") return fixHost(scene, connection);
  const numbers = connection.service?.ports.map(({ number }) => number) ?? [];
  return numbers.length === 0 ? "give the Service that port" : `use ${numbers.join(" or ")}`;
}

function fixHost(scene: Scene, { source, host }: Connection): string {
  const namespace = source.identity.namespace ?? "";
  const [name = ""] = host.split(".");
  const names = scene.services.filter((s) => s.namespace === namespace).map((s) => s.name);
  const near = nearest(name, names);
  return near === undefined || near === name
    ? "name a Service of the render, or declare the host under `checks.externals` in keelson.yaml"
    : `did you mean ${near}?`;
}

function portsOf(service: Service): string {
  const ports = service.ports.map(({ number, name }) =>
    name === undefined ? `${number}` : `${number} ${name}`,
  );
  return `Service ${service.name}: ${ports.length === 0 ? "no port" : ports.join(", ")}`;
}

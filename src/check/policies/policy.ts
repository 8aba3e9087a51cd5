import { pointerTo } from "../../model/json-pointer.ts";
import type { Manifest } from "../../model/manifest.ts";
import { asList, isList, isMap, type Value } from "../../model/value.ts";
import { textOf, valueAt } from "../read-value.ts";

export type Direction = "Ingress" | "Egress";

/** One end that a rule allows: pods by labels and namespace, or addresses. */
export interface Peer {
  readonly podSelector?: Value;
  readonly namespaceSelector?: Value;
  readonly cidr?: string;
  /** Addresses of the block that are not allowed. */
  readonly except: readonly string[];
}

/** A port, a range of them, or a port's name. */
export interface PolicyPort {
  readonly port: number | string | undefined;
  readonly endPort: number | undefined;
  readonly transport: string;
}

/** One allowance. Without peers it is for everyone, without ports for every port. */
export interface PolicyRule {
  readonly direction: Direction;
  readonly pointer: string;
  readonly peers: readonly Peer[] | undefined;
  readonly ports: readonly PolicyPort[] | undefined;
}

/** A NetworkPolicy: whose traffic it restricts, and what it lets through. */
export interface Policy {
  readonly manifest: Manifest;
  readonly namespace: string;
  readonly selector: Value;
  readonly directions: readonly Direction[];
  readonly rules: readonly PolicyRule[];
}

/** Read a NetworkPolicy; undefined for any other object. */
export function readPolicy(manifest: Manifest): Policy | undefined {
  const { group, kind, namespace = "" } = manifest.identity;
  if (kind !== "NetworkPolicy" || group !== "networking.k8s.io") return undefined;
  const spec = valueAt(manifest.body, "spec");
  const hasEgress = isList(valueAt(spec, "egress"));
  const said = asList(valueAt(spec, "policyTypes")).map((type) => textOf(type));
  const isSaid = (direction: Direction): boolean => said.includes(direction);
  const byDefault: readonly Direction[] = hasEgress ? ["Ingress", "Egress"] : ["Ingress"];
  const all: readonly Direction[] = ["Ingress", "Egress"];
  return {
    manifest,
    namespace,
    selector: valueAt(spec, "podSelector") ?? {},
    directions: said.length === 0 ? byDefault : all.filter((direction) => isSaid(direction)),
    rules: [...readRules(spec, "Ingress", "from"), ...readRules(spec, "Egress", "to")],
  };
}

function readRules(
  spec: Value | undefined,
  direction: Direction,
  side: string,
): readonly PolicyRule[] {
  const field = direction.toLowerCase();
  return asList(valueAt(spec, field)).map((rule, index) => {
    const peers = asList(valueAt(rule, side));
    const ports = asList(valueAt(rule, "ports"));
    return {
      direction,
      pointer: pointerTo("/spec", field, index),
      peers: peers.length === 0 ? undefined : peers.map((peer) => readPeer(peer)),
      ports: ports.length === 0 ? undefined : ports.map((port) => readPort(port)),
    };
  });
}

function readPeer(peer: Value): Peer {
  const podSelector = valueAt(peer, "podSelector");
  const namespaceSelector = valueAt(peer, "namespaceSelector");
  const cidr = textOf(valueAt(peer, "ipBlock", "cidr"));
  const except = asList(valueAt(peer, "ipBlock", "except")).filter(
    (each) => typeof each === "string",
  );
  return {
    ...(isMap(podSelector) ? { podSelector } : {}),
    ...(isMap(namespaceSelector) ? { namespaceSelector } : {}),
    ...(cidr === undefined ? {} : { cidr }),
    except,
  };
}

function readPort(value: Value): PolicyPort {
  const port = valueAt(value, "port");
  const endPort = valueAt(value, "endPort");
  return {
    port: typeof port === "number" || typeof port === "string" ? port : undefined,
    endPort: typeof endPort === "number" ? endPort : undefined,
    transport: textOf(valueAt(value, "protocol")) ?? "TCP",
  };
}

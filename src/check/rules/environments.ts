import type { Finding } from "../../model/finding.ts";
import { pointerTo } from "../../model/json-pointer.ts";
import type { Manifest } from "../../model/manifest.ts";
import { asList } from "../../model/value.ts";
import type { OtherEnvironment } from "../check-context.ts";
import { placeIn } from "../object-name.ts";
import { textOf, valueAt } from "../read-value.ts";
import type { LinkedScene, RuleResult } from "../rule.ts";
import { walkTexts } from "../walk-texts.ts";

const bucketUrl = /\bs3[anp]?:\/\/([a-z0-9][a-z0-9.-]*)/gu;
const bucketKey = /bucket(\.name)?"?\s*[:=]\s*"?([a-z0-9][a-z0-9.-]*)/giu;
const roleName = /^arn:[\w-]+:iam::\d+:role\/(.+)$/u;

/** Nothing names a host, bucket, secret path, role or namespace that is another environment's. */
export function checkEnvironments(scene: LinkedScene): RuleResult {
  const others = scene.context.others ?? [];
  if (others.length === 0) return { findings: [] };
  return {
    findings: [
      ...hostsOf(scene, others),
      ...scene.manifests.flatMap((manifest) => [
        ...secretPaths(manifest, others),
        ...texts(manifest, others),
        ...namespaces(manifest, others),
      ]),
    ],
  };
}

function hostsOf(
  { connections }: LinkedScene,
  others: readonly OtherEnvironment[],
): readonly Finding[] {
  return connections.flatMap(({ source, pointer, host }) => {
    const other = others.find(
      ({ namespace }) => namespace !== undefined && host.split(".").includes(namespace),
    );
    return other === undefined
      ? []
      : [foreign({ manifest: source, pointer }, `host ${host}`, other)];
  });
}

function secretPaths(manifest: Manifest, others: readonly OtherEnvironment[]): readonly Finding[] {
  if (manifest.identity.kind !== "ExternalSecret") return [];
  const named = asList(valueAt(manifest.body, "spec", "data")).map((entry, index) => ({
    pointer: pointerTo("/spec/data", index, "remoteRef", "key"),
    key: textOf(valueAt(entry, "remoteRef", "key")),
  }));
  const whole = asList(valueAt(manifest.body, "spec", "dataFrom")).map((entry, index) => ({
    pointer: pointerTo("/spec/dataFrom", index, "extract"),
    key: textOf(valueAt(entry, "extract", "key")),
  }));
  return [...named, ...whole].flatMap(({ pointer, key = "" }) => {
    const other = others.find(({ name }) => key.split("/").includes(name));
    return other === undefined ? [] : [foreign({ manifest, pointer }, `secret ${key}`, other)];
  });
}

/** Buckets and roles carry the environment as a part of their name: `raw-prod`, `prod-secrets`. */
function texts(manifest: Manifest, others: readonly OtherEnvironment[]): readonly Finding[] {
  const findings: Finding[] = [];
  walkTexts(manifest.body, (text, pointer) => {
    for (const { what, name } of namesIn(text)) {
      const other = others.find((each) => name.split(/[-./_]/u).includes(each.name));
      if (other !== undefined)
        findings.push(foreign({ manifest, pointer: pointer() }, `${what} ${name}`, other));
    }
  });
  return [
    ...new Map(
      findings.map((finding) => [`${finding.at.pointer} ${finding.says}`, finding]),
    ).values(),
    ...variables(manifest, others),
  ];
}

interface Named {
  readonly what: string;
  readonly name: string;
}

function namesIn(text: string): readonly Named[] {
  const role = text.startsWith("arn:") ? roleName.exec(text)?.[1] : undefined;
  const urls = text.includes("s3")
    ? [...text.matchAll(bucketUrl)].map(([, name = ""]) => name)
    : [];
  const keys = /bucket/iu.test(text)
    ? [...text.matchAll(bucketKey)].map(([, , name = ""]) => name)
    : [];
  return [
    ...[...urls, ...keys].map((name) => ({ what: "bucket", name })),
    ...(role === undefined ? [] : [{ what: "role", name: role }]),
  ];
}

/** `{ name: S3_BUCKET, value: raw-prod }` */
function variables(manifest: Manifest, others: readonly OtherEnvironment[]): readonly Finding[] {
  const containers = asList(valueAt(manifest.body, "spec", "template", "spec", "containers"));
  return containers.flatMap((container, at) =>
    asList(valueAt(container, "env")).flatMap((entry, index) => {
      const isBucket = /bucket/iu.test(textOf(valueAt(entry, "name")) ?? "");
      const value = textOf(valueAt(entry, "value")) ?? "";
      const other = isBucket
        ? others.find(({ name }) => value.split(/[-._/]/u).includes(name))
        : undefined;
      const pointer = pointerTo("/spec/template/spec/containers", at, "env", index, "value");
      return other === undefined ? [] : [foreign({ manifest, pointer }, `bucket ${value}`, other)];
    }),
  );
}

/** An allowance into another environment's namespace, or an object in it. */
function namespaces(manifest: Manifest, others: readonly OtherEnvironment[]): readonly Finding[] {
  const own = others.find(
    ({ namespace }) => namespace !== undefined && namespace === manifest.identity.namespace,
  );
  const findings =
    own === undefined
      ? []
      : [foreign({ manifest, pointer: "/metadata/namespace" }, "namespace", own)];
  if (manifest.identity.kind !== "NetworkPolicy") return findings;
  walkTexts(manifest.body["spec"] ?? null, (text, pointer) => {
    const other = others.find(({ namespace }) => namespace === text);
    if (other !== undefined)
      findings.push(
        foreign({ manifest, pointer: `/spec${pointer()}` }, `namespace ${text}`, other),
      );
  });
  return findings;
}

interface Spot {
  readonly manifest: Manifest;
  readonly pointer: string;
}

function foreign({ manifest, pointer }: Spot, what: string, { name }: OtherEnvironment): Finding {
  return {
    code: "LINK_ENVIRONMENT",
    level: "error",
    at: placeIn(manifest, pointer),
    says: `${what} is ${name}'s`,
    fix: "name this environment's own, or accept it with the reason",
  };
}

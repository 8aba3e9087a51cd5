import { expect, test } from "vitest";
import { checkManifests } from "../check-manifests.ts";
import { manifestsOf } from "../test-manifests.ts";

interface Pod {
  readonly image?: string;
  readonly at: string;
  /** Further fields of the mount. */
  readonly mount?: string;
  readonly volume?: string;
  readonly files?: string;
  readonly more?: string;
  readonly others?: string;
}

function codes(pod: Pod): readonly string[] {
  const { image = "flink:2.3.0", at, mount = "", files = "a: b", more = "", others = "" } = pod;
  const volume = pod.volume ?? "configMap: { name: c }";
  const text = `{ apiVersion: v1, kind: ConfigMap, metadata: { name: c }, data: { ${files} } }
---
{ apiVersion: v1, kind: Pod, metadata: { name: p }, spec: { containers: [{ name: main, image: "${image}",
  volumeMounts: [{ name: v, mountPath: ${at}, ${mount} } ${more}] }], ${others} volumes: [{ name: v, ${volume} }] } }`;
  return checkManifests(manifestsOf(text), { environment: "dev" }).findings.map(({ code }) => code);
}

const conf = "/opt/flink/conf";
const emptyDir = "emptyDir: {}";
const filler = "initContainers: [{ name: fill, volumeMounts: [{ name: v, mountPath: /v }] }],";

test.each<[string, Pod]>([
  ["a folder of every image", { image: "web:1", at: "/etc" }],
  ["with a slash at the end", { image: "web:1", at: "/usr/" }],
  ["by an empty folder", { image: "web:1", at: "/lib", volume: emptyDir }],
  ["by a projected volume", { image: "web:1", at: "/bin", volume: "projected: { sources: [] }" }],
  ["Flink's configuration", { at: conf }],
  [
    "Flink's configuration, chosen by items",
    {
      at: conf,
      files: '"config.yaml": x, a: b',
      volume: "configMap: { name: c, items: [{ key: a, path: a }] }",
    },
  ],
  ["Flink's configuration under the name of before", { at: conf, files: '"flink-conf.yaml": x' }],
  ["Flink's programs", { at: "/opt/flink/lib", image: "docker.io/library/flink:2.3.0-java17" }],
  ["Connect's plugins", { at: "/kafka/connect", image: "quay.io/debezium/connect:3.7.0.Final" }],
  ["Connect's programs", { at: "/kafka/libs", image: "x:5000/y/kafka-connect-s3@sha256:1" }],
  ["PostgreSQL's programs", { at: "/usr/lib/postgresql", image: "postgres:18" }],
])("files that a mount hides are found: %s", (_title, pod) => {
  expect(codes(pod)).toEqual(["LINK_HIDDEN_FILES"]);
});

test.each<[string, Pod]>([
  ["a folder of its own", { at: "/etc/web", image: "web:1" }],
  ["a single file", { at: `${conf}/config.yaml`, mount: "subPath: a" }],
  ["all that is needed", { at: conf, files: '"config.yaml": x' }],
  [
    "all that an older one needs",
    {
      at: conf,
      image: "apache/flink:1.20.1",
      files: '"flink-conf.yaml": x',
    },
  ],
  [
    "a file in the folder by another mount",
    {
      at: conf,
      more: `, { name: v, mountPath: ${conf}/config.yaml, subPath: a }`,
    },
  ],
  [
    "a plugin below the folder",
    {
      at: "/kafka/connect",
      image: "debezium/connect:3.7",
      volume: emptyDir,
      more: ", { name: v, mountPath: /kafka/connect/mine }",
    },
  ],
  [
    "an empty folder that another container fills",
    {
      at: "/opt/flink/lib",
      volume: emptyDir,
      others: filler,
    },
  ],
  [
    "a disk, which may be filled",
    {
      at: "/etc",
      volume: "hostPath: { path: /etc }",
    },
  ],
  [
    "a Secret that only the cluster knows",
    {
      at: conf,
      volume: "configMap: { name: outside, optional: true }",
    },
  ],
  ["the same folder in another image", { at: conf, image: "flink-kubernetes-operator:1.15.0" }],
])("a mount that hides nothing has no finding: %s", (_title, pod) => {
  expect(codes(pod)).toEqual([]);
});

import { describe, expect, test } from "vitest";
import { hasPrograms } from "../../src/host/test-programs.ts";
import { edgesOf, podsOf } from "./policy-edges.ts";
import { environments, renderObjects } from "./render-chart.ts";
import { switches } from "./switches.ts";

const helm = hasPrograms("helm");

/** What the platform needs under its defaults, edge by edge; E24 (DNS) and E25 (probes) stand for every pod. */
const needed = [
  "E1 debezium → redpanda:9092",
  "E2 debezium → postgresql:5432",
  "E3 kafka-connect → redpanda:9092",
  "E4 kafka-connect → 0.0.0.0/0:443",
  "E4 kafka-connect → 169.254.170.23/32:80",
  "E5 debezium → debezium:8083",
  "E5 kafka-connect → kafka-connect:8083",
  "E6 debezium-reconcile → debezium:8083",
  "E6 kafka-connect-reconcile → kafka-connect:8083",
  "E7 topics → redpanda:9092",
  "E7 topics → redpanda:9644",
  "E8 database-init → postgresql:5432",
  "E9 flink-jobmanager → redpanda:9092",
  "E9 flink-taskmanager → redpanda:9092",
  "E10 flink-jobmanager → 0.0.0.0/0:443",
  "E10 flink-taskmanager → 0.0.0.0/0:443",
  "E10 flink-jobmanager → 169.254.170.23/32:80",
  "E10 flink-taskmanager → 169.254.170.23/32:80",
  "E11 flink-taskmanager → flink-jobmanager:6123",
  "E11 flink-taskmanager → flink-jobmanager:6124",
  "E12 flink-jobmanager → flink-taskmanager:6122",
  "E12 flink-jobmanager → flink-taskmanager:6126",
  "E13 flink-taskmanager → flink-taskmanager:6121",
  "E15 redpanda → redpanda:33145",
  "E15 redpanda → redpanda:9092",
  "E15 redpanda → redpanda:9644",
  "E17 namespace monitoring → redpanda:9644",
  "E17 namespace monitoring → kafka-connect:9404",
  "E17 namespace monitoring → flink-jobmanager:9249",
  "E17 namespace monitoring → flink-taskmanager:9249",
  "E16 postgres-exporter → postgresql:5432",
  "E17 namespace monitoring → postgres-exporter:9187",
  "E17 namespace monitoring → blackbox:9115",
  "E18 blackbox → 0.0.0.0/0:443",
  "E18 blackbox → debezium:8083",
  "E18 blackbox → flink-jobmanager:8081",
  "E18 blackbox → kafka-connect:8083",
  "E18 blackbox → postgresql:5432",
  "E18 blackbox → redpanda:9092",
  "E18 blackbox → redpanda:9644",
];

function withoutId(edge: string): string {
  return edge.replace(/^E\d+ /, "");
}

describe.skipIf(!helm)("the network policies", () => {
  test("allow exactly the edges that are needed, at both ends", async () => {
    const edges = edgesOf(await renderObjects());
    const wanted = needed.map(withoutId).toSorted();
    const inside = wanted.filter((edge) => !edge.includes("/"));
    expect(edges.egress.toSorted()).toEqual(wanted.filter((edge) => !edge.startsWith("namespace")));
    expect(edges.ingress.toSorted()).toEqual(inside);
  });

  test("let a highly available Flink reach the cluster's API", async () => {
    const { egress } = edgesOf(await renderObjects({ environment: "prod" }));
    expect(egress).toContain("flink-jobmanager → 0.0.0.0/0:6443");
    expect(edgesOf(await renderObjects()).egress.join()).not.toContain(":6443");
  });

  test("deny all else in the namespace, both ways", async () => {
    const objects = await renderObjects();
    const denial = objects.find((object) => object.metadata.name === "data-platform-deny-all");
    expect(denial?.spec).toEqual({ podSelector: {}, policyTypes: ["Ingress", "Egress"] });
  });

  test("name only pods that are there and ports that they listen on", async () => {
    const renderings = [
      ...environments.map((environment) => ({ environment })),
      ...Object.values(switches).map((set) => ({ set })),
    ];
    for (const rendering of renderings) {
      const objects = await renderObjects(rendering);
      const pods = podsOf(objects);
      const { ingress, egress } = edgesOf(objects);
      const ends = [...ingress, ...egress].flatMap((edge) => edge.split(" → "));
      const unknown = ends.filter((end) => !/^namespace |\//.test(end) && !pods.has(end));
      expect(unknown).toEqual([]);
    }
  });

  test("leave no pod without a policy of its own", async () => {
    for (const environment of environments) {
      const objects = await renderObjects({ environment });
      const policies = new Set(
        objects
          .filter((o) => o.kind === "NetworkPolicy")
          .map((o) => o.metadata.labels?.["app.kubernetes.io/name"]),
      );
      const alone = [...podsOf(objects)].filter((pod) => !pod.includes(":") && !policies.has(pod));
      expect(alone).toEqual([]);
    }
  });

  test("follow the security of Kafka, an outside Kafka and an outside database", async () => {
    const secured = edgesOf(await renderObjects({ set: switches["sasl-ssl"] ?? [] }));
    expect(secured.egress).toContain("topics → redpanda:9645");
    expect(secured.egress).toContain("debezium → redpanda:9093");
    expect(secured.egress.filter((edge) => edge.endsWith(":9092"))).toEqual([]);
    const outside = edgesOf(await renderObjects({ set: switches["an outside Kafka"] ?? [] }));
    expect(outside.egress).toContain("debezium → 10.0.0.0/8:9098");
    const database = edgesOf(await renderObjects({ set: switches["an outside PostgreSQL"] ?? [] }));
    expect(database.egress).toContain("database-init → 10.0.0.0/8:5432");
  });

  test("let further clients in that the values name", async () => {
    const client = {
      component: "postgresql",
      ports: [5432],
      from: [{ namespaceSelector: { matchLabels: { "kubernetes.io/metadata.name": "shop" } } }],
    };
    const set = [`networkPolicies.clients=[${JSON.stringify(client)}]`];
    const { ingress } = edgesOf(await renderObjects({ set }));
    expect(ingress).toContain("namespace shop → postgresql:5432");
  });

  test("are gone when they are switched off", async () => {
    const objects = await renderObjects({ set: ["networkPolicies.enabled=false"] });
    expect(objects.filter((object) => object.kind === "NetworkPolicy")).toEqual([]);
  });
});

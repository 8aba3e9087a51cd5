const config: Readonly<Record<string, string>> = {
  "connector.class": "io.debezium.connector.postgresql.PostgresConnector",
  "database.hostname": "db",
  "database.port": "5432",
  "database.dbname": "shop",
  "database.user": "${directory:/etc/platform/database:username}",
  "database.password": "${directory:/etc/platform/database:password}",
  "topic.prefix": "cdc",
  "table.include.list": "shop.orders",
  "topic.creation.default.partitions": "3",
  "tasks.max": "1",
  transforms: "unwrap",
  "transforms.unwrap.type": "io.debezium.transforms.ExtractNewRecordState",
  "transforms.unwrap.delete.tombstone.handling.mode": "rewrite",
};

const sink: Readonly<Record<string, string>> = {
  "connector.class": "io.confluent.connect.s3.S3SinkConnector",
  topics: "cdc.shop.orders",
  "s3.bucket.name": "shop-raw-dev",
  "format.class": "io.confluent.connect.s3.format.json.JsonFormat",
  "storage.class": "io.confluent.connect.s3.storage.S3Storage",
  "flush.size": "1000",
  "partitioner.class": "io.confluent.connect.storage.partitioner.TimeBasedPartitioner",
  "path.format": "YYYY",
  "partition.duration.ms": "3600000",
  locale: "en-US",
  timezone: "UTC",
};

/** For tests: two Connect clusters, each with its worker, Service, registering Job and connector. */
export function platform(changes: Platform = {}): string {
  const source = JSON.stringify({ ...config, ...changes.source });
  const target = JSON.stringify({ ...sink, ...changes.sink });
  return [
    `{ apiVersion: bitnami.com/v1alpha1, kind: SealedSecret, metadata: { name: database }, spec: { encryptedData: { username: A, password: A } } }`,
    `{ apiVersion: v1, kind: Pod, metadata: { name: db, labels: { app: db } }, spec: { containers: [{ name: c, ports: [{ containerPort: 5432 }] }] } }`,
    `{ apiVersion: v1, kind: Service, metadata: { name: db }, spec: { selector: { app: db }, ports: [{ port: 5432 }] } }`,
    worker(
      "source",
      "connect-source",
      `volumeMounts: [{ name: d, mountPath: /etc/platform/database }]`,
    ),
    worker("sink", changes.sinkGroup ?? "connect-sink", ""),
    registrar("source", source),
    registrar("sink", target),
  ].join("\n---\n");
}

/** What differs from a platform in which everything is right. */
export interface Platform {
  readonly source?: Readonly<Record<string, string | undefined>> | undefined;
  readonly sink?: Readonly<Record<string, string>>;
  readonly sinkGroup?: string;
}

function worker(name: string, group: string, mounts: string): string {
  const env = ["GROUP_ID", "CONFIG_STORAGE_TOPIC", "OFFSET_STORAGE_TOPIC", "STATUS_STORAGE_TOPIC"];
  const variables = env.map(
    (key, index) => `{ name: ${key}, value: ${index === 0 ? group : `${group}-${index}`} }`,
  );
  return `
{ apiVersion: v1, kind: Service, metadata: { name: ${name} }, spec: { selector: { app: ${name} }, ports: [{ port: 8083 }] } }
---
{ apiVersion: apps/v1, kind: Deployment, metadata: { name: ${name} }, spec: { template: { metadata: { labels: { app: ${name} } }, spec: {
  containers: [{ name: connect, ports: [{ containerPort: 8083 }], env: [${variables.join(", ")}], ${mounts} }],
  volumes: [{ name: d, secret: { secretName: database } }] } } } }`;
}

function registrar(name: string, connector: string): string {
  const data = JSON.stringify({ [`${name}.json`]: connector });
  return `
{ apiVersion: v1, kind: ConfigMap, metadata: { name: ${name}-connectors }, data: ${data} }
---
{ apiVersion: batch/v1, kind: Job, metadata: { name: register-${name} }, spec: { template: { spec: {
  containers: [{ name: c, env: [{ name: CONNECT_URL, value: "http://${name}:8083" }], volumeMounts: [{ name: m, mountPath: /c }] }],
  volumes: [{ name: m, configMap: { name: ${name}-connectors } }] } } } }`;
}

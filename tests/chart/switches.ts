/** Each switch of the chart, turned to what it is not by default. */
export const switches: Readonly<Record<string, readonly string[]>> = {
  "sasl-ssl": ['global.kafka.security="sasl-ssl"'],
  "an outside Kafka": [
    "redpanda.enabled=false",
    'global.kafka.external.bootstrapServers="b-1.example.org:9098,b-2.example.org:9098"',
  ],
  "an outside PostgreSQL": [
    "postgresql.enabled=false",
    'global.database.external.host="db.example.org"',
    'global.database.sslMode="require"',
  ],
  "static S3 keys": ['global.s3.credentials="secret"'],
  "another S3": ['global.s3.endpoint="http://s3.example.org:9000"', "global.s3.pathStyle=true"],
  "IAM roles by name": [
    'global.s3.roleArns={"connect":"arn:aws:iam::123456789012:role/c","flink":"arn:aws:iam::123456789012:role/f"}',
  ],
  "Aiven's sink": ['kafkaConnect.sink.provider="aiven"'],
  "files that are fetched": [
    ...["debezium", "kafkaConnect", "flink"].flatMap((part) => [
      `${part}.artifacts.mode="fetch"`,
      `${part}.artifacts.repository="https://maven.example.org"`,
    ]),
    `kafkaConnect.artifacts.files={"plugins/s3-sink":{"url":"https://maven.example.org/s3.zip","sha256":"${"a".repeat(64)}","unpack":"zip"}}`,
  ],
  "one broker": ["redpanda.replicas=1", "global.topics.replicationFactor=1"],
  "developer mode": ["redpanda.developerMode=true"],
  "a strict spread": ['global.spread="required"'],
  "a mirror of images": ['global.imageRegistry="mirror.example.org:5000"'],
  "pull secrets and a storage class": [
    'global.imagePullSecrets=["registry"]',
    'global.storageClass="fast"',
    'global.priorityClassName="platform"',
  ],
  "no database job": ["jobs.databaseInit.enabled=false"],
  "no topics job": ["jobs.topics.enabled=false"],
  "snapshots of the database": ["postgresql.backup.enabled=true"],
  "no network policies": ["networkPolicies.enabled=false"],
  "a quota and a priority class of our own": [
    "quota.enabled=true",
    'quota.hard={"pods":60,"requests.cpu":"32"}',
    "priorityClass.create=true",
    'global.priorityClassName="platform"',
  ],
  "a namespace of our own": ["namespace.create=true"],
  "no Debezium": ["debezium.enabled=false"],
  "no sink": ["kafkaConnect.enabled=false"],
  "no Flink": ["flink.enabled=false"],
  "a highly available Flink": ["flink.highAvailability.enabled=true"],
  "raw logs and further topics": [
    'global.topics.rawLogs=["raw-logs"]',
    'global.topics.extra={"audit":{"partitions":2,"config":{"cleanup.policy":"compact"}}}',
  ],
};

/** What leads outside when a switch says so: keelson.yaml would declare it. */
export const outside: Readonly<Record<string, RegExp>> = {
  "an outside Kafka": /no way to b-\d\.example\.org:9098$/,
  "an outside PostgreSQL": /no way to db\.example\.org:5432$/,
  "another S3":
    /no way to s3\.example\.org:9000$|declared external s3\.us-west-2\.amazonaws\.com:443$/,
  "files that are fetched": /no way to maven\.example\.org:443$/,
  "raw logs and further topics": /reads topic raw-logs, which nothing writes$/,
};

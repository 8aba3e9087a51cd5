import type { ConnectorProblem } from "./connector-problem.ts";

type Config = ReadonlyMap<string, string>;

/**
 * What Confluent's S3 sink refuses only when its task starts.
 * @see https://docs.confluent.io/kafka-connectors/s3-sink/current/configuration_options.html
 */
export function checkS3Sink(config: Config): readonly ConnectorProblem[] {
  const needed = [
    "s3.bucket.name",
    "format.class",
    "flush.size",
    "storage.class",
    ...partitionerKeys(config),
  ];
  const missing = needed.filter((key) => (config.get(key) ?? "") === "");
  const found: ConnectorProblem[] = missing.map((key) => ({
    key,
    says: `${key} is missing`,
    fix: `set ${key}`,
  }));
  if (config.has("topics") === config.has("topics.regex")) {
    found.push({
      key: "topics",
      says: "a sink takes either topics or topics.regex",
      fix: "keep one of them",
    });
  }
  const provider = config.get("s3.credentials.provider.class") ?? "";
  if (provider.endsWith(".AwsCredentialsProviderChain")) {
    const key = "s3.credentials.provider.class";
    found.push({
      key,
      says: `there is no class ${provider}`,
      fix: "leave it out: the default chain is taken",
    });
  }
  return found;
}

function partitionerKeys(config: Config): readonly string[] {
  const isByTime = config.get("partitioner.class")?.endsWith(".TimeBasedPartitioner") === true;
  return isByTime ? ["locale", "timezone", "path.format", "partition.duration.ms"] : [];
}

/** A folder of a known image, and what a program in it must find there. */
export interface ImageFolder {
  /** Repository and tag, the registry's name before it or not. */
  readonly image: RegExp;
  readonly folder: string;
  /** Files of which one must be there; none named: no volume of texts holds what the folder does. */
  readonly oneOf: readonly string[];
}

const flink = /(?:^|\/)flink(?:[:@]|$)/u;
const connect = /(?:^|\/)(?:debezium\/connect|debezium-connect|kafka-connect[\w-]*)(?:[:@]|$)/u;
const postgres = /(?:^|\/)postgres(?:[:@]|$)/u;

/**
 * Where a volume that covers the folder keeps the image from starting.
 * @see https://nightlies.apache.org/flink/flink-docs-release-2.0/release-notes/flink-2.0/
 * @see https://github.com/debezium/container-images/blob/main/connect-base/3.6/Dockerfile
 */
export const imageFolders: readonly ImageFolder[] = [
  // Since 2.0 the name before is not read.
  { image: /(?:^|\/)flink:[2-9]\./u, folder: "/opt/flink/conf", oneOf: ["config.yaml"] },
  { image: flink, folder: "/opt/flink/conf", oneOf: ["config.yaml", "flink-conf.yaml"] },
  { image: flink, folder: "/opt/flink", oneOf: [] },
  { image: flink, folder: "/opt/flink/bin", oneOf: [] },
  { image: flink, folder: "/opt/flink/lib", oneOf: [] },
  { image: connect, folder: "/kafka", oneOf: [] },
  { image: connect, folder: "/kafka/bin", oneOf: [] },
  { image: connect, folder: "/kafka/libs", oneOf: [] },
  { image: connect, folder: "/kafka/connect", oneOf: [] },
  { image: postgres, folder: "/usr/lib/postgresql", oneOf: [] },
  { image: postgres, folder: "/usr/share/postgresql", oneOf: [] },
];

/** Folders without which nothing runs in any image that has them. */
export const systemFolders: ReadonlySet<string> = new Set([
  "/bin",
  "/sbin",
  "/lib",
  "/lib64",
  "/etc",
  "/usr",
  "/usr/bin",
  "/usr/sbin",
  "/usr/lib",
]);

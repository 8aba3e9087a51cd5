import { createHash } from "node:crypto";
import { isAbsolute, dirname, join } from "node:path";
import { parse } from "yaml";
import { asList, asMap, asText, type ValueMap } from "../../model/value.ts";

/** One kubeconfig file as it was read. */
export interface Kubeconfig {
  readonly path: string;
  readonly text: string;
}

/** The cluster that a context leads to. */
export interface Cluster {
  readonly context: string;
  readonly server: string;
  /** PEM text of its CA, when the kubeconfig holds it. */
  readonly ca?: string;
  /** Where the CA is when the kubeconfig names a file. */
  readonly caFile?: string;
  readonly skipsTlsVerify: boolean;
}

/**
 * The cluster that a context of these kubeconfigs leads to, or undefined when there is no such context.
 * Of several files the first that names an entry wins, and so does the first current context.
 * @see https://kubernetes.io/docs/concepts/configuration/organize-cluster-access-kubeconfig/
 */
export function readCluster(files: readonly Kubeconfig[], context: string): Cluster | undefined {
  const roots = files.map((file) => ({ file, root: asMap(parse(file.text)) }));
  const current = roots.map(({ root }) => asText(root["current-context"])).find(Boolean) ?? "";
  const contextName = context === "" ? current : context;
  const contextEntry = findEntry(roots, "contexts", contextName)?.entry;
  const clusterName = asText(asMap(contextEntry?.["context"])["cluster"]);
  const found = findEntry(roots, "clusters", clusterName);
  if (contextEntry === undefined || found === undefined) return undefined;
  const cluster = asMap(found.entry["cluster"]);
  return {
    context: contextName,
    server: asText(cluster["server"]),
    skipsTlsVerify: cluster["insecure-skip-tls-verify"] === true,
    ...readCa(cluster, found.path),
  };
}

/** Inline data wins over a file, as it does in client-go. */
function readCa(cluster: ValueMap, kubeconfig: string): { ca?: string; caFile?: string } {
  const inline = asText(cluster["certificate-authority-data"]);
  if (inline !== "") return { ca: Buffer.from(inline, "base64").toString("utf8") };
  const caFile = asText(cluster["certificate-authority"]);
  return caFile === "" ? {} : { caFile: resolveBeside(kubeconfig, caFile) };
}

/** SHA-256 of the first certificate's DER bytes, hex, or undefined when the text holds none. */
export function caDigest(pem: string): string | undefined {
  const body = /-----BEGIN CERTIFICATE-----([\s\S]*?)-----END CERTIFICATE-----/u.exec(pem)?.[1];
  if (body === undefined) return undefined;
  return createHash("sha256").update(Buffer.from(body, "base64")).digest("hex");
}

interface Root {
  readonly file: Kubeconfig;
  readonly root: ValueMap;
}

function findEntry(
  roots: readonly Root[],
  list: string,
  name: string,
): { entry: ValueMap; path: string } | undefined {
  for (const { file, root } of roots) {
    const entry = asList(root[list])
      .map(asMap)
      .find((item) => item["name"] === name);
    if (entry !== undefined) return { entry, path: file.path };
  }
  return undefined;
}

function resolveBeside(kubeconfig: string, path: string): string {
  return isAbsolute(path) ? path : join(dirname(kubeconfig), path);
}

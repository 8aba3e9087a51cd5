import type { Finding } from "../../model/finding.ts";
import type { Environment } from "../../model/keelson-config.ts";

/** The cluster that a Helm call would change. */
export interface EffectiveCluster {
  readonly context: string;
  readonly server: string;
  readonly caSha256?: string;
  readonly skipsTlsVerify: boolean;
}

export interface ClusterQuestion {
  readonly environment: string;
  readonly declared: Environment["cluster"];
  readonly found: EffectiveCluster;
}

/** Whether a cluster is the one that the environment may be applied to: nothing to say when it is. */
export function checkCluster(question: ClusterQuestion): Finding[] {
  const { declared, environment, found } = question;
  if (declared === "any") return [];
  if (declared === undefined) return [undeclared(question)];
  if (normalize(declared.server) !== normalize(found.server)) {
    return [
      refusal(
        "CLUSTER_WRONG",
        `${environment} would be applied to cluster ${found.server} (context "${found.context}"); ${environment} is ${declared.server}`,
        `kubectl config use-context <the context of ${environment}>, or --kube-context`,
      ),
    ];
  }
  return declared.caSha256 === undefined ? [] : checkCa(question, declared.caSha256);
}

function checkCa({ environment, found }: ClusterQuestion, caSha256: string): Finding[] {
  if (found.caSha256 === caSha256 && !found.skipsTlsVerify) return [];
  const says = found.skipsTlsVerify
    ? `context "${found.context}" does not verify who answers at ${found.server}`
    : `${found.server} has another CA than ${environment}: ${found.caSha256 ?? "none is named"}`;
  const fix = "use the kubeconfig that the cluster's owner gave out, with its CA";
  return [refusal("CLUSTER_WRONG", says, fix)];
}

function undeclared({ environment, found }: ClusterQuestion): Finding {
  const ca = found.caSha256 === undefined ? "" : `, caSha256: ${found.caSha256}`;
  return {
    ...refusal(
      "CLUSTER_UNDECLARED",
      `keelson.yaml does not say which cluster ${environment} is, so it is not applied to ${found.server} (context "${found.context}")`,
      "if this is the right cluster, add the lines above to keelson.yaml",
    ),
    notes: [
      "environments:",
      `  ${environment}:`,
      `    cluster: { server: "${found.server}"${ca} }`,
    ],
  };
}

function refusal(code: string, says: string, fix: string): Finding {
  return { code, level: "error", at: {}, says, fix };
}

/** Addresses that name the same server: case of the host, default port and a last slash do not count. */
function normalize(server: string): string {
  return URL.canParse(server) ? new URL(server).href : server;
}

import { homedir } from "node:os";
import { join } from "node:path";
import { checkCluster, type EffectiveCluster } from "../../check/cluster/check-cluster.ts";
import { findHelmTarget, type HelmTarget } from "../../check/cluster/helm-target.ts";
import { caDigest, readCluster, type Cluster } from "../../check/cluster/read-kubeconfig.ts";
import { readTextIfThere } from "../../host/files.ts";
import { parentArgs } from "../../host/parent-args.ts";
import type { Finding } from "../../model/finding.ts";
import { KeelsonError } from "../../model/keelson-error.ts";
import { readSettings } from "../read-settings.ts";
import { unknownEnvironment } from "../select-environments.ts";

const serviceAccount = "/var/run/secrets/kubernetes.io/serviceaccount";

export interface GuardRequest {
  readonly root: string;
  readonly environmentName: string;
  /** `.Release.KubeContext`, empty for the current context. */
  readonly releaseContext: string;
  readonly environment: Readonly<Record<string, string | undefined>>;
}

/**
 * Refuse any cluster but the environment's, before a release is changed or removed.
 * @throws ENVIRONMENT_UNKNOWN, DEPLOY_OWNER, CLUSTER_REFUSED
 */
export async function guardCluster(request: GuardRequest): Promise<void> {
  const { environmentName } = request;
  const settings = await readSettings(request.root);
  const declared = settings.environments[environmentName];
  if (declared === undefined) {
    throw unknownEnvironment(environmentName, Object.keys(settings.environments));
  }
  if (declared.deploy === "argocd") throw ownedByArgo(environmentName);
  if (declared.cluster === "any") return;
  const seen = findHelmTarget({
    releaseContext: request.releaseContext,
    helmfileArgs: await parentArgs(),
    environment: request.environment,
  });
  refuse(seen.findings);
  const found = await readTarget(seen.target, request.environment);
  refuse(checkCluster({ environment: environmentName, declared: declared.cluster, found }));
}

async function readTarget(
  target: HelmTarget,
  environment: GuardRequest["environment"],
): Promise<EffectiveCluster> {
  const cluster = await findCluster(target, environment);
  const caFile = target.caFile === "" ? cluster.caFile : target.caFile;
  const ca = caFile === undefined ? cluster.ca : await readTextIfThere(caFile);
  const caSha256 = caDigest(ca ?? "");
  const skips = environment["HELM_KUBEINSECURE_SKIP_TLS_VERIFY"] === "true";
  return {
    context: cluster.context,
    server: target.server === "" ? cluster.server : target.server,
    skipsTlsVerify: cluster.skipsTlsVerify || skips,
    ...(caSha256 === undefined ? {} : { caSha256 }),
  };
}

async function findCluster(
  target: HelmTarget,
  environment: GuardRequest["environment"],
): Promise<Cluster> {
  const fallback = join(environment["HOME"] ?? homedir(), ".kube", "config");
  const paths = target.kubeconfigs.length > 0 ? target.kubeconfigs : [fallback];
  const files = await Promise.all(
    paths.map(async (path) => ({ path, text: (await readTextIfThere(path)) ?? "" })),
  );
  const cluster = readCluster(files, target.context) ?? inCluster(target, environment);
  if (cluster === undefined) throw noCluster(target.context, paths);
  return cluster;
}

/** Where there is no kubeconfig, client-go uses the pod's own service account. */
function inCluster(
  target: HelmTarget,
  environment: GuardRequest["environment"],
): Cluster | undefined {
  const host = environment["KUBERNETES_SERVICE_HOST"];
  if (host === undefined || target.context !== "" || target.kubeconfigs.length > 0)
    return undefined;
  const server = `https://${host}:${environment["KUBERNETES_SERVICE_PORT"] ?? "443"}`;
  const caFile = `${serviceAccount}/ca.crt`;
  return { context: "in-cluster", server, caFile, skipsTlsVerify: false };
}

function refuse(findings: readonly Finding[]): void {
  if (findings.length === 0) return;
  throw new KeelsonError("this is not the environment's cluster", {
    code: "CLUSTER_REFUSED",
    fault: "input",
    fix: "use the environment's cluster",
    findings,
  });
}

function noCluster(context: string, paths: readonly string[]): KeelsonError {
  const named = context === "" ? "no current context" : `no context \`${context}\``;
  return new KeelsonError(`there is ${named} in ${paths.join(", ")}`, {
    code: "CLUSTER_UNKNOWN",
    fault: "input",
    fix: "kubectl config get-contexts, then --kube-context or --kubeconfig",
  });
}

function ownedByArgo(environment: string): KeelsonError {
  return new KeelsonError(`${environment} is deployed by Argo CD, so Helmfile may not change it`, {
    code: "DEPLOY_OWNER",
    fault: "input",
    at: { file: "keelson.yaml" },
    fix: "publish instead (keelson publish), or change `deploy` of this environment",
  });
}

import { withoutCredentials } from "../../../host/git-remote.ts";
import type { CliContext } from "../../../model/cli-context.ts";
import type { Finding } from "../../../model/finding.ts";
import { KeelsonError } from "../../../model/keelson-error.ts";
import type { Manifest } from "../../../model/manifest.ts";
import {
  argoApplications,
  argoApplicationSet,
  type ArgoEnvironment,
} from "../../../publish/argocd-manifests.ts";
import { guardSize, renderedSize } from "../../../publish/guard-size.ts";
import { renderedFiles } from "../../../publish/rendered-files.ts";
import { formatManifest } from "../../../render/format-manifest.ts";
import type { Settings } from "../../settings.ts";
import { branchName, findRemote, inFolder } from "../branches/gitops-target.ts";
import { renderAll } from "../check/render-all.ts";
import type { CheckedEnvironment } from "../check/render-checked.ts";

/** Argo CD's name for the cluster that it runs in. */
const ownCluster = "https://kubernetes.default.svc";

export interface ArgoOptions {
  readonly environments: readonly string[];
  /** The environments were named, so that one which Helmfile owns is an error. */
  readonly isNamed: boolean;
  /** An ApplicationSet, not Applications. */
  readonly isSet: boolean;
  readonly project: string;
  readonly argoNamespace: string;
  readonly repoUrl?: string;
  readonly serverSideDiff: boolean;
}

export interface ArgoDescription {
  readonly manifests: readonly Manifest[];
  readonly findings: readonly Finding[];
}

/**
 * What Argo CD needs to sync the environments' branches: they are rendered once to learn which
 * namespaces and which kinds without one the project has to allow, and how large a branch gets.
 * @throws ARGOCD_NOT_OWNER, ARGOCD_REMOTE_LOCAL
 */
export async function describeArgo(
  context: CliContext,
  settings: Settings,
  options: ArgoOptions,
): Promise<ArgoDescription> {
  const owned = options.environments.filter((environment) =>
    isOwned(settings, options, environment),
  );
  const repoUrl = withoutCredentials(options.repoUrl ?? (await remoteAddress(context, settings)));
  inFolder(settings.gitops, "");
  const rendered = await renderAll(context, settings, { environments: owned });
  const describe = options.isSet ? argoApplicationSet : argoApplications;
  const manifests = describe({
    ...options,
    environments: rendered.map((one) => argoEnvironment(settings, one)),
    repoUrl,
    folder: settings.gitops.path,
    clusterKinds: clusterKinds(rendered.flatMap((one) => one.manifests)),
  });
  const findings = rendered.flatMap(({ environment, manifests: its }) =>
    guardSize(
      branchName(settings.gitops, environment),
      renderedSize(renderedFiles(its, formatManifest)),
    ),
  );
  return { manifests, findings };
}

function isOwned(settings: Settings, { isNamed }: ArgoOptions, environment: string): boolean {
  if (settings.environments[environment]?.deploy !== "helmfile") return true;
  if (!isNamed) return false;
  throw new KeelsonError(`${environment} is deployed by Helmfile, and objects have one owner`, {
    code: "ARGOCD_NOT_OWNER",
    fault: "input",
    at: { file: "keelson.yaml", pointer: `/environments/${environment}/deploy` },
    fix: "set deploy: argocd in keelson.yaml once Helmfile no longer applies it",
  });
}

function argoEnvironment(
  settings: Settings,
  { environment, manifests }: Pick<CheckedEnvironment, "environment" | "manifests">,
): ArgoEnvironment {
  const { cluster, namespace } = settings.environments[environment] ?? {};
  return {
    environment,
    branch: branchName(settings.gitops, environment),
    server: typeof cluster === "object" ? cluster.server : ownCluster,
    namespace: namespace ?? "default",
    namespaces: manifests.flatMap(({ identity }) => identity.namespace ?? []),
  };
}

async function remoteAddress(context: CliContext, { gitops }: Settings): Promise<string> {
  const { address } = await findRemote(context, gitops);
  if (!address.startsWith("/")) return address;
  throw new KeelsonError("Argo CD cannot reach a repository on this disk", {
    code: "ARGOCD_REMOTE_LOCAL",
    fault: "input",
    at: { file: "keelson.yaml", pointer: "/gitops/remote" },
    fix: "name the repository as Argo CD reaches it: --repo-url URL",
  });
}

function clusterKinds(manifests: readonly Manifest[]): readonly { group: string; kind: string }[] {
  const kinds = new Map<string, { group: string; kind: string }>();
  for (const { identity } of manifests) {
    const { group, kind, namespace } = identity;
    if (namespace === undefined) kinds.set(`${group}/${kind}`, { group, kind });
  }
  return [...kinds].toSorted(([a], [b]) => (a < b ? -1 : 1)).map(([, kind]) => kind);
}

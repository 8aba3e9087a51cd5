import type { Manifest } from "../model/manifest.ts";
import type { ValueMap } from "../model/value.ts";

/** One environment as Argo CD is to see it. */
export interface ArgoEnvironment {
  readonly environment: string;
  readonly branch: string;
  readonly server: string;
  /** Where objects without a namespace of their own go. */
  readonly namespace: string;
  /** All namespaces that objects of its render go to. */
  readonly namespaces: readonly string[];
}

export interface ArgoRequest {
  readonly environments: readonly ArgoEnvironment[];
  /** Name of the AppProject, and start of the Applications' names. */
  readonly project: string;
  /** Namespace that Argo CD runs in. */
  readonly argoNamespace: string;
  readonly repoUrl: string;
  /** Folder on the branches; empty is their root. */
  readonly folder: string;
  readonly serverSideDiff: boolean;
  /** Kinds without a namespace that the renders hold. */
  readonly clusterKinds: readonly { readonly group: string; readonly kind: string }[];
}

/** The AppProject and one Application for each environment's branch. */
export function argoApplications(request: ArgoRequest): readonly Manifest[] {
  const applications = request.environments.map((one) => {
    const body = applicationSpec(request, {
      branch: one.branch,
      server: one.server,
      namespace: one.namespace,
    });
    return argoManifest(request, "Application", {
      metadata: applicationMetadata(request, one.environment),
      ...body,
    });
  });
  return [argoProject(request), ...applications];
}

/** The AppProject and one ApplicationSet that makes the Applications. */
export function argoApplicationSet(request: ArgoRequest): readonly Manifest[] {
  const elements = request.environments.map(
    ({ environment, branch, server, namespace }): ValueMap => ({
      environment,
      branch,
      server,
      namespace,
    }),
  );
  const template = applicationSpec(request, {
    branch: "{{ .branch }}",
    server: "{{ .server }}",
    namespace: "{{ .namespace }}",
  });
  const set = argoManifest(request, "ApplicationSet", {
    metadata: { name: request.project, namespace: request.argoNamespace },
    spec: {
      generators: [{ list: { elements } }],
      goTemplate: true,
      goTemplateOptions: ["missingkey=error"],
      // An environment that is gone from the list keeps its objects until someone removes them.
      syncPolicy: { applicationsSync: "create-update", preserveResourcesOnDeletion: true },
      template: { metadata: applicationMetadata(request, "{{ .environment }}"), ...template },
    },
  });
  return [argoProject(request), set];
}

function argoProject(request: ArgoRequest): Manifest {
  const { project, argoNamespace, repoUrl, environments, clusterKinds } = request;
  // Argo CD refuses a project that names one twice, and environments may share a namespace.
  const destinations = new Map(
    environments.flatMap(allowedDestinations).map((one) => [JSON.stringify(one), one]),
  );
  const kinds = clusterKinds.map(({ group, kind }): ValueMap => ({ group, kind }));
  return argoManifest(request, "AppProject", {
    metadata: { name: project, namespace: argoNamespace },
    spec: {
      description: "What Keelson renders",
      sourceRepos: [repoUrl],
      destinations: [...destinations.values()],
      clusterResourceWhitelist: [{ group: "", kind: "Namespace" }, ...kinds.filter(isNoNamespace)],
    },
  });
}

/** The environment's own namespace first, then what else its objects go to. */
function allowedDestinations({ server, namespace, namespaces }: ArgoEnvironment): ValueMap[] {
  const others = namespaces.filter((one) => one !== namespace).toSorted();
  return [namespace, ...new Set(others)].map((one) => ({ namespace: one, server }));
}

function isNoNamespace(kind: ValueMap): boolean {
  return !(kind["group"] === "" && kind["kind"] === "Namespace");
}

function applicationMetadata(request: ArgoRequest, environment: string): ValueMap {
  const annotations: ValueMap = {
    "argocd.argoproj.io/manifest-generate-paths": ".",
    ...(request.serverSideDiff && { "argocd.argoproj.io/compare-options": "ServerSideDiff=true" }),
  };
  const name = `${request.project}-${environment}`;
  return { name, namespace: request.argoNamespace, annotations };
}

interface Destination {
  readonly branch: string;
  readonly server: string;
  readonly namespace: string;
}

function applicationSpec(
  request: ArgoRequest,
  { branch, server, namespace }: Destination,
): ValueMap {
  return {
    spec: {
      project: request.project,
      source: {
        repoURL: request.repoUrl,
        // The full name is found faster, and no tag of the same name is taken for it.
        targetRevision: `refs/heads/${branch}`,
        path: request.folder === "" ? "." : request.folder,
        directory: { recurse: true },
      },
      destination: { server, namespace },
      syncPolicy: {
        automated: { prune: true, selfHeal: true, allowEmpty: false },
        syncOptions: ["CreateNamespace=true", "FailOnSharedResource=true", "PruneLast=true"],
        retry: { limit: 5, backoff: { duration: "10s", factor: 2, maxDuration: "3m0s" } },
      },
    },
  };
}

function argoManifest(request: ArgoRequest, kind: string, rest: ValueMap): Manifest {
  return {
    identity: {
      group: "argoproj.io",
      kind,
      namespace: request.argoNamespace,
      name: request.project,
    },
    release: "argocd",
    body: { apiVersion: "argoproj.io/v1alpha1", kind, ...rest },
  };
}

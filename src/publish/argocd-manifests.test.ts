import { readFileSync } from "node:fs";
import { Ajv } from "ajv";
import { describe, expect, test } from "vitest";
import type { Manifest } from "../model/manifest.ts";
import { asMap } from "../model/value.ts";
import { argoApplications, argoApplicationSet, type ArgoRequest } from "./argocd-manifests.ts";

const request: ArgoRequest = {
  environments: [
    {
      environment: "dev",
      branch: "environments/dev",
      server: "https://kubernetes.default.svc",
      namespace: "data-platform-dev",
      namespaces: ["monitoring", "data-platform-dev", "ingress", "monitoring"],
    },
    {
      environment: "prod",
      branch: "environments/prod",
      server: "https://10.1.2.3",
      namespace: "data-platform-prod",
      namespaces: [],
    },
  ],
  project: "data-platform",
  argoNamespace: "argocd",
  repoUrl: "https://example.com/gitops.git",
  folder: "",
  serverSideDiff: true,
  clusterKinds: [{ group: "rbac.authorization.k8s.io", kind: "ClusterRole" }],
};

/** What the object breaks in its custom resource definition (without the generators that we do not use). */
function errorsOf({ identity, body }: Manifest): unknown {
  const file = new URL(`__fixtures__/${identity.kind.toLowerCase()}.schema.json`, import.meta.url);
  const schema = asMap(JSON.parse(readFileSync(file, "utf8")));
  const ajv = new Ajv({ strict: false, allErrors: true });
  const isValid = ajv.validate(schema, body);
  return isValid ? [] : ajv.errors;
}

describe("what Argo CD is handed", () => {
  test.each([...argoApplications(request), ...argoApplicationSet(request)])(
    "fits Argo CD's definition: $identity.kind",
    (manifest) => {
      expect(errorsOf(manifest)).toEqual([]);
    },
  );

  test("the definitions refuse what is not in them", () => {
    const [, application] = argoApplications(request);
    const body = asMap(application?.body);
    const wrong = { ...body, spec: { ...asMap(body["spec"]), proyect: "x" } };
    expect(application && errorsOf({ ...application, body: wrong })).not.toEqual([]);
  });

  test("the project names no destination twice, where environments share a namespace", () => {
    const shared = request.environments.map((one) => ({
      ...one,
      server: "https://10.1.2.3",
      namespace: "data-platform",
      namespaces: ["ingress"],
    }));
    const [project] = argoApplications({ ...request, environments: shared });
    expect(asMap(asMap(project?.body)["spec"])["destinations"]).toEqual([
      { namespace: "data-platform", server: "https://10.1.2.3" },
      { namespace: "ingress", server: "https://10.1.2.3" },
    ]);
  });

  test("the project allows every namespace that a render goes to, on its own cluster only", () => {
    const [project] = argoApplications(request);
    const spec = asMap(asMap(project?.body)["spec"]);
    const server = "https://kubernetes.default.svc";
    expect(spec["destinations"]).toEqual([
      { namespace: "data-platform-dev", server },
      { namespace: "ingress", server },
      { namespace: "monitoring", server },
      { namespace: "data-platform-prod", server: "https://10.1.2.3" },
    ]);
  });

  test("each environment is one Application of its branch", () => {
    const [project, dev, prod] = argoApplications(request);
    expect(project?.body).toMatchObject({
      kind: "AppProject",
      spec: { sourceRepos: [request.repoUrl] },
    });
    expect(dev?.body).toMatchObject({ metadata: { name: "data-platform-dev" } });
    expect(prod?.body).toMatchObject({
      metadata: { name: "data-platform-prod" },
      spec: {
        source: {
          targetRevision: "refs/heads/environments/prod",
          path: ".",
          directory: { recurse: true },
        },
        destination: { server: "https://10.1.2.3", namespace: "data-platform-prod" },
        syncPolicy: { automated: { prune: true, allowEmpty: false } },
      },
    });
  });
});

import { createHash } from "node:crypto";
import { describe, expect, test } from "vitest";
import { checkCluster } from "./check-cluster.ts";
import { findHelmTarget } from "./helm-target.ts";
import { caDigest, readCluster } from "./read-kubeconfig.ts";

const der = Buffer.from("a certificate");
const pem = `-----BEGIN CERTIFICATE-----\n${der.toString("base64")}\n-----END CERTIFICATE-----\n`;
const digest = createHash("sha256").update(der).digest("hex");

const work = {
  path: "/home/me/.kube/config",
  text: `
current-context: staging
contexts:
  - { name: staging, context: { cluster: s } }
  - { name: prod, context: { cluster: p } }
clusters:
  - { name: s, cluster: { server: "https://10.1.2.3" } }
  - name: p
    cluster:
      server: https://10.9.8.7:443/
      certificate-authority-data: ${Buffer.from(pem).toString("base64")}
`,
};
const other = {
  path: "/home/me/other",
  text: `
current-context: prod
contexts: [{ name: prod, context: { cluster: x } }, { name: file, context: { cluster: y } }]
clusters:
  - { name: x, cluster: { server: "https://10.0.0.1" } }
  - { name: y, cluster: { server: "https://y", certificate-authority: ca.pem } }
`,
};

function view(helmfileArgs: readonly string[], environment: Record<string, string> = {}) {
  return { releaseContext: "", helmfileArgs, environment };
}

describe("findHelmTarget", () => {
  test("a flag wins over KUBECONFIG", () => {
    const args = ["helmfile", "--kubeconfig", "/a", "apply"];
    expect(findHelmTarget(view(args, { KUBECONFIG: "/b:/c" })).target.kubeconfigs).toEqual(["/a"]);
    expect(findHelmTarget(view([], { KUBECONFIG: "/b:/c" })).target.kubeconfigs).toEqual([
      "/b",
      "/c",
    ]);
  });

  test("the release's context wins over the environment's", () => {
    const environment = { HELM_KUBECONTEXT: "env" };
    expect(findHelmTarget(view([], environment)).target.context).toBe("env");
    const seen = findHelmTarget({ ...view([], environment), releaseContext: "release" });
    expect(seen.target.context).toBe("release");
  });

  test("arguments that redirect Helm behind our back are refused", () => {
    const seen = findHelmTarget(view(["helmfile", "--args=--kube-apiserver=https://x", "sync"]));
    expect(seen.findings).toMatchObject([{ code: "CLUSTER_HIDDEN" }]);
  });
});

describe("readCluster", () => {
  test("takes the current context unless one is named", () => {
    expect(readCluster([work], "")).toMatchObject({
      context: "staging",
      server: "https://10.1.2.3",
    });
    expect(readCluster([work], "prod")?.server).toBe("https://10.9.8.7:443/");
  });

  test("of several files the first that names an entry wins", () => {
    expect(readCluster([work, other], "prod")?.server).toBe("https://10.9.8.7:443/");
    expect(readCluster([other, work], "")?.server).toBe("https://10.0.0.1");
  });

  test("a CA file is found beside its kubeconfig", () => {
    expect(readCluster([work, other], "file")?.caFile).toBe("/home/me/ca.pem");
  });

  test("there is no cluster behind an unknown context", () => {
    expect(readCluster([work], "nowhere")).toBeUndefined();
  });

  test("the digest is of the certificate's bytes", () => {
    expect(caDigest(readCluster([work], "prod")?.ca ?? "")).toBe(digest);
    expect(caDigest("nothing here")).toBeUndefined();
  });
});

describe("checkCluster", () => {
  const found = { context: "prod", server: "https://10.9.8.7:443/", skipsTlsVerify: false };
  const declared = { server: "https://10.9.8.7" };

  test("the declared cluster passes, whatever its context is called", () => {
    expect(checkCluster({ environment: "prod", declared, found })).toEqual([]);
  });

  test("any cluster passes where the environment says so", () => {
    expect(checkCluster({ environment: "dev", declared: "any", found })).toEqual([]);
  });

  test("another server is refused", () => {
    const wrong = { ...found, server: "https://10.1.2.3" };
    const findings = checkCluster({ environment: "prod", declared, found: wrong });
    expect(findings).toMatchObject([{ code: "CLUSTER_WRONG" }]);
  });

  test.each([
    ["another CA", { ...found, caSha256: "0".repeat(64) }],
    ["no CA", found],
    ["TLS that is not verified", { ...found, caSha256: digest, skipsTlsVerify: true }],
  ])("%s is refused where a CA is declared", (_, cluster) => {
    const pinned = { ...declared, caSha256: digest };
    const findings = checkCluster({ environment: "prod", declared: pinned, found: cluster });
    expect(findings).toMatchObject([{ code: "CLUSTER_WRONG" }]);
  });

  test("an undeclared cluster is refused with the lines to add", () => {
    const pinned = { ...found, caSha256: digest };
    const findings = checkCluster({ environment: "prod", declared: undefined, found: pinned });
    expect(findings[0]?.code).toBe("CLUSTER_UNDECLARED");
    expect(findings[0]?.notes?.join("\n")).toContain(`caSha256: ${digest}`);
  });
});

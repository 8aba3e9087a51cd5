import { describe, expect, test } from "vitest";
import { readBundle } from "./bundle.ts";

const sha = "a".repeat(40);
const body = {
  apiVersion: "apps/v1",
  kind: "Deployment",
  metadata: { name: "web", namespace: "x" },
  spec: { replicas: 2 },
};
const deep: unknown = JSON.parse(`${"[".repeat(3000)}${"]".repeat(3000)}`);

function bundle(environment: unknown, source: unknown = { sha, dirty: false }): string {
  return JSON.stringify({ bundleForm: 1, source, environments: [environment] });
}

describe("readBundle", () => {
  test("gives the renders and the source commit", () => {
    const text = bundle({
      environment: "prod",
      manifests: [{ release: "shop", body }],
      namespaces: { shop: ["x"] },
      tools: { helm: "v4.2.3" },
      inputs: { "helmfile.yaml": "0123" },
    });
    const identity = { group: "apps", kind: "Deployment", namespace: "x", name: "web" };
    expect(readBundle("b.json", text)).toEqual({
      sha,
      dirty: false,
      environments: [
        {
          environment: "prod",
          manifests: [{ identity, release: "shop", body }],
          namespaces: { shop: ["x"] },
          tools: { helm: "v4.2.3" },
          inputs: { "helmfile.yaml": "0123" },
        },
      ],
    });
  });

  test("an object cannot pass for another one", () => {
    const forged = { release: "shop", identity: { kind: "ConfigMap", name: "y" }, body };
    const text = bundle({ environment: "prod", manifests: [forged] });
    const [manifest] = readBundle("b.json", text).environments[0]?.manifests ?? [];
    expect(manifest?.identity).toMatchObject({ kind: "Deployment", name: "web" });
  });

  test("a source that does not say so counts as edited", () => {
    const text = bundle({ environment: "prod" }, { sha });
    expect(readBundle("b.json", text).dirty).toBe(true);
  });

  test.each([
    "",
    "[]",
    "{}",
    '{"bundleForm":2}',
    bundle({ environment: "../x" }),
    bundle({ environment: "prod" }, { sha: "--upload-pack=x" }),
    bundle({ environment: "prod", manifests: [1] }),
    bundle({
      environment: "prod",
      manifests: [{ release: "shop", body: { ...body, data: deep } }],
    }),
    bundle({ environment: "prod", manifests: [{ release: "a", body: {} }] }),
    bundle({ environment: "prod", manifests: [{ body }] }),
    bundle({
      environment: "prod",
      partial: true,
      releases: ["other"],
      manifests: [{ release: "shop", body }],
    }),
  ])("what is none is refused: %s", (text) => {
    expect(() => readBundle("b.json", text)).toThrow(/b\.json cannot be published/u);
  });
});

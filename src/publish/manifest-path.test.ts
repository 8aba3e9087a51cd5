import * as fc from "fast-check";
import { describe, expect, test } from "vitest";
import type { Manifest, ObjectIdentity } from "../model/manifest.ts";
import { manifestPath } from "./manifest-path.ts";

function manifest(identity: ObjectIdentity, release = "data-platform"): Manifest {
  return { identity, release, body: {} };
}

const part = fc.oneof(
  fc.string({ unit: fc.constantFrom("a", "A", "_", "-", ".", "%", "/", "~", "5", "F") }),
  fc.string({ unit: "binary", maxLength: 300 }).filter((text) => text.isWellFormed()),
);
const kind = fc.stringMatching(/^[A-Z][a-z0-9]{0,20}$/u);
const identity = fc.record({ group: part, kind, namespace: part, name: part });

const placed = fc.record({ identity, release: part, body: fc.constant({}) });

describe("manifestPath", () => {
  test("names kind, group, namespace and name", () => {
    const deployment = { group: "apps", kind: "Deployment", namespace: "data", name: "web" };
    expect(manifestPath(manifest(deployment))).toBe("data-platform/deployment.apps_data_web.yaml");
  });

  test("leaves an absent part empty between its marks", () => {
    const service = { group: "", kind: "Service", namespace: "data", name: "web" };
    expect(manifestPath(manifest(service))).toBe("data-platform/service._data_web.yaml");
    const namespace = { group: "", kind: "Namespace", name: "data" };
    expect(manifestPath(manifest(namespace))).toBe("data-platform/namespace.__data.yaml");
  });

  test("encodes what a file name should not hold", () => {
    const role = { group: "", kind: "Role", namespace: "a", name: "system:../Admin_x" };
    expect(manifestPath(manifest(role))).toBe(
      "data-platform/role._a_system%3A..%2F%41dmin%5Fx.yaml",
    );
  });

  test.each(["..", ".", ".git", "-x", "hydrator.metadata", ".gitattributes"])(
    "a release called %s cannot leave its place",
    (release) => {
      const service = { group: "", kind: "Service", namespace: "data", name: "web" };
      const [folder] = manifestPath(manifest(service, release)).split("/");
      expect(folder).toMatch(/^[%a-z0-9][%A-Za-z0-9.-]+$/u);
      expect(folder).not.toBe(release);
    },
  );

  test("no two objects share a path, even where case is ignored", () => {
    fc.assert(
      fc.property(placed, placed, (a, b) => {
        const same = JSON.stringify(a) === JSON.stringify(b);
        const paths = [manifestPath(a), manifestPath(b)];
        expect(paths[0]?.toLowerCase() === paths[1]?.toLowerCase()).toBe(same);
      }),
    );
  });

  test("every path is plain ASCII, two segments, at most 200 bytes each", () => {
    fc.assert(
      fc.property(identity, part, (one, release) => {
        fc.pre(release !== "");
        const path = manifestPath(manifest(one, release));
        expect(path).toMatch(/^[a-zA-Z0-9.%~_-]{1,200}\/[a-zA-Z0-9.%~_-]{1,200}$/u);
      }),
    );
  });
});

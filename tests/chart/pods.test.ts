import { describe, expect, test } from "vitest";
import { hasPrograms } from "../../src/host/test-programs.ts";
import {
  environments,
  find,
  podOf,
  renderObjects,
  type Container,
  type Rendered,
} from "./render-chart.ts";

const helm = hasPrograms("helm");
const factors: Readonly<Record<string, number>> = {
  "": 1,
  m: 1e-3,
  k: 1e3,
  M: 1e6,
  G: 1e9,
  Ki: 2 ** 10,
  Mi: 2 ** 20,
  Gi: 2 ** 30,
  Ti: 2 ** 40,
};

/** A Kubernetes quantity as a number of cores or bytes. */
function amount(quantity: string | number = 0): number {
  const [, digits, suffix = ""] = /^([0-9.]+)([A-Za-z]*)$/.exec(String(quantity)) ?? [];
  const factor = factors[suffix];
  if (digits === undefined || factor === undefined) throw new Error(`not a quantity: ${quantity}`);
  return Number(digits) * factor;
}

function containersOf(object: Rendered): readonly Container[] {
  const pod = podOf(object);
  return pod === undefined ? [] : [...pod.containers, ...(pod.initContainers ?? [])];
}

function quantityOf(
  container: Container,
  side: "requests" | "limits",
  resource: "cpu" | "memory",
): number {
  return amount(container.resources?.[side]?.[resource]);
}

/** What a workload's running pods ask for together; jobs, which come and go, at their peak. */
function asked(object: Rendered, resource: "cpu" | "memory"): number {
  const pod = podOf(object);
  const each = (pod?.containers ?? []).map((c) => quantityOf(c, "requests", resource));
  const first = (pod?.initContainers ?? []).map((c) => quantityOf(c, "requests", resource));
  const sum = each.reduce((total, one) => total + one, 0);
  return Math.max(sum, ...first) * (object.spec?.replicas ?? 1);
}

describe.skipIf(!helm)("every pod", () => {
  test.each(environments)(
    "passes the restricted Pod Security Standard in %s",
    async (environment) => {
      const objects = (await renderObjects({ environment })).filter((o) => podOf(o) !== undefined);
      expect(objects.length).toBeGreaterThan(3);
      for (const object of objects) {
        const pod = podOf(object);
        expect(pod?.hostNetwork).toBeUndefined();
        expect(JSON.stringify(pod?.volumes ?? [])).not.toContain("hostPath");
        expect(pod?.securityContext).toMatchObject({
          runAsNonRoot: true,
          seccompProfile: { type: "RuntimeDefault" },
        });
        for (const container of containersOf(object)) {
          expect(container.securityContext).toMatchObject({
            allowPrivilegeEscalation: false,
            capabilities: { drop: ["ALL"] },
          });
        }
      }
    },
  );

  test("asks for memory and processor, and never for more memory than it may use", async () => {
    for (const environment of environments) {
      const containers = (await renderObjects({ environment })).flatMap(containersOf);
      for (const container of containers) {
        const memory = quantityOf(container, "requests", "memory");
        expect(quantityOf(container, "requests", "cpu")).toBeGreaterThan(0);
        expect(memory).toBeGreaterThan(0);
        expect(quantityOf(container, "limits", "memory")).toBeGreaterThanOrEqual(memory);
      }
    }
  });

  test("gets no variables of other Services, and names its image's tag", async () => {
    for (const object of await renderObjects()) {
      const pod = podOf(object);
      if (pod === undefined) continue;
      expect(pod.enableServiceLinks).toBe(false);
      for (const { image } of containersOf(object))
        expect(image).toMatch(/^[^/]+\.[^/]+\/.+:[^:]+$/);
    }
  });

  test("comes from the mirror when there is one", async () => {
    const objects = await renderObjects({
      set: ['global.imageRegistry="mirror.example.org:5000"'],
    });
    for (const { image } of objects.flatMap(containersOf)) {
      expect(image).toMatch(/^mirror\.example\.org:5000\//);
    }
  });
});

describe.skipIf(!helm)("the environments", () => {
  test("dev fits a laptop: at most 4 cores and 8 GiB in all", async () => {
    const objects = await renderObjects({ environment: "dev" });
    const sum = (resource: "cpu" | "memory"): number =>
      objects.reduce((total, object) => total + asked(object, resource), 0);
    expect(sum("cpu")).toBeLessThanOrEqual(4);
    expect(sum("memory")).toBeLessThanOrEqual(8 * 2 ** 30);
  });

  test.each(environments)(
    "a broker takes less memory than its container has in %s",
    async (environment) => {
      const brokers = (await renderObjects({ environment })).flatMap(containersOf);
      const broker = brokers.find((container) => container.name === "redpanda");
      const taken = /"--memory=(\w+)"/.exec(JSON.stringify(broker))?.[1];
      // Seastar reads G and M as powers of two.
      const bytes = amount(`${String(taken)}i`);
      expect(bytes).toBeLessThan(broker === undefined ? 0 : quantityOf(broker, "limits", "memory"));
    },
  );

  test.each(["staging", "prod"])(
    "the quota of %s has room for its pods and a second of each",
    async (environment) => {
      const objects = await renderObjects({ environment });
      const quota = find(objects, "ResourceQuota", "data-platform-quota").spec?.hard ?? {};
      for (const resource of ["cpu", "memory"] as const) {
        const sum = objects.reduce((total, object) => total + asked(object, resource), 0);
        const largest = Math.max(...objects.map((object) => asked(object, resource)));
        const hard = amount(quota[`requests.${resource}`]);
        expect(hard).toBeGreaterThan(sum + largest);
        expect(hard).toBeLessThan(sum * 4);
      }
    },
  );

  test("staging has prod's objects", async () => {
    const [staging, prod] = await Promise.all(
      ["staging", "prod"].map(async (environment) =>
        (await renderObjects({ environment })).map((o) => `${o.kind} ${o.metadata.name}`),
      ),
    );
    expect(staging).toEqual(prod);
  });
});

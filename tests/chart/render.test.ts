import { readFileSync } from "node:fs";
import { glob, mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { runCommand } from "../../src/host/run-command.ts";
import { hasPrograms } from "../../src/host/test-programs.ts";
import { invalidObjects } from "./kubeconform.ts";
import {
  chart,
  environments,
  find,
  podOf,
  renderObjects,
  renderText,
  type Rendering,
} from "./render-chart.ts";
import { switches } from "./switches.ts";

const helm = hasPrograms("helm");
const helm3 = hasPrograms("helm3");
const kubeconform = hasPrograms("kubeconform");
const renderings: readonly Rendering[] = [
  {},
  ...environments.map((environment) => ({ environment })),
  ...Object.values(switches).map((set) => ({ set })),
];

let folder = "";
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "keelson-chart-"));
});
afterAll(() => rm(folder, { recursive: true, force: true }));

/** One line for each object: its name, and what its pods carry. */
async function podsWith(digest: string): Promise<readonly string[]> {
  const set = [`global.secretDigests={"postgres-superuser":"${digest}"}`];
  const objects = await renderObjects({ set });
  return objects.map((o) => `${o.metadata.name} ${JSON.stringify(o.spec?.template?.metadata)}`);
}

describe.skipIf(!helm)("the chart", () => {
  test.each(["defaults", ...environments])("lints without a warning: %s", async (name) => {
    const files = name === "defaults" ? [] : ["base", name];
    const values = files.map((file) => `--values=environments/${file}.yaml`);
    const args = ["lint", "--strict", "--kube-version=1.36.0", chart, ...values];
    const { exitCode, stdout } = await runCommand({ program: "helm", args });
    expect({ exitCode, stdout }).toMatchObject({ exitCode: 0 });
  });

  test.skipIf(!kubeconform)(
    "renders only valid objects, for every environment and switch",
    async () => {
      const texts = await Promise.all(renderings.map((rendering) => renderText(rendering)));
      await Promise.all(
        texts.map((text, index) => writeFile(join(folder, `${String(index)}.yaml`), text)),
      );
      expect(await invalidObjects(folder)).toEqual([]);
    },
  );

  test.skipIf(!kubeconform)("would be told of an unknown field and of a wrong type", async () => {
    const planted = await mkdtemp(join(tmpdir(), "keelson-planted-"));
    const text = await renderText();
    await writeFile(
      join(planted, "planted.yaml"),
      text
        .replaceAll("clusterIP: None", "clusterIp: None")
        .replaceAll("replicas: 3", "replicas: three"),
    );
    const invalid = (await invalidObjects(planted)).join("\n");
    await rm(planted, { recursive: true });
    expect(invalid).toContain("clusterIp");
    expect(invalid).toContain("/spec/replicas");
  });

  test.skipIf(!helm3)("renders the same with Helm 3 and Helm 4", async () => {
    for (const environment of environments) {
      const four = await renderObjects({ environment });
      expect(await renderObjects({ environment, helm: "helm3" })).toEqual(four);
    }
  });

  test("makes no Secret and no ExternalSecret", async () => {
    for (const rendering of renderings) {
      const kinds = (await renderObjects(rendering)).map((object) => object.kind);
      expect(kinds).not.toEqual(expect.arrayContaining([expect.stringMatching(/Secret/)]));
    }
  });

  test("renders every object once", async () => {
    for (const rendering of renderings) {
      const names = (await renderObjects(rendering)).map((o) => `${o.kind} ${o.metadata.name}`);
      expect(names).toEqual([...new Set(names)]);
    }
  });

  test("uses nothing in its templates that could differ from run to run", async () => {
    const unstable =
      /\b(lookup|rand\w+|now|gen\w+Cert|genCA|genPrivateKey|uuidv4|getHostByName)\b|\.Capabilities/;
    const found: string[] = [];
    for await (const file of glob(`${chart}/**/templates/**/*.{yaml,tpl}`)) {
      const actions = readFileSync(file, "utf8").match(/\{\{(?!-? ?\/\*).*?\}\}/gs) ?? [];
      if (actions.some((action) => unstable.test(action.replaceAll(/"[^"]*"/g, ""))))
        found.push(file);
    }
    expect(found).toEqual([]);
  });

  test.each(["7.my.release", "x", "a-release-name-that-is-as-long-as-helm-allows-it-to"])(
    "takes any release name and any namespace: %s",
    async (release) => {
      const objects = await renderObjects({ release, namespace: "elsewhere" });
      for (const { kind, metadata } of objects) {
        expect(metadata.name).toMatch(/^[a-z]([-a-z0-9]*[a-z0-9])?$/);
        expect(metadata.name.length).toBeLessThanOrEqual(kind === "StatefulSet" ? 52 : 63);
        expect(JSON.stringify(metadata)).not.toContain("data-platform-dev");
      }
      const text = await renderText({ release, namespace: "elsewhere" });
      expect(text).toContain(".elsewhere.svc.cluster.local");
    },
  );

  test("gives two long release names that begin alike two names", async () => {
    const [a, b] = await Promise.all(
      ["one", "two"].map(async (end) => {
        const release = `a-release-name-that-is-as-long-as-helm-allows-${end}`;
        return (await renderObjects({ release })).map((object) => object.metadata.name);
      }),
    );
    expect(a?.filter((name) => b?.includes(name))).toEqual([]);
  });

  test("restarts what uses a sealed value when its digest changes, and nothing else", async () => {
    const [before, after] = await Promise.all([podsWith("sha256:1"), podsWith("sha256:2")]);
    const changed = after.filter((line, index) => line !== before[index]);
    expect(changed).toEqual([expect.stringMatching(/^data-platform-postgresql /)]);
  });

  test("spreads brokers strictly over zones in prod", async () => {
    const objects = await renderObjects({ environment: "prod" });
    const pod = podOf(find(objects, "StatefulSet", "data-platform-redpanda"));
    expect(pod).toMatchObject({
      topologySpreadConstraints: [
        { topologyKey: "kubernetes.io/hostname", whenUnsatisfiable: "DoNotSchedule" },
        { topologyKey: "topology.kubernetes.io/zone", whenUnsatisfiable: "DoNotSchedule" },
      ],
    });
  });

  test.each([
    ["redpanda.enabled=false", "global.kafka.external.bootstrapServers"],
    ['global.kafka.external.bootstrapServers="a:1"', "redpanda.enabled"],
    ["postgresql.enabled=false", "global.database.external.host"],
    ['global.database.external.host="db"', "postgresql.enabled"],
    ["global.topics.replicationFactor=5", "redpanda.replicas"],
    ["redpanda.replicas=2", "/redpanda/replicas"],
    ["redpanda.replica=3", "'replica' not allowed"],
    ['global.environment="production"', "/global/environment"],
    ['postgresql.persistence.size="10 Gi"', "/postgresql/persistence/size"],
    ['redpanda.image.tag="latest"', "/redpanda/image/tag"],
    ['global.s3.organisation="Upper"', "/global/s3/organisation"],
  ])("refuses %s and names %s", async (setting, named) => {
    await expect(renderText({ set: [setting] })).rejects.toThrow(named);
  });
});

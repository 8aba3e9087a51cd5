import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { Command } from "commander";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { writeFiles } from "../../host/test-files.ts";
import { hasPrograms } from "../../host/test-programs.ts";
import { testContext } from "../test-context.ts";
import { registerExplain } from "./explain.ts";

const map = (name: string, value: string): string =>
  `apiVersion: v1\nkind: ConfigMap\nmetadata: { name: ${name} }\ndata: { text: "{{ ${value} }}" }\n`;
const files = {
  "keelson.yaml":
    'values: [{ layers: [base.yaml, "{environment}.yaml"], output: ".build/{environment}/values.yaml" }]\nenvironments: { dev: {} }\n',
  "helmfile.yaml":
    'environments: { dev: {} }\n---\nreleases:\n- { name: shop, chart: ./shop, namespace: shop, values: [".build/{{ .Environment.Name }}/values.yaml"] }\n- { name: other, chart: ./other, namespace: shop }\n',
  "base.yaml": "replicas: 1\nsub: { greeting: hello }\ntags: [a, b]\n",
  "dev.yaml": "replicas: 2\n",
  "shop/Chart.yaml":
    "apiVersion: v2\nname: shop\nversion: 1.0.0\ndependencies: [{ name: part, alias: sub, version: 1.0.0 }]\n",
  "shop/values.yaml": "replicas: 9\nport: 80\n",
  "shop/values.schema.json":
    '{ "properties": { "replicas": { "type": "integer", "maximum": 2 }, "port": { "const": 80 } } }',
  "shop/templates/maps.yaml": [
    map("replicas", ".Values.replicas"),
    map("both", 'printf "%v %v" .Values.replicas .Values.sub.greeting'),
    map("tags", "index .Values.tags 0"),
  ].join("---\n"),
  "shop/charts/part/Chart.yaml": "apiVersion: v2\nname: part\nversion: 1.0.0\n",
  "shop/charts/part/values.yaml": "greeting: hi\nunused: true\n",
  "shop/charts/part/templates/map.yaml": map("part", ".Values.greeting"),
  "other/Chart.yaml": "apiVersion: v2\nname: other\nversion: 1.0.0\n",
  "other/templates/map.yaml": map("other", ".Release.Name"),
};
let root = "";

beforeAll(async () => {
  root = await mkdtemp(join(tmpdir(), "keelson-explain-"));
  writeFiles(root, files);
});
afterAll(() => rm(root, { recursive: true }));

async function explain(key: string): Promise<string> {
  let printed = "";
  const context = testContext(root, {
    print: (text) => {
      printed += text;
    },
  });
  const program = new Command().exitOverride();
  registerExplain(program, context);
  await program.parseAsync(["explain", "dev", key], { from: "user" });
  return printed;
}

describe.skipIf(!hasPrograms("helm", "helmfile"))("what a key touches", () => {
  test("is found by changing it, as far as the chart's schema allows", async () => {
    expect(await explain("replicas")).toBe(
      [
        "2        dev.yaml:1:11",
        "1          over base.yaml:1:11",
        "9          over shop/values.yaml:1:11 (chart default)",
        "used by  ConfigMap both, ConfigMap replicas",
        "",
      ].join("\n"),
    );
  });

  test("goes into subcharts, by the alias of their values", async () => {
    expect(await explain("sub.greeting")).toBe(
      [
        "hello    base.yaml:2:18",
        "hi         over shop/charts/part/values.yaml:1:11 (chart default)",
        "used by  ConfigMap both, ConfigMap part",
        "",
      ].join("\n"),
    );
  });

  test("an element of a list, and a key that nothing uses", async () => {
    expect(await explain("tags[0]")).toContain("used by  ConfigMap tags\n");
    expect(await explain("tags[1]")).toContain("used by  no rendered object\n");
    expect(await explain("sub.unused")).toBe(
      "true     shop/charts/part/values.yaml:2:9 (chart default)\nused by  no rendered object\n",
    );
  });

  test("a key that may have no other value is taken away", async () => {
    expect(await explain("port")).toContain("used by  no rendered object");
  });
});

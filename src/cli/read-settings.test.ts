import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { writeFiles } from "../host/test-files.ts";
import { readSettings } from "./read-settings.ts";
import { prepareEnvironment } from "./steps/render/prepare-environment.ts";

let root = "";
beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), "keelson-settings-"));
  for (const name of ["base", "dev", "prod"]) write(`environments/${name}.yaml`, "replicas: 1\n");
  write("helmfile.yaml.gotmpl", "");
});
afterEach(() => rmSync(root, { recursive: true }));

function write(path: string, text: string): void {
  writeFiles(root, { [path]: text });
}

test("a keelson.yaml that does not say where anything is leaves the conventional places", async () => {
  write("secrets/base.yaml", "");
  const conventional = await readSettings(root);
  expect(Object.keys(conventional.environments)).toEqual(["dev", "prod"]);
  write("keelson.yaml", "environments: { dev: { cluster: any } }\n");
  expect(await readSettings(root)).toEqual({
    ...conventional,
    environments: { dev: { cluster: "any" }, prod: {} },
  });
});

test("one that does says all: environments too", async () => {
  write("keelson.yaml", "values: []\nenvironments: { live: {} }\n");
  const { environments, secrets, values } = await readSettings(root);
  expect({ environments, secrets, values }).toEqual({ environments: { live: {} }, values: [] });
});

test("an environment whose file is new is known at once, also after a preparation", async () => {
  write("keelson.yaml", "gitops: { remote: origin }\n");
  await prepareEnvironment(root, "dev");
  await new Promise((resolve) => setTimeout(resolve, 50));
  await prepareEnvironment(root, "dev");
  write("environments/qa.yaml", "replicas: 2\n");
  expect(Object.keys((await readSettings(root)).environments)).toContain("qa");
});

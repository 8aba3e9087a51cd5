import { readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { asMap } from "../model/value.ts";
import { fillSettings, otherEnvironments } from "./settings.ts";

const schema = asMap(JSON.parse(readFileSync("schemas/keelson.json", "utf8")));
const definitions = asMap(schema["$defs"]);

test.each(["secrets", "render", "gitops"] as const)(
  "the defaults of %s are the schema's",
  (part) => {
    const settings = fillSettings({ secrets: { layers: ["a.yaml"], output: "b.yaml" } });
    const properties = asMap(asMap(definitions[part])["properties"]);
    const documented = Object.entries(properties).flatMap(([key, property]) => {
      const value = asMap(property)["default"];
      return value === undefined ? [] : [[key, value]];
    });
    expect(documented.length).toBeGreaterThan(0);
    expect(settings[part]).toMatchObject(Object.fromEntries(documented));
  },
);

test("what is written wins over a default", () => {
  expect(fillSettings({ gitops: { remote: "origin" } }).gitops).toMatchObject({
    remote: "origin",
    branch: "environments/{environment}",
  });
});

test("a namespace that environments share in name is none's alone", () => {
  const environments = { dev: { namespace: "web" }, test: {}, prod: { namespace: "web-prod" } };
  const settings = fillSettings({ environments: { ...environments, live: { namespace: "web" } } });
  expect(otherEnvironments(settings, "live")).toEqual([
    { name: "dev" },
    { name: "test" },
    { name: "prod", namespace: "web-prod" },
  ]);
});

import { expect, test } from "vitest";
import type { Manifest } from "../../../model/manifest.ts";
import { parseRender } from "../../../render/parse-render.ts";
import { fillSettings } from "../../settings.ts";
import { compareRenders } from "./compare-renders.ts";

/** The map's key is one that nobody would guess. */
const definition = `---
apiVersion: apiextensions.k8s.io/v1
kind: CustomResourceDefinition
metadata: {name: shops.example.org}
spec:
  group: example.org
  names: {kind: Shop}
  versions:
  - name: v1
    served: true
    schema:
      openAPIV3Schema:
        type: object
        properties:
          spec:
            type: object
            properties:
              shelves:
                type: array
                x-kubernetes-list-type: map
                x-kubernetes-list-map-keys: [floor, row]
                items:
                  type: object
                  properties: {floor: {type: string}, row: {type: integer}, goods: {type: string}}
`;

function read(text: string): readonly Manifest[] {
  return parseRender(text, { release: "r" }).manifests;
}

async function paths(before: string, after: string): Promise<readonly string[]> {
  const renders = { environment: "prod", before: read(before), after: read(after) };
  const { changes } = await compareRenders(fillSettings({}), renders);
  return changes.flatMap(({ fields }) => fields.map(({ path }) => path));
}

function shop(shelves: string): string {
  return `${definition}---\napiVersion: example.org/v1\nkind: Shop\nmetadata: {name: a}\nspec: {shelves: [${shelves}]}\n`;
}

function service(ports: string): string {
  return `apiVersion: v1\nkind: Service\nmetadata: {name: a}\nspec: {ports: [${ports}]}\n`;
}

function rules(groups: string): string {
  return `apiVersion: monitoring.coreos.com/v1\nkind: PrometheusRule\nmetadata: {name: a}\nspec: {groups: [${groups}]}\n`;
}

test("list items are matched by the keys in a definition of the render itself", async () => {
  const before = shop("{floor: a, row: 1, goods: x}, {floor: a, row: 2, goods: y}");
  const after = shop("{floor: a, row: 0, goods: w}, {floor: a, row: 2, goods: z}");
  expect(await paths(before, after)).toEqual([
    "spec.shelves[a/1]",
    "spec.shelves[a/2].goods",
    "spec.shelves[a/0]",
  ]);
});

test("list items are matched by the keys of the definitions that are at hand", async () => {
  const named = "{name: a, port: 1}, {name: b, port: 2, protocol: TCP, targetPort: 3}";
  const moved = "{name: b, port: 1}, {name: a, port: 2, targetPort: 4}";
  expect(await paths(service(named), service(moved))).toEqual([
    "spec.ports[1].name",
    "spec.ports[2].name",
    "spec.ports[2].protocol",
    "spec.ports[2].targetPort",
  ]);
  expect(await paths(rules("{name: a, interval: 1m}"), rules("{name: a, interval: 2m}"))).toEqual([
    "spec.groups[a].interval",
  ]);
});

import { expect, test } from "vitest";
import { resolveLayers } from "./resolve-layers.ts";

function resolve(...texts: string[]) {
  return resolveLayers(texts.map((text, index) => ({ file: `${index}.yaml`, text })));
}

test("maps merge by key, a list replaces a list, null removes and stays", () => {
  const { resolved, findings } = resolve(
    "a: {x: 1, w: 2}\nl: [1, 2, 3]\nz: {k: 1}\n",
    "a: {w: 3}\nl: [4]\nz: null\n",
  );
  expect(findings).toEqual([]);
  expect(resolved.values).toEqual({ a: { x: 1, w: 3 }, l: [4], z: null });
});

test("every leaf keeps its origin and what it overrode", () => {
  const { resolved } = resolve("a:\n  x: 1\n", "a:\n  x: 2\n");
  expect(resolved.origins.get("/a/x")).toEqual([
    { file: "1.yaml", line: 2, column: 6, key: { line: 2, column: 3 }, value: 2 },
    { file: "0.yaml", line: 2, column: 6, key: { line: 2, column: 3 }, value: 1 },
  ]);
});

test("a map over a scalar is an error that names both lines", () => {
  const { findings } = resolve("a: 1\n", "a:\n  b: 1\n");
  expect(findings).toMatchObject([
    { code: "VALUES_SHAPE", at: { file: "1.yaml", line: 1, column: 1 } },
  ]);
  expect(findings[0]?.says).toContain("0.yaml:1:4");
});

test("a key below null belongs to the layers above it alone", () => {
  const { resolved } = resolve("a: {x: 1}\n", "a: null\n", "a: {w: 2}\n");
  expect(resolved.values).toEqual({ a: { w: 2 } });
  expect(resolved.origins.has("/a/x")).toBe(false);
  expect(resolved.origins.get("/a")).toHaveLength(3);
});

import { describe, expect, test } from "vitest";
import type { ValueMap } from "../model/value.ts";
import { checkSchema } from "./check-schema.ts";
import { resolveLayers } from "./resolve-layers.ts";

const schema: ValueMap = {
  type: "object",
  additionalProperties: false,
  properties: {
    redpanda: {
      type: "object",
      additionalProperties: false,
      required: ["replicas"],
      properties: {
        replicas: { type: "integer", minimum: 3, description: "Number of brokers." },
        mode: { enum: ["single", "cluster"] },
      },
    },
    topics: { type: "array", items: { type: "object", properties: { name: { type: "string" } } } },
    names: { type: "object", propertyNames: { pattern: "^[a-z]+$" } },
    target: { oneOf: [{ const: "any" }, { $ref: "#/$defs/server" }] },
  },
  $defs: {
    server: {
      type: "object",
      additionalProperties: false,
      required: ["server"],
      properties: { server: { type: "string" } },
    },
  },
};

function check(...texts: readonly string[]) {
  const layers = texts.map((text, index) => ({ file: `${index}.yaml`, text }));
  return checkSchema(resolveLayers(layers).resolved, schema);
}

describe("checkSchema", () => {
  test("finds nothing where all is right", () => {
    expect(check("redpanda: {replicas: 3, mode: single}\ntarget: any\n")).toEqual([]);
  });

  test("a wrong value is found where it was set, with the layer that it overrode", () => {
    const findings = check("redpanda:\n  replicas: 3\n", "redpanda:\n  replicas: 1\n");
    expect(findings).toMatchObject([
      {
        code: "VALUES_INVALID",
        at: { file: "1.yaml", line: 2, column: 13, pointer: "/redpanda/replicas" },
        notes: ["over 0.yaml:2:3", "schema: Number of brokers."],
      },
    ]);
  });

  test("an unknown key is found at the key, with the nearest right one", () => {
    expect(check("redpanda:\n    replica: 3\n    replicas: 3\n")).toMatchObject([
      {
        code: "VALUES_UNKNOWN_KEY",
        at: { file: "0.yaml", line: 2, column: 5 },
        fix: "did you mean `redpanda.replicas`?",
      },
    ]);
  });

  test("a missing key is found at the nearest key above it", () => {
    expect(check("redpanda:\n  mode: single\n")).toMatchObject([
      { code: "VALUES_MISSING_KEY", at: { file: "0.yaml", line: 1, column: 1 } },
    ]);
  });

  test("a key that null removes is missing, at the line of the null", () => {
    expect(check("redpanda: {replicas: 3}\n", "redpanda:\n  replicas: null\n")).toMatchObject([
      { code: "VALUES_MISSING_KEY", at: { file: "1.yaml", line: 2, column: 3 } },
    ]);
    expect(check("redpanda: {replicas: 3}\n", "redpanda: null\n")).toEqual([]);
  });

  test("an unknown key is found even where it is null", () => {
    expect(check("redpand: null\n")).toMatchObject([{ code: "VALUES_UNKNOWN_KEY" }]);
  });

  test("a wrong word is told the nearest right one", () => {
    expect(check("redpanda: {replicas: 3, mode: cluser}\n")).toMatchObject([
      { says: "`redpanda.mode` must be one of single, cluster", fix: "did you mean `cluster`?" },
    ]);
  });

  test("of several forms, only the one that was meant is reported", () => {
    expect(check("target: {serve: x}\n").map(({ code }) => code)).toEqual([
      "VALUES_MISSING_KEY",
      "VALUES_UNKNOWN_KEY",
    ]);
    expect(check("target: 3\n").map(({ says }) => says)).toEqual([
      "`target` has none of the forms that are allowed here",
    ]);
  });

  test("finds everything at once, in lists and in names too", () => {
    const findings = check(
      "topics:\n  - name: a\n  - name: 2\nnames: {A: 1}\nredpanda: {replicas: x}\n",
    );
    const places = findings
      .map(({ at }) => at.pointer ?? "")
      .toSorted((a, b) => a.localeCompare(b));
    expect(places).toEqual(["/names/A", "/redpanda/replicas", "/topics/1/name"]);
  });

  test.each([{ type: "strin" }, { $ref: "https://example.com/x.json" }, { minimun: 3 }])(
    "a schema that is none stops it: %j",
    (wrong) => {
      expect(() => checkSchema(resolveLayers([]).resolved, wrong)).toThrow("schema cannot be used");
    },
  );
});

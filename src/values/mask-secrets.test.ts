import { describe, expect, test } from "vitest";
import { checkSchema } from "./check-schema.ts";
import { concealFindings, concealNeighbours } from "./conceal-findings.ts";
import { maskSecrets } from "./mask-secrets.ts";
import { resolveLayers } from "./resolve-layers.ts";

const secret = { type: "string", "x-secret": true } as const;
const schema = {
  type: "object",
  properties: {
    token: secret,
    users: {
      type: "array",
      items: { properties: { name: {}, password: { $ref: "#/$defs/secret" } } },
    },
    any: { additionalProperties: { anyOf: [{ type: "integer" }, secret] } },
    whole: { type: "object", "x-secret": true },
    byName: { patternProperties: { Password$: secret } },
  },
  $defs: { secret },
} as const;

function resolve(...texts: readonly string[]) {
  return resolveLayers(texts.map((text, index) => ({ file: `${index}.yaml`, text })));
}

describe("maskSecrets", () => {
  test("masks what the schema marks, in lists, by pattern, by reference and below", () => {
    const { values } = resolve(
      "token: t\nusers: [{name: reader, password: p}]\nany: {a: x}\nwhole: {a: {b: c}}\n" +
        "byName: {dbPassword: p, user: u}\nother: o\n",
    ).resolved;
    expect(maskSecrets(values, schema)).toEqual({
      token: "********",
      users: [{ name: "reader", password: "********" }],
      any: { a: "********" },
      whole: "********",
      byName: { dbPassword: "********", user: "u" },
      other: "o",
    });
  });

  test("a removed value stays removed", () => {
    expect(maskSecrets({ token: null }, schema)).toEqual({ token: null });
  });
});

describe("a secret in plain text", () => {
  test("is a finding that shows nothing of it, also below another layer", () => {
    const { resolved } = resolve("token: hunter2\n", "token: null\n");
    const findings = checkSchema(resolved, schema);
    expect(findings).toMatchObject([
      { code: "VALUES_PLAIN_SECRET", at: { file: "0.yaml", line: 1, column: 8 }, concealed: true },
    ]);
    expect(JSON.stringify(findings)).not.toContain("hunter2");
  });

  test("every finding about it is concealed", () => {
    const { resolved, findings } = resolve("token: 0123456\nusers: [{password: [hunter2]}]\n");
    const all = [...concealFindings(findings, schema), ...checkSchema(resolved, schema)];
    expect(all.length).toBeGreaterThan(2);
    expect(all.every(({ concealed }) => concealed)).toBe(true);
    expect(JSON.stringify(all)).not.toMatch(/0123456|123456|hunter2/u);
  });

  test("no other finding shows a line of its file", () => {
    const { resolved } = resolve("token: hunter2\nusers: 1\n", "users: 2\n");
    const all = checkSchema(resolved, schema);
    expect(all.map(({ at, concealed = false }) => [at.file, concealed])).toEqual([
      ["1.yaml", false],
      ["0.yaml", true],
    ]);
    const { findings } = resolve("token: hunter2\nusers: 0123\n");
    const wrong = [...findings, ...checkSchema(resolved, schema)];
    expect(concealNeighbours(wrong).filter(({ at }) => at.file === "0.yaml")).toHaveLength(2);
    expect(concealNeighbours(wrong)[0]).toMatchObject({ concealed: true });
  });
});

import { mkdtemp, readFile, rm, stat } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { Command } from "commander";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { writeFiles } from "../../host/test-files.ts";
import { explainFailure } from "../explain-failure.ts";
import { testContext } from "../test-context.ts";
import { registerExplain } from "./explain.ts";
import { registerTypes } from "./types.ts";
import { registerValues } from "./values.ts";

let root = "";

const schema = {
  title: "ShopValues",
  type: "object",
  additionalProperties: false,
  properties: {
    replicas: { type: "integer", minimum: 1, description: "How many." },
    token: { type: "string", "x-secret": true },
    tags: { type: "array", items: { type: "string" } },
    region: { type: "string" },
  },
};
const config = `values:
  - layers: [base.yaml, "{environment}.yaml", "regions/{region}.yaml"]
    axes: { region: { dev: eu, prod: us } }
    schema: schema.json
    types: values.ts
    output: ".build/{environment}/values.yaml"
  - name: tools
    layers: [tools.yaml]
    output: .build/tools.yaml
environments: { dev: {}, prod: {} }
`;
const files = {
  "keelson.yaml": config,
  "schema.json": JSON.stringify(schema),
  "base.yaml": "replicas: 1\ntags: [a, b]\n",
  "dev.yaml": "{}\n",
  "prod.yaml": "replicas: 3\n",
  "regions/eu.yaml": "region: eu-west-1\n",
  "regions/us.yaml": "region: us-west-2\n",
  "tools.yaml": "debug: true\n",
};

beforeEach(async () => {
  root = await mkdtemp(join(tmpdir(), "keelson-values-"));
  writeFiles(root, files);
});
afterEach(() => rm(root, { recursive: true }));

function write(path: string, text: string): void {
  writeFiles(root, { [path]: text });
}

/** What a person sees of a command: what it prints, then how it failed. */
async function keelson(...args: readonly string[]): Promise<string> {
  let seen = "";
  const see = (text: string): void => {
    seen += text;
  };
  const context = testContext(root, { environment: {}, print: see, say: see });
  const program = new Command().exitOverride();
  for (const register of [registerValues, registerExplain, registerTypes])
    register(program, context);
  try {
    await program.parseAsync(args, { from: "user" });
    return seen;
  } catch (error) {
    return seen + (await explainFailure(error, context));
  }
}

describe("keelson values", () => {
  test("prints a value set with where each value was set", async () => {
    expect(await keelson("values", "prod", "--set", "values", "--origins")).toBe(
      [
        "replicas: 3 # prod.yaml:1:11",
        "tags:",
        "  - a # base.yaml:2:8",
        "  - b # base.yaml:2:11",
        "region: us-west-2 # regions/us.yaml:1:9",
        "",
      ].join("\n"),
    );
  });

  test("prints several value sets by their names", async () => {
    expect(await keelson("values", "dev")).toBe(
      "# values\nreplicas: 1\ntags:\n  - a\n  - b\nregion: eu-west-1\n---\n# tools\ndebug: true\n",
    );
    expect(JSON.parse(await keelson("values", "dev", "--output", "json"))).toEqual({
      values: { replicas: 1, tags: ["a", "b"], region: "eu-west-1" },
      tools: { debug: true },
    });
  });

  test("shows all errors at once, each with its line", async () => {
    write("base.yaml", "replicas: on\ntags: [a, b]\n");
    write("prod.yaml", "# many\nreplica: 3\n");
    expect(await keelson("values", "prod")).toBe(
      [
        "base.yaml:1:11  VALUES_YAML_TRAP  `on` is a string in YAML 1.2 and true in YAML 1.1",
        "   1 | replicas: on",
        "     |           ^^",
        '  fix: write "on" or true',
        "prod.yaml:2:1  VALUES_UNKNOWN_KEY  `replica` is not a key here",
        "   1 | # many",
        "   2 | replica: 3",
        "     | ^^^^^^^",
        "  fix: did you mean `replicas`?",
        "2 errors in 2 files",
        "",
      ].join("\n"),
    );
  });

  test("never shows the line of a secret in plain text", async () => {
    write("prod.yaml", "token: 0123hunter2\n");
    const seen = await keelson("values", "prod");
    expect(seen).toContain("prod.yaml:1:8  VALUES_PLAIN_SECRET");
    expect(seen).not.toContain("hunter2");
    expect(await keelson("values", "prod", "--findings", "json")).not.toContain("hunter2");
  });

  test("gives GitHub's annotations where they are asked for", async () => {
    write("prod.yaml", "replicas: 0\n");
    expect(await keelson("values", "prod", "--findings", "github")).toContain(
      "::error file=prod.yaml,line=1,col=11,title=VALUES_INVALID::`replicas` must be >= 1%0A",
    );
  });

  test.each([
    [
      "an axis that has no value",
      "keelson.yaml",
      config.replace("{region}.yaml", "{regio}.yaml"),
      "VALUES_UNKNOWN_AXIS",
    ],
    [
      "a layer that is not there",
      "keelson.yaml",
      config.replace("base.yaml", "bse.yaml"),
      "VALUES_FILE_MISSING",
    ],
    [
      "a schema that is not there",
      "keelson.yaml",
      config.replace("schema.json", "s.json"),
      "VALUES_SCHEMA_INVALID",
    ],
    ["a schema that is no JSON", "schema.json", "{", "VALUES_SCHEMA_INVALID"],
  ])("names %s", async (...[, path, text, code]) => {
    write(path, text);
    expect(await keelson("values", "prod")).toContain(code);
  });

  test("names the value sets there are", async () => {
    expect(await keelson("values", "prod", "--set", "tool")).toContain("values, tools");
  });
});

describe("keelson explain", () => {
  test("prints every layer that spoke, and the schema", async () => {
    expect(await keelson("explain", "prod", "replicas", "--no-render")).toBe(
      [
        "3       prod.yaml:1:11",
        "1         over base.yaml:1:11",
        'schema  integer, 1 or more: "How many."',
        "",
      ].join("\n"),
    );
  });

  test("a key that nobody set is told from one that nobody knows", async () => {
    expect(await keelson("explain", "prod", "token", "--no-render")).toBe(
      "(unset)  no layer and no chart default sets it\nschema   string, secret\n",
    );
    expect(await keelson("explain", "prod", "replica", "--no-render")).toContain(
      "fix: did you mean `replicas`?",
    );
  });
});

describe("keelson types", () => {
  test("writes types once, and finds them stale", async () => {
    expect(await keelson("types", "--check")).toContain("TYPES_STALE");
    expect(await keelson("types")).toBe("values.ts  written\n");
    expect(await readFile(join(root, "values.ts"), "utf8")).toContain("interface ShopValues");
    const before = await stat(join(root, "values.ts"));
    expect(await keelson("types")).toBe("values.ts  unchanged\n");
    expect((await stat(join(root, "values.ts"))).ino).toBe(before.ino);
    write("schema.json", JSON.stringify({ ...schema, title: "Other" }));
    expect(await keelson("types", "--check")).toContain("fix: keelson types");
  });
});

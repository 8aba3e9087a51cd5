import { spawnSync } from "node:child_process";
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { load } from "js-yaml";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { asList, asMap, asText } from "../src/model/value.ts";

const root = join(import.meta.dirname, "..");
const action = asMap(load(readFileSync(join(root, "action.yml"), "utf8")));
const script = asText(asMap(asList(asMap(action["runs"])["steps"])[0])["run"]);

const none = {
  KEELSON_COMMAND: "",
  KEELSON_ENVIRONMENTS: "",
  KEELSON_OPTIONS: "",
  KEELSON_OUTPUT: "",
};

describe("the GitHub action in another repository", () => {
  let folder: string;
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), "keelson-action-"));
    mkdirSync(join(folder, "environments"));
    writeFileSync(join(folder, "helmfile.yaml"), "environments: { here: {} }\n");
    writeFileSync(
      join(folder, "keelson.yaml"),
      "values: [{ layers: ['environments/{environment}.yaml'], output: '.build/{environment}.yaml' }]\nenvironments: { here: {} }\n",
    );
    writeFileSync(join(folder, "environments", "here.yaml"), "a: 7\n");
  });
  afterEach(() => rmSync(folder, { recursive: true }));

  function run(words: Readonly<Record<string, string>>): ReturnType<typeof spawnSync> {
    return spawnSync("bash", ["--noprofile", "--norc", "-eo", "pipefail", "-c", script], {
      cwd: folder,
      encoding: "utf8",
      env: { ...process.env, GITHUB_ACTION_PATH: root, ...none, ...words },
    });
  }

  test("runs a command there, its output in a file", () => {
    const result = run({
      KEELSON_COMMAND: "values",
      KEELSON_ENVIRONMENTS: "here",
      KEELSON_OUTPUT: "values.yaml",
    });
    expect(result).toMatchObject({ status: 0, stdout: "" });
    expect(readFileSync(join(folder, "values.yaml"), "utf8")).toContain("a: 7");
  });

  test("ends as the command ends, and expands nothing in its words", () => {
    const result = run({ KEELSON_COMMAND: "values", KEELSON_ENVIRONMENTS: "$(id);* other" });
    expect(result.status).toBe(2);
    expect(result.stderr).toContain("$(id);*");
  });
});

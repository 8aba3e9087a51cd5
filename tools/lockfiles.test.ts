import { globSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { asMap, asText } from "../src/model/value.ts";

const root = join(import.meta.dirname, "..");
const lockfiles = [
  "package-lock.json",
  ...globSync("tools/npm/*/package-lock.json", { cwd: root }),
];

describe.each(lockfiles)("%s", (file) => {
  const lock: unknown = JSON.parse(readFileSync(join(root, file), "utf8"));
  const { "": _root, ...packages } = asMap(asMap(lock)["packages"]);
  const paths = Object.keys(packages);

  test("has the integrity of every package", () => {
    const without = paths.filter((path) => {
      return !asText(asMap(packages[path])["integrity"]).startsWith("sha512-");
    });
    expect(without).toEqual([]);
  });

  test("names no registry", () => {
    expect(paths.filter((path) => "resolved" in asMap(packages[path]))).toEqual([]);
  });

  test("has the packages of every platform, without which npm ci refuses it", () => {
    const wanted = paths.flatMap((path) => {
      const names = Object.keys(asMap(asMap(packages[path])["optionalDependencies"]));
      return names.filter((name) => !paths.some((found) => found.endsWith(`node_modules/${name}`)));
    });
    expect(wanted).toEqual([]);
  });
});

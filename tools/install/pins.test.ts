import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { asMap } from "../../src/model/value.ts";
import { pins } from "./pin.ts";

const tools = join(import.meta.dirname, "..");

/** Prometheus 3.15.0 is the module version 0.315.0. */
function moduleVersion(name: string, version: string): string {
  const [major = "", minor = "", patch = ""] = version.split(".");
  return name === "promtool" ? `v0.${major}${minor.padStart(2, "0")}.${patch}` : `v${version}`;
}

describe.each([...pins].filter(([, pin]) => pin.go !== undefined))("%s", (name, pin) => {
  test("has a Go module of the pinned version with its sums", () => {
    const folder = join(tools, "go", name);
    const lines = readFileSync(join(folder, "go.mod"), "utf8").split("\n");
    const tool = lines.find((line) => line.startsWith("tool "))?.slice("tool ".length) ?? "";
    const required = lines.flatMap((line) => {
      const [, path = "", version] = /^\s*(\S+) (v\S+) \/\/ indirect$/.exec(line) ?? [];
      return path !== "" && `${tool}/`.startsWith(`${path}/`) ? [version] : [];
    });
    expect(required).toEqual([moduleVersion(name, pin.version)]);
    expect(existsSync(join(folder, "go.sum"))).toBe(true);
  });
});

describe.each([...pins].filter(([, pin]) => pin.npm !== undefined))("%s", (_name, pin) => {
  test("is in an npm package that its own lockfile pins", () => {
    const file = join(tools, "npm", pin.npm?.folder ?? "", "package-lock.json");
    const lock: unknown = JSON.parse(readFileSync(file, "utf8"));
    const paths = Object.keys(asMap(asMap(lock)["packages"])).filter((path) => path !== "");
    expect(paths.some((path) => pin.npm?.zip.startsWith(`${path}/`))).toBe(true);
  });
});

describe.each([...pins])("%s", (_name, pin) => {
  test("can be had besides the PATH", () => {
    expect(pin.npm ?? pin.go).toBeDefined();
  });

  test("names its archive for each version and platform", () => {
    expect(pin.archive?.url).toContain("{version}");
    for (const sha256 of Object.values(pin.archive?.sha256 ?? {})) {
      expect(sha256).toMatch(/^[0-9a-f]{64}$/);
    }
  });
});

import { execFileSync } from "node:child_process";
import { chmodSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { helmShim } from "./helm-shim.ts";

let folder = "";
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "shim's "));
  write("helm", `#!/bin/sh\necho "helm was called: $*"\n`);
  const [locks = "", kept = "", version = ""] = ["locks", "kept", "version"].map(inside);
  write("shim", helmShim({ marker: "# mark", locks, kept, version }));
});
afterEach(() => rmSync(folder, { recursive: true }));

function inside(name: string): string {
  return join(folder, name);
}

function write(name: string, text: string): void {
  writeFileSync(inside(name), text);
  chmodSync(inside(name), 0o700);
}

function shim(...args: readonly string[]): string {
  const environment = { ...process.env, PATH: `${folder}:${process.env["PATH"] ?? ""}` };
  return execFileSync(inside("shim"), args, { encoding: "utf8", env: environment });
}

test("helm is asked for its version only while the answer is not there", () => {
  expect(shim("version", "--short")).toBe("helm was called: version --short\n");
  write("version", "");
  expect(shim("version", "--short")).toBe("helm was called: version --short\n");
  write("version", "v4.2.3\n");
  expect(shim("version", "--short")).toBe("v4.2.3\n");
});

test("another question about the version goes to helm", () => {
  write("version", "v4.2.3\n");
  expect(shim("version", "--short", "--debug")).toContain("helm was called");
  expect(shim("version")).toBe("helm was called: version\n");
});

test("a template call is marked with its release", () => {
  expect(shim("template", "web", "./web", "--namespace", "shop")).toBe(
    '# mark release "web" "shop" ""\nhelm was called: template web ./web --namespace shop\n',
  );
});

import { mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { Command } from "commander";
import { afterEach, beforeEach, expect, test } from "vitest";
import { testContext } from "../test-context.ts";
import { registerCheck } from "./check.ts";

let root = "";
let printed = "";

beforeEach(async () => {
  root = await mkdtemp(join(tmpdir(), "check-"));
  printed = "";
});

afterEach(async () => {
  await rm(root, { recursive: true });
});

async function check(...args: readonly string[]): Promise<string> {
  const context = testContext(root, {
    environment: {},
    print: (text) => {
      printed += text;
    },
  });
  const program = new Command().exitOverride();
  registerCheck(program, context);
  await program.parseAsync(["check", ...args], { from: "user" });
  return printed;
}

async function writeManifest(path: string, text: string): Promise<void> {
  await mkdir(join(root, "given/.git"), { recursive: true });
  await writeFile(join(root, "given", path), text);
}

const broken = `{ apiVersion: v1, kind: Pod, metadata: { name: p, namespace: shop }, spec: { containers: [{ name: c, image: i,
  envFrom: [{ secretRef: { name: nowhere } }] }] } }`;

test("a folder of manifests is checked, hidden files left out", async () => {
  await writeManifest("a.yaml", "{ apiVersion: v1, kind: Namespace, metadata: { name: shop } }");
  await writeManifest(".git/b.yaml", broken);
  expect(await check("--from", "given")).toBe("1 object, 0 links hold\n");
});

test("errors are printed and fail the command as a check", async () => {
  await writeManifest("a.yaml", broken);
  await expect(check("--from", "given")).rejects.toMatchObject({
    code: "CHECK_FAILED",
    fault: "check",
  });
  expect(printed).toContain("Pod shop/p  LINK_SECRET  Secret shop/nowhere is named");
});

test("the same as JSON", async () => {
  await writeManifest("a.yaml", broken);
  await expect(check("--from", "given", "--json")).rejects.toMatchObject({ code: "CHECK_FAILED" });
  expect(JSON.parse(printed)).toMatchObject({
    schemaVersion: 1,
    environments: [
      { objects: 1, findings: [{ code: "LINK_SECRET" }], links: [{ verdict: "missing" }] },
    ],
  });
});

test("the same for code scanning and for GitHub's runner", async () => {
  await writeManifest("a.yaml", broken);
  await expect(check("--from", "given", "--format", "sarif")).rejects.toMatchObject({
    code: "CHECK_FAILED",
  });
  expect(JSON.parse(printed)).toMatchObject({ runs: [{ results: [{ ruleId: "LINK_SECRET" }] }] });
  printed = "";
  await expect(check("--from", "given", "--format", "github")).rejects.toMatchObject({
    code: "CHECK_FAILED",
  });
  expect(printed).toMatch(/^::error .*title=LINK_SECRET/u);
});

test("a folder without manifests, or none at all, is bad input", async () => {
  await writeManifest("a.txt", "");
  await expect(check("--from", "given")).rejects.toMatchObject({ code: "CHECK_NOTHING" });
  await expect(check("--from", "absent")).rejects.toMatchObject({ code: "FILE_UNREADABLE" });
});

const client = `{ apiVersion: v1, kind: Pod, metadata: { name: p }, spec: { containers: [{ name: c, image: i,
  env: [{ name: URL, value: "http://db.shop.svc:80" }, { name: PEER, value: "http://db:80" }] }] } }`;
const server = `---
{ apiVersion: v1, kind: Service, metadata: { name: db }, spec: { selector: { a: b }, ports: [{ port: 80 }] } }
---
{ apiVersion: v1, kind: Pod, metadata: { name: db, labels: { a: b } }, spec: { containers: [{ name: c, image: i, ports: [{ containerPort: 80 }] }] } }
---
{ apiVersion: v1, kind: Namespace, metadata: { name: other } }
`;

test("objects without a namespace are together in the one that is named", async () => {
  await writeManifest("a.yaml", `${client}\n${server}`);
  expect(await check("--from", "given", "--namespace", "shop")).toMatch(
    /^4 objects, \d+ links hold$/mu,
  );
  printed = "";
  await expect(check("--from", "given")).rejects.toMatchObject({ code: "CHECK_FAILED" });
  expect(printed).toContain("Pod default/p  LINK_HOST");
});

test("objects without a namespace are in the only one that others name", async () => {
  const account =
    "{ apiVersion: v1, kind: ServiceAccount, metadata: { name: a, namespace: shop } }";
  await writeManifest("a.yaml", `${client}\n${server}---\n${account}\n`);
  expect(await check("--from", "given")).toMatch(/^5 objects, \d+ links hold$/mu);
});

test("a namespace is for manifests that are given", async () => {
  await expect(check("--namespace", "shop")).rejects.toMatchObject({ code: "USAGE" });
});

test("an environment that is not declared is a wrong argument", async () => {
  await expect(check("prd", "--from", "given")).rejects.toMatchObject({
    code: "ENVIRONMENT_UNKNOWN",
  });
});

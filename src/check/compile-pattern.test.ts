import { expect, test } from "vitest";
import { checkManifests } from "./check-manifests.ts";
import { compilePattern } from "./compile-pattern.ts";
import { findMentions } from "./hosts/find-mentions.ts";
import { readConfigText } from "./hosts/read-config-text.ts";
import { manifestsOf } from "./test-manifests.ts";

test("a plain pattern is compiled, one that could run for ever is not", () => {
  expect(compilePattern("^[a-z]+(\\.[a-z]+)?$")?.test("a.b")).toBe(true);
  expect(compilePattern("^(a+)+$")).toBeUndefined();
  expect(compilePattern("(?P<name>x)")).toBeUndefined();
});

const long = 300_000;

test.each([
  ["letters", "a".repeat(long), []],
  ["spaces", `key: ${" ".repeat(long)}x`, []],
  ["braces", "{{".repeat(long / 2), ["RENDER_BRACES", "RENDER_BRACES"]],
  ["colons", "a:".repeat(long / 2), []],
  ["dollars", "${".repeat(long / 2), []],
  ["dots", `http://${"a.".repeat(long / 2)}`, []],
])("%s without end are read", (_, text, codes) => {
  for (const entry of readConfigText("a.txt", `x://y\nhost\n${text}`)) findMentions(entry);
  const data = JSON.stringify({ "a.txt": text, bucket: text });
  const { findings } = checkManifests(
    manifestsOf(
      `{ "apiVersion": "v1", "kind": "ConfigMap", "metadata": { "name": "a" }, "data": ${data} }`,
    ),
    { environment: "dev", others: [{ name: "prod", namespace: "shop-prod" }] },
  );
  expect(findings.map(({ code }) => code)).toEqual(codes);
});

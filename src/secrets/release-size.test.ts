import { randomBytes } from "node:crypto";
import { expect, test } from "vitest";
import { releaseBytes, releaseSizeFindings } from "./release-size.ts";

function sealed(
  count: number,
): { readonly spec: { readonly encryptedData: { readonly a: string } } }[] {
  return Array.from({ length: count }, () => ({
    spec: { encryptedData: { a: randomBytes(541).toString("base64") } },
  }));
}

test("a release that Helm cannot keep is said", () => {
  expect(releaseSizeFindings(sealed(1000), "prod").map(({ code }) => code)).toEqual([
    "SECRET_RELEASE_TOO_LARGE",
  ]);
});

test("one that it can keep is not", () => {
  expect(releaseSizeFindings(sealed(500), "prod")).toEqual([]);
});

test("sealed values count twice and do not shrink", () => {
  const characters = 1000 * 724;
  expect(releaseBytes(sealed(1000)) / characters).toBeGreaterThan(1.9);
});

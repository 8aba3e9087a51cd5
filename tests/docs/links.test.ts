import { existsSync, globSync, readFileSync } from "node:fs";
import { dirname, join, normalize } from "node:path";
import { describe, expect, test } from "vitest";

const pages = globSync("{*.md,{charts,docs,tools}/**/*.md}");

/** What is prose: neither a block of code nor a span of it. */
function proseOf(page: string): string {
  return readFileSync(page, "utf8")
    .replaceAll(/^ *(```|~~~)[\s\S]*?^ *\1/gmu, "")
    .replaceAll(/`[^`\n]+`/gu, (span) => span.slice(1, -1).replaceAll(/[[\]()<>]/gu, ""));
}

interface Link {
  readonly file: string;
  /** Empty where the link leads to the whole page. */
  readonly heading: string;
}

/** The relative links of a page. */
function linksOf(page: string): Link[] {
  const targets = [...proseOf(page).matchAll(/\]\((?!\w+:)([^)\s]+)\)/gu)];
  return targets.map(([, target = ""]) => {
    const [path = "", heading = ""] = target.split("#");
    return { file: path === "" ? page : normalize(join(dirname(page), path)), heading };
  });
}

/** The anchors that GitHub gives a page's headings. */
function anchorsOf(page: string): string[] {
  const headings = [...proseOf(page).matchAll(/^#+ (.+)$/gmu)];
  return headings.map(([, heading = ""]) =>
    heading
      .toLowerCase()
      .replaceAll(/[^\p{L}\p{N}\s_-]/gu, "")
      .replaceAll(" ", "-"),
  );
}

function isBroken({ file, heading }: Link): boolean {
  return !existsSync(file) || (heading !== "" && !anchorsOf(file).includes(heading));
}

describe("links", () => {
  test("are looked for in every page", () => {
    expect(pages).toEqual(expect.arrayContaining(["README.md", join("docs", "codes.md")]));
    expect(pages.flatMap(linksOf).some(({ heading }) => heading !== "")).toBe(true);
  });

  test.each(pages)("of %s lead to files and headings that are there", (page) => {
    expect(linksOf(page).filter(isBroken)).toEqual([]);
  });

  test("every page of docs/ is linked from another", () => {
    const linked = new Set(pages.flatMap((page) => linksOf(page).map(({ file }) => file)));
    expect(pages.filter((page) => page.startsWith("docs") && !linked.has(page))).toEqual([]);
  });
});

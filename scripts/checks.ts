import type { Check } from "./run-checks.ts";

const folders = ["src", "scripts", "tools", "tests"];

/** What `npm run check` runs, fastest first. */
export const checks: readonly Check[] = [
  { name: "format", program: "oxfmt", args: ["--check", "."], fix: "npx oxfmt ." },
  { name: "types", program: "tsc", args: [], fix: "see each line above" },
  { name: "lint", program: "oxlint", args: ["--quiet", ...folders], fix: "see each line above" },
  {
    name: "generated types",
    program: "node",
    args: ["scripts/generate-types.ts", "--check"],
    fix: "npm run generate",
  },
  {
    name: "generated schema",
    program: "node",
    args: ["scripts/generate-chart-schema.ts", "--check"],
    fix: "npm run generate",
  },
  {
    name: "generated table",
    program: "node",
    args: ["scripts/generate-values-table.ts", "--check"],
    fix: "npm run generate",
  },
  {
    name: "generated keys",
    program: "node",
    args: ["scripts/generate-configuration.ts", "--check"],
    fix: "npm run generate",
  },
  {
    name: "package",
    program: "sh",
    args: ["-c", "tsc -p src && publint --strict"],
    fix: "see each line above",
  },
  { name: "unused code", program: "knip", args: [], fix: "remove it, or use it" },
];

import type { Check } from "./run-checks.ts";

const folders = ["src", "scripts", "tools", "tests"];

/** What `npm run check` runs, fastest first. */
export const checks: readonly Check[] = [
  { name: "format", program: "oxfmt", args: ["--check", "."], fix: "npx oxfmt ." },
  { name: "types", program: "tsc", args: [], fix: "see each line above" },
  { name: "lint", program: "oxlint", args: ["--quiet", ...folders], fix: "see each line above" },
  generated("types", "types"),
  generated("schema", "chart-schema"),
  generated("table", "values-table"),
  generated("keys", "configuration"),
  {
    name: "package",
    program: "sh",
    args: ["-c", "tsc -p src && publint --strict"],
    fix: "see each line above",
  },
  { name: "unused code", program: "knip", args: [], fix: "remove it, or use it" },
];

/** Whether what `scripts/generate-<script>.ts` makes is up to date. */
function generated(what: string, script: string): Check {
  const args = [`scripts/generate-${script}.ts`, "--check"];
  return { name: `generated ${what}`, program: "node", args, fix: "npm run generate" };
}

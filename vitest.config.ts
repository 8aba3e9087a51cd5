import { defineConfig, type ViteUserConfig } from "vitest/config";

const slow = process.env["KEELSON_SLOW"] === "1";
const rooms = "{src,scripts,tools,tests}";

/** Everyday tests are `*.test.ts`; `*.slow.test.ts` (brokers, clusters, long histories) are the second stage. */
const config: ViteUserConfig = defineConfig({
  test: {
    include: [slow ? `${rooms}/**/*.slow.test.ts` : `${rooms}/**/*.test.ts`],
    exclude: slow ? ["**/node_modules/**"] : ["**/node_modules/**", "**/*.slow.test.ts"],
    // Programs are waited for most of the time; what starts JVMs and clusters has the machine to itself.
    maxWorkers: slow ? 1 : "100%",
    testTimeout: slow ? 600_000 : 30_000,
    hookTimeout: slow ? 600_000 : 60_000,
  },
});
export default config;

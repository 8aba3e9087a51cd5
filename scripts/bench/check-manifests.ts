import { join } from "node:path";
import { runCommand } from "../../src/host/run-command.ts";
import type { Bench, Outcome } from "./row.ts";

const allowedRatio = 3;
const allowedMiB = 600;

/** All rules over 10,000 manifests, beside js-yaml reading them. */
export const checkTenThousand: Bench = {
  name: "check 10,000 manifests, all rules",
  goal: `at most ${allowedRatio} x js-yaml's time to parse them, under ${allowedMiB} MiB`,
  run: measureCheck,
};

async function measureCheck(): Promise<Outcome> {
  const script = join(import.meta.dirname, "measure-check.ts");
  const result = await runCommand({ program: process.execPath, args: [script, "10000"] });
  if (result.exitCode !== 0) throw new Error(`${script}: ${result.stderr}`);
  const { parseMs, checkMs, peakMiB } = readNumbers(result.stdout);
  const ratio = checkMs / parseMs;
  const measured = `${checkMs.toFixed(0)} ms beside ${parseMs.toFixed(0)} ms: ${ratio.toFixed(2)} x, ${peakMiB.toFixed(0)} MiB`;
  return { measured, isReached: ratio <= allowedRatio && peakMiB < allowedMiB };
}

function readNumbers(text: string): Record<"parseMs" | "checkMs" | "peakMiB", number> {
  const read: unknown = JSON.parse(text);
  const fields = new Map(typeof read === "object" && read !== null ? Object.entries(read) : []);
  const at = (key: string): number => Number(fields.get(key));
  return { parseMs: at("parseMs"), checkMs: at("checkMs"), peakMiB: at("peakMiB") };
}

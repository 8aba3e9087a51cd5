import { runAttached } from "../src/host/run-attached.ts";
import { benches } from "./bench/benches.ts";
import { type Bench, formatRow } from "./bench/row.ts";

/**
 * `npm run bench [name...]`: the rows whose name has one of the words, or all. Fails where a goal is missed. Each row
 * has a process of its own, since what an earlier one left in memory slows the start of programs.
 */
const wanted = process.argv.slice(2);
const chosen = benches.filter(
  ({ name }) => wanted.length === 0 || wanted.some((word) => name.includes(word)),
);
const [first] = chosen;
if (first === undefined) {
  process.stderr.write(`no row is called ${wanted.join(", ")}\n`);
  process.exitCode = 2;
} else if (chosen.length === 1) {
  process.exitCode = await measure(first);
} else {
  for (const { name } of chosen) {
    const args = [import.meta.filename, name];
    const exitCode = await runAttached({ program: process.execPath, args });
    if (exitCode !== 0) process.exitCode = exitCode;
  }
}

async function measure(bench: Bench): Promise<number> {
  const row = { name: bench.name, goal: bench.goal, ...(await bench.run()) };
  process.stdout.write(formatRow(row));
  return row.isReached ? 0 : 5;
}

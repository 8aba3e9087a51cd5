import { benches } from "./bench/benches.ts";
import { formatRow, type Row } from "./bench/row.ts";

/** `npm run bench [name...]`: the rows whose name has one of the words, or all. Fails where a goal is missed. */
const wanted = process.argv.slice(2);
const chosen = benches.filter(
  ({ name }) => wanted.length === 0 || wanted.some((word) => name.includes(word)),
);
const rows: Row[] = [];
for (const bench of chosen) {
  const row = { name: bench.name, goal: bench.goal, ...(await bench.run()) };
  rows.push(row);
  process.stdout.write(formatRow(row));
}
if (rows.length === 0) process.stderr.write(`no row is called ${wanted.join(", ")}\n`);
if (rows.length === 0 || rows.some(({ isReached }) => !isReached)) process.exitCode = 5;

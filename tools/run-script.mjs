import { delimiter, join, resolve } from "node:path";
import { endLike, runChild } from "./child.mjs";
import { SetupError, ensurePackages } from "./packages.mjs";

/** Run a TypeScript file of ours with Node 24, our programs first on the PATH, and end as it ends. */
export async function runScript(root, file, args) {
  try {
    const node = await ensurePackages(root);
    endLike(await runChild(node, [resolve(root, file), ...args], { env: ourEnvironment(root) }));
  } catch (error) {
    if (!(error instanceof SetupError)) throw error;
    process.stderr.write(`${error.message}\n`);
    process.exitCode = 4;
  }
}

function ourEnvironment(root) {
  const bins = [join(root, ".tools", "bin"), join(root, "node_modules", ".bin")];
  return {
    ...process.env,
    PATH: [...bins, process.env.PATH].join(delimiter),
    NODE_COMPILE_CACHE: process.env.NODE_COMPILE_CACHE ?? join(root, ".cache", "node"),
  };
}

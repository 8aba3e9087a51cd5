import { execFile } from "node:child_process";
import { readFile } from "node:fs/promises";
import { promisify } from "node:util";

/**
 * The arguments that the parent process was started with: a Helmfile hook learns of `--kubeconfig` in no
 * other way. Exact on Linux; elsewhere `ps` gives them with spaces between.
 */
export async function parentArgs(): Promise<string[]> {
  try {
    const text = await readFile(`/proc/${process.ppid}/cmdline`, "utf8");
    return text.split("\0").slice(0, -1);
  } catch {
    const { stdout } = await promisify(execFile)("ps", ["-o", "args=", "-p", `${process.ppid}`]);
    return stdout.trim().split(/\s+/u);
  }
}

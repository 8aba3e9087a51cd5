import { runHook } from "./hook.ts";

const loud =
  "THE CLUSTER GUARD IS OFF (KEELSON_SKIP_GUARD=1): nobody checks which cluster this changes";

/** The release hook on presync and preuninstall: arguments are the environment and `.Release.KubeContext`. */
export async function runGuardHook(args: readonly string[]): Promise<number> {
  return await runHook(args, async ({ root, environmentName, args: [releaseContext = ""] }) => {
    if (process.env["KEELSON_SKIP_GUARD"] === "1") return loud;
    const { guardCluster } = await import("./guard.ts");
    await guardCluster({ root, environmentName, releaseContext, environment: process.env });
    return "";
  });
}

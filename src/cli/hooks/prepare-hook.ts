import { isPrepared } from "../../host/prepared-stamp.ts";
import { runHook } from "./hook.ts";

/**
 * The global prepare hook: its argument is the environment. Where nothing changed it reads the inputs,
 * writes nothing and loads no library. `KEELSON_SKIP_PREPARE=1` leaves the files as they are.
 */
export async function runPrepareHook(args: readonly string[]): Promise<number> {
  return await runHook(args, async ({ root, environmentName }) => {
    if (process.env["KEELSON_SKIP_PREPARE"] === "1") return `${environmentName} left as it is`;
    if (isPrepared(root, environmentName)) {
      return `${environmentName} prepared, nothing changed (${milliseconds()})`;
    }
    const { prepareEnvironment } = await import("../steps/render/prepare-environment.ts");
    const written = await prepareEnvironment(root, environmentName);
    const { plain } = await import("../../report/plain.ts");
    const what = written.length === 0 ? "nothing changed" : `wrote ${plain(written.join(", "))}`;
    return `${environmentName} prepared, ${what} (${milliseconds()})`;
  });
}

/** Since the process began. */
function milliseconds(): string {
  return `${Math.round(performance.now())} ms`;
}

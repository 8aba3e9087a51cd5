/** The parts of a hook that a good run needs: nothing here may import more than Node itself. */

/** Where a hook's run stands: the first argument is Helmfile's environment. */
export interface HookCall {
  /** Helmfile runs hooks in the folder of the state file. */
  readonly root: string;
  readonly environmentName: string;
  readonly args: readonly string[];
}

/**
 * Run a hook and give its exit code. What went wrong is said on standard output, first and short: Helmfile
 * shows that before its own dump, and standard error only within it.
 */
export async function runHook(
  args: readonly string[],
  hook: (call: HookCall) => Promise<string>,
): Promise<number> {
  const [environmentName = "", ...rest] = args;
  try {
    const said = await hook({ root: process.cwd(), environmentName, args: rest });
    if (said !== "") process.stdout.write(`keelson: ${said}\n`);
    return 0;
  } catch (error) {
    const { explainHookFailure } = await import("./explain-hook-failure.ts");
    const { text, exitCode } = await explainHookFailure(error, process.cwd());
    process.stdout.write(text);
    return exitCode;
  }
}

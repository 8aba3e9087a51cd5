import { runCommand } from "../../src/host/run-command.ts";
import type { Pin } from "./pin.ts";

/** The version that a program says it has, such as `4.2.3`; undefined when it cannot be run or says none. */
export async function programVersion(program: string, pin: Pin): Promise<string | undefined> {
  const environment = { ...process.env, HELMFILE_UPGRADE_NOTICE_DISABLED: "1" };
  const command = { program, args: pin.versionArgs, environment, timeoutMs: 30_000 };
  const result = await runCommand(command).catch(() => undefined);
  if (result === undefined || result.exitCode !== 0) return undefined;
  return /\bv?(\d+\.\d+\.\d+)\b/.exec(`${result.stdout}\n${result.stderr}`)?.[1];
}

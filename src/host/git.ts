import type { Command, CommandResult } from "../model/command.ts";
import { KeelsonError } from "../model/keelson-error.ts";
import { hideCredentials } from "./git-remote.ts";
import { runCommand } from "./run-command.ts";

/** Where Git runs, and what it may reach. */
export interface GitPlace {
  readonly folder: string;
  /** The repository that `target` stands for in arguments: a URL may hold a password, arguments are public. */
  readonly remote?: string;
  /** Git settings for every call. */
  readonly settings?: readonly (readonly [key: string, value: string])[];
  readonly signal?: AbortSignal;
}

export interface GitCall {
  readonly args: readonly string[];
  readonly input?: Command["input"];
  readonly encoding?: Command["encoding"];
  /** Added to the child's environment. */
  readonly environment?: Readonly<Record<string, string>>;
}

/** The name that a place's remote has in arguments. */
export const target = "keelson-target";

/** Variables that would point Git at another repository than the one it is started in, or at other files in it. */
const foreign =
  /^GIT_(DIR|WORK_TREE|INDEX_FILE|OBJECT_DIRECTORY|ALTERNATE_.*|COMMON_DIR|NAMESPACE|PREFIX|.*_PATHSPECS)$/u;

/** Run Git and hand back how it ended. It never asks, runs no hook of ours and no foreign transport. */
export function runGit(place: GitPlace, call: GitCall): Promise<CommandResult> {
  const command: Command = {
    program: "git",
    args: call.args,
    cwd: place.folder,
    environment: { ...gitEnvironment(place), ...call.environment },
    ...(call.input === undefined ? {} : { input: call.input }),
    ...(call.encoding === undefined ? {} : { encoding: call.encoding }),
  };
  return runCommand(command, place.signal);
}

/**
 * What Git prints.
 * @throws GIT_FAILED it ended with another exit code than 0
 */
export async function readGit(place: GitPlace, call: GitCall): Promise<string> {
  const result = await runGit(place, call);
  if (result.exitCode === 0) return result.stdout;
  throw gitError(call, result);
}

/** A failed call as an error: Git's own words, without credentials. */
export function gitError(call: GitCall, result: CommandResult): KeelsonError {
  const words = hideCredentials(result.stderr.trim() || result.stdout.trim());
  return new KeelsonError(`git ${call.args[0] ?? ""} failed: ${words}`, {
    code: "GIT_FAILED",
    fault: "tool",
    fix: "see Git's own words above",
  });
}

function gitEnvironment(place: GitPlace): Record<string, string> {
  const inherited = Object.entries(process.env).filter(([name]) => !foreign.test(name));
  const environment: Record<string, string> = {};
  for (const [name, value] of inherited) if (value !== undefined) environment[name] = value;
  return {
    // Git asks for the same memory anew for each object; glibc would hand it back to the system in between.
    MALLOC_TOP_PAD_: `${4 * 1024 * 1024}`,
    // A server that says nothing for two minutes is not there: bytes each second, and seconds.
    GIT_HTTP_LOW_SPEED_LIMIT: "1",
    GIT_HTTP_LOW_SPEED_TIME: "120",
    ...environment,
    GIT_TERMINAL_PROMPT: "0",
    // A look at a work tree takes no lock there that a kill could leave behind.
    GIT_OPTIONAL_LOCKS: "0",
    // A child has no terminal that ssh could ask on, and a window would be no answer either.
    SSH_ASKPASS_REQUIRE: "never",
    GIT_ALLOW_PROTOCOL: "file:http:https:ssh",
    LC_ALL: "C",
    ...configEnvironment(allSettings(place), Number(environment["GIT_CONFIG_COUNT"] ?? 0)),
  };
}

function allSettings({ remote, settings = [] }: GitPlace): readonly (readonly [string, string])[] {
  const common = [
    ["core.hooksPath", "/dev/null"],
    ["core.quotePath", "true"],
    ["maintenance.auto", "false"],
    // Checking out a commit elsewhere would move the submodules of the work tree there, too.
    ["submodule.recurse", "false"],
    ["fetch.recurseSubmodules", "false"],
    ["push.recurseSubmodules", "no"],
    ["i18n.logOutputEncoding", "UTF-8"],
    ["i18n.commitEncoding", "UTF-8"],
    ...settings,
  ] as const;
  if (remote === undefined) return common;
  // Our own repositories have no work tree: a person may forbid Git those that it comes upon.
  return [...common, ["safe.bareRepository", "all"], [`remote.${target}.url`, remote]];
}

/** Settings for one call, after those that the environment holds already. */
function configEnvironment(
  entries: readonly (readonly [string, string])[],
  start: number,
): Record<string, string> {
  const environment: Record<string, string> = { GIT_CONFIG_COUNT: `${start + entries.length}` };
  for (const [index, [key, value]] of entries.entries()) {
    environment[`GIT_CONFIG_KEY_${start + index}`] = key;
    environment[`GIT_CONFIG_VALUE_${start + index}`] = value;
  }
  return environment;
}

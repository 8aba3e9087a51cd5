import { join } from "node:path";
import { runCommand } from "../../src/host/run-command.ts";
import type { Command } from "../../src/model/command.ts";
import type { Site } from "./site.ts";
import type { Sourced, Wanted } from "./source.ts";

const heartbeatMs = 30_000;

/** Build the program from its pinned Go modules; Go checks each against go.sum. */
export async function fromGo({ name, pin, draftFolder }: Wanted, site: Site): Promise<Sourced> {
  if (pin.go === undefined) return { reason: "it is not built here" };
  if (!(await hasGo(site))) return { reason: "there is no Go on the PATH to build it with" };
  site.say(
    `${name} ${pin.version}: building it from Go modules, once; about ${pin.go.minutes} minutes on two cores`,
  );
  const started = performance.now();
  const minutes = (): string => ((performance.now() - started) / 60_000).toFixed(1);
  const heartbeat = setInterval(
    () => site.say(`${name}: still building, ${minutes()} minutes so far`),
    heartbeatMs,
  );
  const command = buildCommand({ name, pin, draftFolder }, site);
  const result = await runCommand(command, site.signal).finally(() => clearInterval(heartbeat));
  if (result.exitCode !== 0) return { reason: `go failed: ${lastLines(result.stderr)}` };
  site.say(`${name}: built in ${minutes()} minutes`);
  return { file: join(draftFolder, name) };
}

/** The `go install` of the module's one tool into `draftFolder`. */
function buildCommand({ name, pin, draftFolder }: Wanted, site: Site): Command {
  const ldflags = ["-s -w", pin.go?.ldflags ?? ""].join(" ").trim();
  return {
    program: "go",
    args: ["install", "-trimpath", "-ldflags", ldflags, "tool"],
    cwd: join(site.root, "tools", "go", name),
    environment: {
      ...defined(site.environment),
      GOBIN: draftFolder,
      GOFLAGS: "-mod=readonly -buildvcs=false",
      GOWORK: "off",
      CGO_ENABLED: "0",
    },
    timeoutMs: 60 * 60 * 1000,
  };
}

async function hasGo(site: Site): Promise<boolean> {
  const environment = defined(site.environment);
  const asked = runCommand({ program: "go", args: ["version"], environment }, site.signal);
  return asked.then(
    ({ exitCode }) => exitCode === 0,
    () => false,
  );
}

function lastLines(text: string): string {
  return text.trim().split("\n").slice(-3).join(" / ");
}

function defined(
  environment: Readonly<Record<string, string | undefined>>,
): Readonly<Record<string, string>> {
  const entries = Object.entries(environment).flatMap(([name, value]) =>
    value === undefined ? [] : [[name, value] as const],
  );
  return Object.fromEntries(entries);
}

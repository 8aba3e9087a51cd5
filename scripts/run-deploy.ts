import { flagValue } from "../src/check/cluster/helm-target.ts";
import { guardCluster } from "../src/cli/hooks/guard.ts";
import { readSettings } from "../src/cli/read-settings.ts";
import { selectEnvironments } from "../src/cli/select-environments.ts";
import { renderChecked } from "../src/cli/steps/check/render-checked.ts";
import { runAttached } from "../src/host/run-attached.ts";
import { runCommand } from "../src/host/run-command.ts";
import type { CliContext } from "../src/model/cli-context.ts";
import { KeelsonError } from "../src/model/keelson-error.ts";
import { formatChecked } from "../src/report/delivery.ts";
import { formatFindings } from "../src/report/findings.ts";
import { installPrograms } from "../tools/install/install-programs.ts";
import { programsFor } from "../tools/install/pin.ts";

/**
 * Apply one environment with Helmfile: only to its own cluster, only when the check finds no error, with
 * `apply` where Helm has the diff plugin and `sync` where it has not. Gives Helmfile's exit code.
 * @throws ENVIRONMENT_MISSING, ENVIRONMENT_UNKNOWN, CHECK_FAILED and what the guard throws
 */
export async function deploy(context: CliContext, args: readonly string[]): Promise<number> {
  const [name, ...flags] = args;
  const settings = await readSettings(context.root);
  const declared = Object.keys(settings.environments);
  if (name === undefined) throw noEnvironment(declared);
  selectEnvironments(declared, [name]);
  await guardCluster({
    root: context.root,
    environmentName: name,
    releaseContext: flagValue(flags, "--kube-context") ?? "",
    environment: context.environment,
  });
  const say = (text: string): void => context.say(`setup: ${text}\n`);
  await installPrograms(programsFor("demo"), { say, signal: context.signal });
  const checked = await renderChecked(context, settings, { environment: name });
  context.print(formatChecked(checked));
  if (checked.findings.length > 0) context.say(formatFindings(checked.findings, context));
  if (checked.findings.some(({ level }) => level === "error")) throw notDeployed(name);
  const how = (await hasDiffPlugin(context)) ? "apply" : "sync";
  context.print(`helmfile -e ${name} ${[...flags, how].join(" ")}\n`);
  return await runAttached({
    program: "helmfile",
    args: ["-e", name, ...flags, how],
    cwd: context.root,
  });
}

async function hasDiffPlugin({ signal }: CliContext): Promise<boolean> {
  const { stdout } = await runCommand({ program: "helm", args: ["plugin", "list"] }, signal);
  return /^diff\s/mu.test(stdout);
}

function noEnvironment(declared: readonly string[]): KeelsonError {
  return new KeelsonError("no environment was named", {
    code: "ENVIRONMENT_MISSING",
    fault: "usage",
    fix: `npm run deploy -- <${declared.join("|")}>`,
  });
}

function notDeployed(name: string): KeelsonError {
  return new KeelsonError(`${name} was not deployed: the check found errors`, {
    code: "CHECK_FAILED",
    fault: "check",
    fix: "mend what is named above",
  });
}

import type { Command } from "commander";
import type { CliContext } from "../../model/cli-context.ts";
import type { Finding } from "../../model/finding.ts";
import { KeelsonError } from "../../model/keelson-error.ts";
import { formatJsonLine } from "../../report/json.ts";
import { plain } from "../../report/plain.ts";
import { selectEnvironments } from "../select-environments.ts";
import type { Settings } from "../settings.ts";
import type { RemoteReport } from "../steps/secrets/check-remote-secrets.ts";

interface CheckOptions {
  readonly readValues?: true;
  readonly json?: true;
}

/** `keelson secrets check`. */
export function registerSecretsCheck(secrets: Command, context: CliContext): void {
  secrets
    .command("check")
    .description("ask AWS Secrets Manager whether every remote secret is there, in its version")
    .argument("[environment]", "the environment; default: all")
    .option("--read-values", "also read the values and check properties, JSON and encoding")
    .option("--json", "print what was found as JSON")
    .action(async (environment: string | undefined, options: CheckOptions) => {
      await check(context, environment, options);
    });
}

async function check(
  context: CliContext,
  environment: string | undefined,
  options: CheckOptions,
): Promise<void> {
  const { readSettings } = await import("../read-settings.ts");
  const settings = await readSettings(context.root);
  const declared = Object.keys(settings.environments);
  const findings: Finding[] = [];
  for (const name of selectEnvironments(declared, environment === undefined ? [] : [environment])) {
    const answer = await checkEnvironment(context, settings, {
      environment: name,
      readValues: options.readValues === true,
    });
    findings.push(...answer.reports.flatMap((report) => report.findings), ...answer.unknown);
    context.print(
      options.json === true
        ? formatJsonLine({ environment: name, ...answer })
        : plain(formatAnswer(name, answer)),
    );
  }
  if (findings.every(({ level }) => level === "warning")) return;
  throw new KeelsonError("remote secrets are not as they are declared", {
    code: "SECRETS_CHECK_FAILED",
    fault: "check",
    fix: "mend what is named above",
    findings,
  });
}

interface Answer {
  /** As whom it looked; left out where nothing had to be asked. */
  readonly identity?: string;
  readonly reports: readonly RemoteReport[];
  /** What nobody but the operator can tell. */
  readonly unknown: readonly Finding[];
}

async function checkEnvironment(
  context: CliContext,
  settings: Settings,
  { environment, readValues }: { readonly environment: string; readonly readValues: boolean },
): Promise<Answer> {
  if (settings.secrets === undefined) return { reports: [], unknown: [] };
  const { readSecretDeclarations } = await import("../steps/secrets/read-declarations.ts");
  const { refuseSecrets } = await import("../steps/secrets/refuse-secrets.ts");
  const { remoteUses, unknowableUses } = await import("../../secrets/remote-uses.ts");
  const read = await readSecretDeclarations(context.root, settings.secrets, environment);
  refuseSecrets(read.findings, "SECRETS_INVALID");
  const { declarations, origins } = read;
  const uses = remoteUses({ environment, declarations, origins });
  const unknown = unknowableUses({ environment, declarations, origins });
  if (uses.length === 0) return { reports: [], unknown };
  const { openDeclaredStore } = await import("../steps/secrets/open-declared-store.ts");
  const { checkRemoteSecrets } = await import("../steps/secrets/check-remote-secrets.ts");
  const store = await openDeclaredStore(context, read.declarations);
  const [identity, reports] = await Promise.all([
    store.identity(),
    checkRemoteSecrets(uses, store, readValues),
  ]);
  return { identity, reports, unknown };
}

function formatAnswer(environment: string, { identity, reports, unknown }: Answer): string {
  const said = unknown.map(({ code, says }) => `${code}  ${says}\n`).join("");
  if (identity === undefined)
    return `${environment}  has nothing to ask AWS Secrets Manager for\n${said}`;
  const width = Math.max(...reports.map(({ id }) => id.length)) + 2;
  const lines = reports.map(({ id, properties, findings }) => {
    const codes = findings.map(({ code }) => code).join(", ");
    return `${id.padEnd(width)}${properties.join(", ").padEnd(24)}${codes === "" ? "ok" : codes}\n`;
  });
  return `${environment}  as ${identity}\n${lines.join("")}${said}`;
}

import type { Command } from "commander";
import type { CliContext } from "../../model/cli-context.ts";
import { isWorkflow } from "../is-workflow.ts";
import { selectEnvironments } from "../select-environments.ts";

interface ArgocdOptions {
  readonly applicationSet?: true;
  readonly project: string;
  readonly argocdNamespace: string;
  readonly repoUrl?: string;
  readonly serverSideDiff?: true;
}

/** `keelson argocd [environment...]`: what Argo CD needs to sync the environments' branches. */
export function registerArgocd(program: Command, context: CliContext): void {
  program
    .command("argocd")
    .argument("[environment...]", "the environments; default: all that Argo CD may own")
    .description("print Argo CD's AppProject and Applications for the branches")
    .option("--application-set", "one ApplicationSet in place of the Applications")
    .option("--project <name>", "the AppProject, and start of the Applications' names", "keelson")
    .option("--argocd-namespace <name>", "the namespace that Argo CD runs in", "argocd")
    .option("--repo-url <url>", "the GitOps repository as Argo CD reaches it")
    .option("--server-side-diff", "compare as the API server would fill in defaults")
    .action(async (named: string[], options: ArgocdOptions) => {
      await printArgocd(context, named, options);
    });
}

async function printArgocd(
  context: CliContext,
  named: readonly string[],
  options: ArgocdOptions,
): Promise<void> {
  const { readSettings } = await import("../read-settings.ts");
  const { describeArgo } = await import("../steps/publish/describe-argo.ts");
  const { formatFindings } = await import("../../report/findings.ts");
  const { formatManifest, formatManifestForLog } = await import("../../render/format-manifest.ts");
  const settings = await readSettings(context.root);
  const environments = selectEnvironments(Object.keys(settings.environments), named);
  const { manifests, findings } = await describeArgo(context, settings, {
    environments,
    isNamed: named.length > 0,
    isSet: options.applicationSet === true,
    project: options.project,
    argoNamespace: options.argocdNamespace,
    serverSideDiff: options.serverSideDiff === true,
    ...(options.repoUrl === undefined ? {} : { repoUrl: options.repoUrl }),
  });
  if (findings.length > 0) context.say(formatFindings(findings, context));
  const format = isWorkflow(context) ? formatManifestForLog : formatManifest;
  context.print(manifests.map((manifest) => `---\n${format(manifest)}`).join(""));
}

import type { Finding } from "../../model/finding.ts";

/** What decides which cluster a Helm call talks to, before any kubeconfig is read. */
export interface HelmTarget {
  /** Kubeconfig files, first one first: an entry of an earlier file wins. Empty: Helm uses its default. */
  readonly kubeconfigs: readonly string[];
  /** Empty: the kubeconfig's current context. */
  readonly context: string;
  /** Address that replaces the kubeconfig's, empty when nothing does. */
  readonly server: string;
  /** CA file that replaces the kubeconfig's, empty when nothing does. */
  readonly caFile: string;
}

/** What a release hook can see: the release's context, Helmfile's own arguments, the environment. */
export interface HookView {
  readonly releaseContext: string;
  readonly helmfileArgs: readonly string[];
  readonly environment: Readonly<Record<string, string | undefined>>;
}

/**
 * Find out where Helm will go. Flags win over the environment, as they do in Helm; a release's context is
 * the effective one, `--kube-context` included, while `--kubeconfig` shows in Helmfile's arguments alone.
 * @see https://helm.sh/docs/helm/helm/
 */
export function findHelmTarget(view: HookView): { target: HelmTarget; findings: Finding[] } {
  const setting = (name: string): string => view.environment[name] ?? "";
  const flag = flagValue(view.helmfileArgs, "--kubeconfig");
  const target = {
    kubeconfigs: flag === undefined ? setting("KUBECONFIG").split(":").filter(Boolean) : [flag],
    context: view.releaseContext === "" ? setting("HELM_KUBECONTEXT") : view.releaseContext,
    server: setting("HELM_KUBEAPISERVER"),
    caFile: setting("HELM_KUBECAFILE"),
  };
  const extra = flagValue(view.helmfileArgs, "--args") ?? "";
  return { target, findings: /--kube/u.test(extra) ? [hiddenTarget(extra)] : [] };
}

/** What a flag is set to on a command line, `--flag value` or `--flag=value`; the last one counts. */
export function flagValue(args: readonly string[], flag: string): string | undefined {
  const index = args.findLastIndex((arg) => arg === flag || arg.startsWith(`${flag}=`));
  const found = args[index];
  if (found === undefined) return undefined;
  return found === flag ? args[index + 1] : found.slice(flag.length + 1);
}

function hiddenTarget(extra: string): Finding {
  return {
    code: "CLUSTER_HIDDEN",
    level: "error",
    at: {},
    says: `\`--args ${extra}\` sends Helm to a cluster that cannot be checked`,
    fix: "use --kube-context or --kubeconfig instead",
  };
}

import { readSourceCommit } from "../../host/git-source.ts";
import type { CliContext } from "../../model/cli-context.ts";
import { KeelsonError } from "../../model/keelson-error.ts";
import type { Allowances } from "../../publish/plan-request.ts";
import { renderedFiles } from "../../publish/rendered-files.ts";
import { formatManifest } from "../../render/format-manifest.ts";
import type { Settings } from "../settings.ts";
import { publishEnvironments, type Publication } from "./publish-environments.ts";
import { renderAll } from "./render-all.ts";
import type { CheckedEnvironment } from "./render-checked.ts";

export interface Delivery {
  readonly environments: readonly string[];
  readonly allow?: Allowances;
  readonly dryRun?: boolean;
  /** Told of each environment as soon as it is rendered and checked. */
  readonly onChecked?: (checked: CheckedEnvironment) => void;
}

export interface Delivered {
  readonly checked: readonly CheckedEnvironment[];
  readonly publication: Publication;
}

/**
 * The whole way: render all environments side by side, check them, and only when every one holds bring
 * them to their branches, all or none.
 * @throws CHECK_FAILED with the findings of every environment
 */
export async function deliver(
  context: CliContext,
  settings: Settings,
  delivery: Delivery,
): Promise<Delivered> {
  const source = await readSourceCommit(context.root);
  const checked = await renderAll(context, settings, delivery);
  refuse(checked);
  const publication = await publishEnvironments(context, {
    gitops: settings.gitops,
    environments: checked.map(({ environment, manifests }) => ({
      environment,
      source,
      files: renderedFiles(manifests, formatManifest),
    })),
    ...(delivery.allow === undefined ? {} : { allow: delivery.allow }),
    ...(delivery.dryRun === undefined ? {} : { dryRun: delivery.dryRun }),
  });
  return { checked, publication };
}

function refuse(checked: readonly CheckedEnvironment[]): void {
  const findings = checked.flatMap(({ environment, findings: found }) =>
    found.map((finding) => ({ ...finding, says: `${environment}: ${finding.says}` })),
  );
  if (!findings.some((finding) => finding.level === "error")) return;
  throw new KeelsonError("the check found errors, so nothing was published", {
    code: "CHECK_FAILED",
    fault: "check",
    fix: "mend what is named above",
    findings,
  });
}

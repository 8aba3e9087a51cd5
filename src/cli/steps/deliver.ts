import { readSourceCommit } from "../../host/git-source.ts";
import type { CliContext } from "../../model/cli-context.ts";
import type { Finding } from "../../model/finding.ts";
import { KeelsonError } from "../../model/keelson-error.ts";
import type { Allowances } from "../../publish/plan-request.ts";
import { renderedFiles } from "../../publish/rendered-files.ts";
import { formatManifest } from "../../render/format-manifest.ts";
import type { Settings } from "../settings.ts";
import { publishEnvironments, type Publication } from "./publish-environments.ts";
import { renderChecked, type CheckedEnvironment } from "./render-checked.ts";

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

/** One environment's failure hides no other's: all are waited for, then all failures are told at once. */
async function renderAll(
  context: CliContext,
  settings: Settings,
  { environments, onChecked }: Delivery,
): Promise<readonly CheckedEnvironment[]> {
  const failures: unknown[] = [];
  const rendered = environments.map(async (environment) => {
    try {
      const checked = await renderChecked(context, settings, environment);
      onChecked?.(checked);
      return [checked];
    } catch (error) {
      failures.push(error);
      return [];
    }
  });
  const checked = (await Promise.all(rendered)).flat();
  if (failures.length > 0) throw joinFailures(failures);
  return checked;
}

/** A bug is told alone; other failures are told together, in one list. */
function joinFailures(failures: readonly unknown[]): unknown {
  const known = failures.filter((failure) => failure instanceof KeelsonError);
  const [first] = known;
  if (first === undefined || known.length < failures.length) {
    return failures.find((failure) => !(failure instanceof KeelsonError));
  }
  if (known.length === 1) return first;
  return new KeelsonError(`${known.length} environments failed`, {
    code: first.code,
    fault: first.fault,
    fix: first.fix,
    findings: known.flatMap((error) =>
      error.findings.length > 0 ? error.findings : asFinding(error),
    ),
  });
}

function asFinding(error: KeelsonError): Finding {
  const { code, at, message, fix } = error;
  return { code, level: "error", at, says: message, fix };
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

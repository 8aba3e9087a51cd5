import type { CliContext } from "../../model/cli-context.ts";
import type { Finding } from "../../model/finding.ts";
import { KeelsonError } from "../../model/keelson-error.ts";
import type { Settings } from "../settings.ts";
import { renderChecked, type CheckedEnvironment } from "./render-checked.ts";

interface RenderAll {
  readonly environments: readonly string[];
  /** Told of each environment as soon as it is rendered and checked. */
  readonly onChecked?: (checked: CheckedEnvironment) => void;
}

/**
 * Render and check environments side by side. One's failure hides no other's: all are waited for, then all
 * failures are told at once.
 * @throws what `renderChecked` throws; the findings of several failures in one error
 */
export async function renderAll(
  context: CliContext,
  settings: Settings,
  { environments, onChecked }: RenderAll,
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

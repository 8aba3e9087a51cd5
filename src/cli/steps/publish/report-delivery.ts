import type { CliContext } from "../../../model/cli-context.ts";
import { KeelsonError } from "../../../model/keelson-error.ts";
import { deliveredLines, formatDelivery } from "../../../report/delivery.ts";
import { formatFindings } from "../../../report/findings.ts";
import { formatJsonText } from "../../../report/json.ts";
import { plain } from "../../../report/plain.ts";
import { formatPlan } from "../../../report/plan-text.ts";
import type { Delivered } from "./deliver.ts";
import type { Proposal } from "./propose-changes.ts";
import type { PublishedEnvironment } from "./publish-environments.ts";

export interface ReportOptions {
  readonly isJson: boolean;
  /** Show each file and the message. */
  readonly isPlan: boolean;
}

/** Say what a publish did, or would do. */
export function reportDelivery(
  context: CliContext,
  { checked, publication, frozen, proposals }: Delivered,
  { isJson, isPlan }: ReportOptions,
): void {
  const { environments, remote } = publication;
  const findings = [
    ...checked.flatMap((one) => one.findings),
    ...environments.flatMap(({ plan }) => plan.findings),
  ];
  if (findings.length > 0) context.say(formatFindings(findings, context));
  for (const { environment, reason } of frozen) {
    context.say(`${environment} is frozen and was left alone: ${plain(reason)}\n`);
  }
  if (isJson) {
    const published = environments.map(asJson);
    context.print(formatJsonText({ schemaVersion: 1, remote, published, frozen, proposals }));
    return;
  }
  const painted = { colour: context.printsColour };
  context.print(`${heading(environments, isPlan)} ${plain(remote)}\n`);
  context.print(formatDelivery(deliveredLines(checked, environments), painted));
  context.print(proposals.map(formatProposal).join(""));
  if (isPlan) context.print(environments.map(({ plan }) => formatPlan(plan, painted)).join(""));
}

/** All environments move or none does, so one that is refused holds up the others. */
function heading(environments: readonly PublishedEnvironment[], isPlan: boolean): string {
  if (environments.some(({ plan }) => plan.outcome === "refused"))
    return "Would publish nothing to";
  const isChanged = environments.some(({ plan }) => plan.commit !== undefined);
  if (!isChanged) return "Nothing changed on";
  return isPlan ? "Would publish to" : "Publishing to";
}

/**
 * End as the publish itself would.
 * @throws PUBLISH_REFUSED a plan that was shown would be refused
 */
export function refusePlans({ publication }: Delivered): void {
  const refused = publication.environments.filter(({ plan }) => plan.outcome === "refused");
  if (refused.length === 0) return;
  const names = refused.map(({ plan }) => plan.environment).join(", ");
  throw new KeelsonError(`${names} would not be published`, {
    code: "PUBLISH_REFUSED",
    fault: "check",
    fix: "mend what the findings name",
  });
}

function formatProposal({ base, head, pullRequest }: Proposal): string {
  const where = pullRequest ?? "open it yourself: there is no GITHUB_TOKEN for this host";
  return `  ${plain(head)} -> ${plain(base)}  ${plain(where)}\n`;
}

function asJson({ plan, commit }: PublishedEnvironment): unknown {
  const { environment, branch, outcome, changes, unchanged, source, findings } = plan;
  return {
    environment,
    branch,
    outcome,
    source: source.sha,
    isDirty: source.dirty,
    ...(commit === undefined ? {} : { commit }),
    ...(plan.commit === undefined ? {} : { message: plan.commit.message }),
    changes,
    unchanged,
    findings,
  };
}

import { readSettings } from "../src/cli/read-settings.ts";
import { deliver, type Delivered } from "../src/cli/steps/publish/deliver.ts";
import type { CliContext } from "../src/model/cli-context.ts";
import { deliveredLines, formatChecked, formatDelivery } from "../src/report/delivery.ts";
import { formatFindings } from "../src/report/findings.ts";
import { installPrograms } from "../tools/install/install-programs.ts";
import { programsFor } from "../tools/install/pin.ts";

/**
 * Install what is missing, then render, check and publish every environment to the repository below
 * `.build/`, edits that are in no commit included, and say where to look.
 * @throws what installing, rendering, checking and publishing throw; the branches are then as they were
 */
export async function runDemo(context: CliContext): Promise<void> {
  const say = (text: string): void => context.print(`Tools       ${text}\n`);
  const tools = await installPrograms(programsFor("demo"), { say, signal: context.signal });
  const versions = tools.map(({ name, version, from }) => `${name} ${version} (${from})`);
  say(`${versions.join("   ")}   node ${process.versions.node}`);
  const settings = await readSettings(context.root);
  const environments = Object.keys(settings.environments);
  context.print(`Rendering   ${environments.join(", ")}\n`);
  const delivered = await deliver(context, settings, {
    environments,
    allow: { dirty: true },
    onChecked: (checked) => context.print(formatChecked(checked)),
  });
  context.print(summary(delivered, context));
}

function summary({ checked, publication }: Delivered, { colour }: CliContext): string {
  const findings = checked.flatMap((one) => one.findings);
  const changed = publication.environments.filter(({ commit }) => commit !== undefined);
  const isDirty = publication.environments.some(({ plan }) => plan.source.dirty);
  const names = checked.map(({ environment }) => environment).join(", ");
  return [
    findings.length === 0 ? "" : formatFindings(findings, { colour }),
    isDirty ? "Source      the last commit and edits that are in no commit\n" : "",
    changed.length === 0
      ? `Publishing  nothing changed in ${names}\n`
      : `Publishing  to ${publication.remote}\n`,
    formatDelivery(deliveredLines(checked, publication.environments), { colour }),
    "\n",
    `Look at it     git -C ${publication.remote} log --stat environments/prod\n`,
    "Make it yours  README.md, “Your own remote and cluster”\n",
  ].join("");
}

import type { CliContext } from "../../../model/cli-context.ts";
import { KeelsonError } from "../../../model/keelson-error.ts";
import { manifestPath } from "../../../publish/manifest-path.ts";
import type { Allowances } from "../../../publish/plan-request.ts";
import { renderedFiles } from "../../../publish/rendered-files.ts";
import {
  formatManifest,
  formatManifestOver,
  manifestForm,
} from "../../../render/format-manifest.ts";
import { chooseSources, type SourceChoices } from "../../choose-sources.ts";
import type { Settings } from "../../settings.ts";
import { refuseSharedBranches } from "../branches/gitops-target.ts";
import { partialRequest } from "../branches/partial-render.ts";
import type { CheckedEnvironment } from "../check/render-checked.ts";
import type { RenderedNow } from "../render/find-vanished.ts";
import { checkBundle } from "./check-bundle.ts";
import { type Proposal, proposeChanges } from "./propose-changes.ts";
import {
  type EnvironmentToPublish,
  type Publication,
  publishEnvironments,
} from "./publish-environments.ts";
import { renderSources, type SourcedEnvironment } from "./render-sources.ts";

export interface Delivery {
  readonly environments: readonly string[];
  /** The environments were named, so that a frozen one is an error. */
  readonly isNamed?: boolean;
  /** The source commit to render. Default: the work tree, or what an environment is pinned to. */
  readonly source?: string;
  /** What `render --bundle` wrote, a file or a folder of them, to publish instead of rendering. */
  readonly bundle?: string;
  /** Helmfile selectors of the releases to publish; all others stay as they are. Default: every release. */
  readonly selectors?: readonly string[];
  readonly allow?: Allowances;
  readonly dryRun?: boolean;
  /** Told of each environment as soon as it is rendered and checked. */
  readonly onChecked?: (checked: CheckedEnvironment) => void;
}

export interface Delivered {
  readonly checked: readonly CheckedEnvironment[];
  readonly publication: Publication;
  readonly frozen: SourceChoices["frozen"];
  readonly proposals: readonly Proposal[];
}

/**
 * The whole way: render all environments side by side, check them, and only when every one holds bring
 * them to their branches, all or none.
 * @throws CHECK_FAILED with the findings of every environment
 * @throws BRANCH_SHARED
 */
export async function deliver(
  context: CliContext,
  settings: Settings,
  delivery: Delivery,
): Promise<Delivered> {
  refuseSharedBranches(settings);
  const { isNamed = false, source, environments } = delivery;
  const choice = { environments, isNamed, ...(source === undefined ? {} : { sha: source }) };
  const { chosen, frozen } = chooseSources(settings.environments, choice);
  const checked = await renderOrRead(context, settings, { ...delivery, chosen });
  refuse(checked);
  const publication = await publishEnvironments(context, {
    gitops: settings.gitops,
    environments: checked.map((one) => toPublish(settings, one)),
    ...(delivery.allow === undefined ? {} : { allow: delivery.allow }),
    ...(delivery.dryRun === undefined ? {} : { dryRun: delivery.dryRun }),
  });
  const proposed = checked.filter((one) => isProposed(settings, one.environment));
  const isDone = delivery.dryRun === true || proposed.length === 0;
  const proposals = isDone ? [] : await proposeChanges(context, settings, proposed);
  return { checked, publication, frozen, proposals };
}

async function renderOrRead(
  context: CliContext,
  settings: Settings,
  request: Delivery & Pick<SourceChoices, "chosen">,
): Promise<readonly SourcedEnvironment[]> {
  if (request.bundle === undefined) {
    const { chosen, onChecked, selectors = [] } = request;
    return renderSources(context, settings, {
      chosen,
      ...(onChecked === undefined ? {} : { onChecked }),
      ...(selectors.length > 0 && { partial: partialRequest(context, settings, selectors) }),
    });
  }
  return checkBundle(context, settings, {
    path: request.bundle,
    environments: request.chosen.map(({ environment }) => environment),
    isNamed: request.isNamed === true,
    ...(request.source === undefined ? {} : { source: request.source }),
  });
}

function isProposed(settings: Settings, environment: string): boolean {
  return settings.environments[environment]?.publish === "pull-request";
}

function toPublish(settings: Settings, checked: SourcedEnvironment): EnvironmentToPublish {
  const { environment, source, manifests, provenance, isNamedSource, part, namespaces } = checked;
  const files = renderedFiles(manifests, formatManifest);
  return {
    environment,
    source,
    files,
    form: {
      version: manifestForm,
      over: (present) =>
        renderedFiles(manifests, (manifest) =>
          formatManifestOver(manifest, present.get(manifestPath(manifest))),
        ),
    },
    isNamedSource,
    isProposed: isProposed(settings, environment),
    ...provenance,
    ...(namespaces === undefined ? {} : { namespaces }),
    ...(part === undefined ? { rendered: renderedNow(checked) } : { part }),
  };
}

/** A bundle does not say which releases rendered no object. */
function renderedNow({ manifests, releases, sources }: SourcedEnvironment): RenderedNow {
  const names = releases ?? manifests.map(({ release }) => release);
  return {
    manifests,
    releases: names.map((name) => ({ name })),
    ...(sources !== undefined && { states: sources.states }),
  };
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

import type { Finding } from "../../../model/finding.ts";
import type { Gitops } from "../../../model/keelson-config.ts";
import type { Manifest } from "../../../model/manifest.ts";
import type { BranchState, Plan } from "../../../model/plan.ts";
import { ownFiles } from "../../../publish/branch-files.ts";
import { manifestPath, releaseFolder } from "../../../publish/manifest-path.ts";
import type { SourceFile } from "../../../render/search-sources.ts";
import { vanishedFindings } from "../../../render/vanished-releases.ts";

export interface RenderedNow {
  readonly manifests: readonly Manifest[];
  readonly releases: readonly { readonly name: string }[];
  /** Left out: nobody knows them here. */
  readonly states?: readonly SourceFile[];
}

/** Releases of which `before` holds files, and which a whole render has no more. */
export function findVanished(
  before: readonly string[],
  { manifests, releases, states }: RenderedNow,
): readonly Finding[] {
  return vanishedFindings({
    before,
    after: manifests.map(manifestPath),
    releases: releases.map(({ name }) => releaseFolder(name)),
    ...(states !== undefined && { states }),
  });
}

export interface PublishedBefore {
  readonly branch: BranchState;
  readonly gitops: Required<Gitops>;
}

/** The plan, telling also of releases that go with it. A source that is not published takes none away. */
export function tellVanished(
  plan: Plan,
  rendered: RenderedNow,
  { branch, gitops }: PublishedBefore,
): Plan {
  if (plan.outcome === "superseded") return plan;
  const start = gitops.path === "" ? 0 : gitops.path.length + 1;
  const own = ownFiles({ branch, folder: gitops.path }, gitops.preserve);
  const before = [...own.keys()].map((path) => path.slice(start));
  return { ...plan, findings: [...plan.findings, ...findVanished(before, rendered)] };
}

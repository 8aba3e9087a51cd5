import type { Finding } from "../model/finding.ts";
import type { Manifest } from "../model/manifest.ts";
import { annotationsOf, hookEvents, withAnnotations } from "./helm-hooks.ts";
import type { ReleaseNeeds } from "./release-needs.ts";
import type { RenderedRelease } from "./split-render.ts";

const wave = "argocd.argoproj.io/sync-wave";
const argoHook = "argocd.argoproj.io/hook";

export interface StampedManifests {
  readonly manifests: readonly Manifest[];
  readonly findings: readonly Finding[];
}

/**
 * Turn the order of `needs` into Argo CD's waves: what others need comes one wave earlier. An object
 * that has a wave of its own, or is a hook, keeps what it has.
 * @see https://argo-cd.readthedocs.io/en/stable/user-guide/sync-waves/
 */
export function stampWaves(
  manifests: readonly Manifest[],
  releases: readonly RenderedRelease[],
  needs: readonly ReleaseNeeds[],
): StampedManifests {
  if (needs.every((release) => release.needs.length === 0)) return { manifests, findings: [] };
  const waves = wavesOf(needs);
  const ids = new Map(releases.map(({ name, namespace }) => [name, `${namespace}/${name}`]));
  const waiting = new Set(needs.filter((each) => each.needs.length > 0).map((each) => each.id));
  const idOf = ({ release }: Manifest): string => ids.get(release) ?? `/${release}`;
  return {
    manifests: manifests.map((manifest) => stampWave(manifest, waves.get(idOf(manifest)) ?? 0)),
    findings: manifests
      .filter((manifest) => waiting.has(idOf(manifest)) && runsBefore(manifest))
      .map(earlyHookFinding),
  };
}

/** The last releases are at wave 0, so that a release on its own has no annotation. */
function wavesOf(needs: readonly ReleaseNeeds[]): ReadonlyMap<string, number> {
  const waves = new Map<string, number>();
  // Each round moves a release at least one step; Helmfile has refused circles already.
  for (let round = 0; round < needs.length; round += 1) {
    for (const { id, needs: before } of needs) {
      const own = waves.get(id) ?? 0;
      for (const need of before) waves.set(need, Math.min(waves.get(need) ?? 0, own - 1));
    }
  }
  return waves;
}

function stampWave(manifest: Manifest, number: number): Manifest {
  const annotations = annotationsOf(manifest.body);
  const isSet = annotations[wave] !== undefined || annotations[argoHook] !== undefined;
  if (number === 0 || isSet || hookEvents(manifest.body).length > 0) return manifest;
  const stamped = { ...annotations, [wave]: String(number) };
  return { ...manifest, body: withAnnotations(manifest.body, stamped) };
}

function runsBefore({ body }: Manifest): boolean {
  const phase = annotationsOf(body)[argoHook];
  const isEarly = typeof phase === "string" && phase.includes("PreSync");
  return isEarly || hookEvents(body).some((event) => /^pre-(?:install|upgrade)$/.test(event));
}

function earlyHookFinding({ identity, release, template }: Manifest): Finding {
  const place = [identity.namespace, identity.name].filter((part) => part !== undefined).join("/");
  return {
    code: "RENDER_HOOK_BEFORE_NEEDS",
    level: "warning",
    at: { ...(template !== undefined && { file: template }), object: `${identity.kind} ${place}` },
    says: `Argo CD runs this hook of ${release} before anything of the releases that ${release} needs`,
    fix: "make it a Sync hook or a plain object with a wave, if it uses what they bring",
  };
}

import type { Finding } from "../model/finding.ts";
import type { Place } from "../model/place.ts";
import { isMap, type Value, type ValueMap } from "../model/value.ts";

/** What becomes of Helm hooks: kept as they are, turned into Argo CD's own, or left out. */
export type HookPolicy = "keep" | "argocd" | "drop";

/** An object after the policy; without a body it is left out. */
export interface HookOutcome {
  readonly body?: ValueMap;
  readonly findings: readonly Finding[];
}

const eventAnnotation = "helm.sh/hook";
const weightAnnotation = "helm.sh/hook-weight";
const deletionAnnotation = "helm.sh/hook-delete-policy";
const helmAnnotations = new Set([eventAnnotation, weightAnnotation, deletionAnnotation]);

const phases: Readonly<Record<string, string>> = {
  "pre-install": "PreSync",
  "pre-upgrade": "PreSync",
  "post-install": "PostSync",
  "post-upgrade": "PostSync",
  "pre-delete": "PreDelete",
  "post-delete": "PostDelete",
};

const deletions: Readonly<Record<string, string>> = {
  "before-hook-creation": "BeforeHookCreation",
  "hook-succeeded": "HookSucceeded",
  "hook-failed": "HookFailed",
};

/** Helm's events of a body; empty when it is no hook. */
export function hookEvents(body: ValueMap): readonly string[] {
  return words(annotationsOf(body)[eventAnnotation]);
}

/**
 * Apply the policy to one object. Tests are always left out; whatever else a policy loses is a finding.
 * @see https://argo-cd.readthedocs.io/en/stable/user-guide/helm/#helm-hooks
 */
export function applyHookPolicy(body: ValueMap, policy: HookPolicy, at: Place): HookOutcome {
  const events = hookEvents(body);
  if (events.length === 0) return { body, findings: [] };
  if (events.some((event) => event.startsWith("test"))) return { findings: [] };
  if (policy === "drop") return { findings: [droppedFinding(events, at)] };
  const findings = lostFindings(events, at);
  if (policy === "keep") return { body, findings };
  const argo = argoAnnotations(annotationsOf(body), events);
  return argo === undefined ? { findings } : { body: withAnnotations(body, argo), findings };
}

function droppedFinding(events: readonly string[], at: Place): Finding {
  return {
    code: "RENDER_HOOK_DROPPED",
    level: "warning",
    at,
    says: `the Helm hook (${events.join(", ")}) is left out`,
    fix: "see that nothing needs it, or set render.hooks to keep or argocd in keelson.yaml",
  };
}

function lostFindings(events: readonly string[], at: Place): readonly Finding[] {
  const findings: Finding[] = [];
  const lost = events.filter((event) => phases[event] === undefined && event !== "crd-install");
  if (lost.length > 0) {
    findings.push({
      code: "RENDER_HOOK_LOST",
      level: "warning",
      at,
      says: `Argo CD never runs the Helm hook ${lost.join(", ")}`,
      fix: "do its work in another way, or take the object out of the chart",
    });
  }
  const half = [one(events, "pre"), one(events, "post")].find((event) => event !== undefined);
  if (half !== undefined) {
    findings.push({
      code: "RENDER_HOOK_EVERY_SYNC",
      level: "warning",
      at,
      says: `Argo CD cannot tell install from upgrade: the hook ${half} runs at every sync`,
      fix: "make its work repeatable, and name both events",
    });
  }
  return findings;
}

/** The one of install and upgrade that is named without the other. */
function one(events: readonly string[], when: "pre" | "post"): string | undefined {
  const named = [`${when}-install`, `${when}-upgrade`].filter((event) => events.includes(event));
  return named.length === 1 ? named[0] : undefined;
}

function argoAnnotations(annotations: ValueMap, events: readonly string[]): ValueMap | undefined {
  const kept = Object.fromEntries(
    Object.entries(annotations).filter(([name]) => !helmAnnotations.has(name)),
  );
  if (events.includes("crd-install")) return kept;
  const hooks = [...new Set(events.flatMap((event) => phases[event] ?? []))];
  if (hooks.length === 0) return undefined;
  const policies = words(annotations[deletionAnnotation]).flatMap((word) => deletions[word] ?? []);
  return {
    "argocd.argoproj.io/hook": hooks.join(","),
    ...(policies.length > 0 && { "argocd.argoproj.io/hook-delete-policy": policies.join(",") }),
    ...waveOf(annotations),
    ...kept,
  };
}

function waveOf(annotations: ValueMap): ValueMap {
  const weight = annotations[weightAnnotation];
  const isWeight =
    typeof weight === "string" && /^[-+]?[0-9]+$/.test(weight) && Number(weight) !== 0;
  return isWeight ? { "argocd.argoproj.io/sync-wave": String(Number(weight)) } : {};
}

/** The annotations of an object; empty when it has none. */
export function annotationsOf(body: ValueMap): ValueMap {
  const metadata = body["metadata"];
  const annotations = isMap(metadata) ? metadata["annotations"] : undefined;
  return isMap(annotations) ? annotations : {};
}

/** The same object with other annotations. */
export function withAnnotations(body: ValueMap, annotations: ValueMap): ValueMap {
  const { annotations: _, ...metadata } = isMap(body["metadata"]) ? body["metadata"] : {};
  const isEmpty = Object.keys(annotations).length === 0;
  return { ...body, metadata: isEmpty ? metadata : { ...metadata, annotations } };
}

function words(value: Value | undefined): readonly string[] {
  if (typeof value !== "string") return [];
  return value
    .split(",")
    .map((word) => word.trim().toLowerCase())
    .filter((word) => word !== "");
}

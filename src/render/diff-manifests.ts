import type { ShapeOf } from "../model/field-shape.ts";
import type { FieldChange, ManifestDiff, ObjectChange } from "../model/manifest-diff.ts";
import type { Manifest, ObjectIdentity } from "../model/manifest.ts";
import { asText } from "../model/value.ts";
import { compareText } from "./cluster-scoped.ts";
import { diffValues } from "./diff-values.ts";
import { findRenames } from "./find-renames.ts";
import { isSameValue } from "./format-manifest.ts";
import { hideSecrets } from "./hide-secrets.ts";
import { changeRisks, presenceRisks } from "./risks.ts";

const noise =
  /(?:labels(?:\[helm\.sh\/chart\]|\[app\.kubernetes\.io\/version\]|\.chart)|annotations\[checksum\/[^\]]*\]|\.caBundle)$/;

/**
 * What changes between two renders, object by object and field by field. Objects are the same by group,
 * kind, namespace and name; one that only changed its name is a rename. List items are matched by the keys that
 * the kind's definition names, where `shapeOf` knows it.
 */
export function diffManifests(
  before: readonly Manifest[],
  after: readonly Manifest[],
  shapeOf: ShapeOf = () => undefined,
): ManifestDiff {
  const was = byIdentity(before);
  const is = byIdentity(after);
  const gone = [...was.values()].filter((manifest) => !is.has(identityKey(manifest.identity)));
  const come = [...is.values()].filter((manifest) => !was.has(identityKey(manifest.identity)));
  const renames = findRenames(gone, come);
  const renamed = new Set(renames.flat());
  const both = [...is].flatMap(([key, manifest]) => {
    const previous = was.get(key);
    return previous === undefined ? [] : [[previous, manifest] as const];
  });
  const changed = both.filter(([previous, manifest]) => !isSameValue(previous.body, manifest.body));
  const changes = [
    ...changed.map((pair) => changedObject(pair, "changed", shapeOf)),
    ...renames.map((pair) => changedObject(pair, "renamed", shapeOf)),
    ...gone.filter((each) => !renamed.has(each)).map((each) => presentObject(each, "removed")),
    ...come.filter((each) => !renamed.has(each)).map((each) => presentObject(each, "added")),
  ];
  return { changes: changes.toSorted(compareChanges), same: both.length - changed.length };
}

/** One text for one object: what the API server tells objects apart by. */
export function identityKey({ group, kind, namespace = "", name }: ObjectIdentity): string {
  return [kind, group, namespace, name].join("\0");
}

function byIdentity(manifests: readonly Manifest[]): ReadonlyMap<string, Manifest> {
  return new Map(manifests.map((manifest) => [identityKey(manifest.identity), manifest]));
}

function changedObject(
  [previous, manifest]: readonly [Manifest, Manifest],
  change: "changed" | "renamed",
  shapeOf: ShapeOf,
): ObjectChange {
  const { identity, release, template, body } = manifest;
  const shape = shapeOf(asText(body["apiVersion"]), identity.kind);
  const fields = diffValues(previous.body, body, { path: "", shape });
  return {
    change,
    identity,
    ...(change === "renamed" && { previous: previous.identity }),
    release,
    ...(template !== undefined && { template }),
    fields: fields.map((field) => markNoise(hideSecrets(field, identity))),
    risks: changeRisks({ previous, manifest, fields }),
  };
}

function markNoise(field: FieldChange): FieldChange {
  return noise.test(field.path) ? { ...field, isNoise: true } : field;
}

function presentObject(manifest: Manifest, change: "added" | "removed"): ObjectChange {
  const { identity, release, template } = manifest;
  const risks = presenceRisks(manifest, change);
  return {
    change,
    identity,
    release,
    ...(template !== undefined && { template }),
    fields: [],
    risks,
  };
}

/** Dangerous ones first, then by kind and name. */
function compareChanges(a: ObjectChange, b: ObjectChange): number {
  return dangers(b) - dangers(a) || compareText(identityKey(a.identity), identityKey(b.identity));
}

function dangers({ risks }: ObjectChange): number {
  return risks.some((risk) => risk.level === "danger") ? 1 : 0;
}

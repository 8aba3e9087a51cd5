import type { Finding } from "../../model/finding.ts";
import { pointerPath } from "../../model/json-pointer.ts";
import type { Manifest } from "../../model/manifest.ts";
import { placeIn } from "../object-name.ts";
import { textOf } from "../read-value.ts";
import type { RuleResult } from "../rule.ts";
import type { Scene } from "../scene.ts";
import { collectKinds, type Kinds } from "../schema/collect-kinds.ts";
import { validateShape, type Problem } from "../schema/validate-shape.ts";

/** Each object is what its kind's definition allows, with no field that the API server does not know. */
export function checkSchema(scene: Scene): RuleResult {
  const schemas = scene.context.schemas ?? [];
  if (schemas.length === 0) return { findings: [] };
  const kinds = collectKinds(scene.manifests, schemas);
  return { findings: scene.manifests.flatMap((manifest) => checkObject(manifest, kinds)) };
}

function checkObject(manifest: Manifest, kinds: Kinds): readonly Finding[] {
  const apiVersion = textOf(manifest.body["apiVersion"]) ?? "";
  const { kind, group } = manifest.identity;
  const found = kinds.byType.get(`${apiVersion} ${kind}`);
  if (found !== undefined) {
    const problems = validateShape(found.shape, manifest.body, found.shapes);
    return problems.map((problem) => invalid(manifest, problem));
  }
  const versions = kinds.versionsOf.get(`${group} ${kind}`);
  return [versions === undefined ? unknownKind(manifest) : wrongVersion(manifest, versions)];
}

function invalid(manifest: Manifest, problem: Problem): Finding {
  const { code, pointer } = problem;
  // A value of a Secret is never repeated, not even a wrong one.
  const isSecret = manifest.identity.kind === "Secret" && code !== "SCHEMA_UNKNOWN_FIELD";
  const { says, fix } = isSecret ? masked : problem;
  const field = pointer === "" ? "the object" : `\`${pointerPath(pointer)}\``;
  return { code, level: "error", at: placeIn(manifest, pointer), says: `${field} ${says}`, fix };
}

const masked = { says: "is not what its definition allows", fix: "see the reference of Secret" };

function unknownKind(manifest: Manifest): Finding {
  const type = `${textOf(manifest.body["apiVersion"]) ?? "no apiVersion"} ${manifest.identity.kind}`;
  return {
    code: "SCHEMA_UNKNOWN_KIND",
    level: "warning",
    at: placeIn(manifest),
    says: `no definition of ${type} is at hand, so its fields were not checked`,
    fix: "render its CustomResourceDefinition with it, or accept this in keelson.yaml",
  };
}

function wrongVersion(manifest: Manifest, versions: ReadonlySet<string>): Finding {
  return {
    code: "SCHEMA_API_VERSION",
    level: "error",
    at: placeIn(manifest, "/apiVersion"),
    says: `${textOf(manifest.body["apiVersion"]) ?? ""} of ${manifest.identity.kind} is not served`,
    fix: `use ${[...versions].toSorted().join(" or ")}`,
  };
}

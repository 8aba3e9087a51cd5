import type { Finding } from "../../model/finding.ts";
import type { Manifest } from "../../model/manifest.ts";
import { objectName, placeIn } from "../object-name.ts";
import type { RuleResult } from "../rule.ts";
import { objectKey, type Scene } from "../scene.ts";

/** No object is rendered twice, and no Secret or ConfigMap is made by two objects. */
export function checkDuplicates(scene: Scene): RuleResult {
  const sameObject = Map.groupBy(scene.manifests, ({ identity }) =>
    objectKey(`${identity.group}/${identity.kind}`, identity.namespace, identity.name),
  );
  const sameSecret = [...scene.keyedObjects.values()].map((made) => {
    const makers = new Map(made.filter((m) => !m.isGuest).map((m) => [m.maker, m.manifest]));
    return [...makers.values()];
  });
  return {
    findings: [
      ...[...sameObject.values()].flatMap((group) => twice(group)),
      ...sameSecret.flatMap((group) => twoMakers(group)),
    ],
  };
}

function twice(group: readonly Manifest[]): readonly Finding[] {
  const [first, ...others] = group;
  if (first === undefined || others.length === 0) return [];
  const sources = group.map(({ release, template }) => `${release}, ${template ?? "no template"}`);
  return [
    {
      code: "RENDER_DUPLICATE",
      level: "error",
      at: placeIn(first),
      says: `${objectName(first.identity)} is rendered ${group.length} times`,
      fix: "keep one of them, or give the others a name of their own",
      notes: sources.map((source) => `from      ${source}`),
    },
  ];
}

function twoMakers(group: readonly Manifest[]): readonly Finding[] {
  const [first, second] = group;
  if (first === undefined || second === undefined) return [];
  const makers = group.map(({ identity }) => objectName(identity)).join(" and ");
  return [
    {
      code: "LINK_SECRET_OWNERS",
      level: "error",
      at: placeIn(second),
      says: `${makers} make the same object, and each undoes what the other wrote`,
      fix: "keep one of them",
    },
  ];
}

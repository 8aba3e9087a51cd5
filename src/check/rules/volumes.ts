import type { Finding } from "../../model/finding.ts";
import { pointerTo } from "../../model/json-pointer.ts";
import { asList } from "../../model/value.ts";
import { nearest } from "../nearest.ts";
import { placeIn } from "../object-name.ts";
import { textOf, valueAt } from "../read-value.ts";
import type { RuleResult } from "../rule.ts";
import type { Scene } from "../scene.ts";
import type { Container, Workload } from "../workloads.ts";

/** Each volume that a container mounts is a volume or a claim template of its pod. */
export function checkVolumes(scene: Scene): RuleResult {
  return { findings: scene.workloads.flatMap((workload) => checkMounts(workload)) };
}

function checkMounts(workload: Workload): readonly Finding[] {
  const volumes = asList(workload.pod["volumes"]).map((volume) => textOf(valueAt(volume, "name")));
  const claims = asList(valueAt(workload.manifest.body, "spec", "volumeClaimTemplates"));
  const names = new Set([...volumes, ...claims.map((c) => textOf(valueAt(c, "metadata", "name")))]);
  return workload.containers.flatMap((container) =>
    ["volumeMounts", "volumeDevices"].flatMap((field) =>
      checkList({ workload, container, field, names }),
    ),
  );
}

interface MountList {
  readonly workload: Workload;
  readonly container: Container;
  readonly field: string;
  readonly names: ReadonlySet<string | undefined>;
}

function checkList({ workload, container, field, names }: MountList): readonly Finding[] {
  return asList(container.spec[field]).flatMap((mount, index) => {
    const name = textOf(valueAt(mount, "name"));
    if (name === undefined || names.has(name)) return [];
    const there = [...names].filter((each) => each !== undefined);
    const near = nearest(name, there);
    return [
      {
        code: "LINK_VOLUME",
        level: "error",
        at: placeIn(workload.manifest, pointerTo(container.pointer, field, index, "name")),
        says: `container ${container.name} mounts ${name}, and the pod has no such volume`,
        fix: near === undefined ? "add the volume, or take the mount out" : `did you mean ${near}?`,
        notes: [`there is  ${there.length === 0 ? "no volume" : there.toSorted().join(", ")}`],
      } satisfies Finding,
    ];
  });
}

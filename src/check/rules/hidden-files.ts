import type { Finding } from "../../model/finding.ts";
import { pointerTo } from "../../model/json-pointer.ts";
import { asList, type Value } from "../../model/value.ts";
import { readVolume, trimSlash } from "../connect/mounted-files.ts";
import { imageFolders, systemFolders } from "../image-folders.ts";
import { placeIn } from "../object-name.ts";
import { textOf, valueAt } from "../read-value.ts";
import type { RuleResult } from "../rule.ts";
import type { Scene } from "../scene.ts";
import type { Container, Workload } from "../workloads.ts";

interface Mount {
  readonly scene: Scene;
  readonly workload: Workload;
  readonly container: Container;
  readonly volume: string;
  readonly folder: string;
  readonly index: number;
}

/** No volume covers a folder of the image without bringing what the image needs there. */
export function checkHiddenFiles(scene: Scene): RuleResult {
  return {
    findings: scene.workloads.flatMap((workload) =>
      workload.containers.flatMap((container) => checkContainer(scene, workload, container)),
    ),
  };
}

function checkContainer(
  scene: Scene,
  workload: Workload,
  container: Container,
): readonly Finding[] {
  return mountsOf(container).flatMap((mount, index) => {
    const volume = textOf(valueAt(mount, "name"));
    if (volume === undefined || isPart(mount)) return [];
    const one = { scene, workload, container, volume, folder: pathOf(mount), index };
    const lost = mayBring(one) ? undefined : findLost(one);
    return lost === undefined ? [] : [describe(one, lost)];
  });
}

function mountsOf({ spec }: Container): readonly Value[] {
  return asList(spec["volumeMounts"]);
}

function pathOf(mount: Value): string {
  return trimSlash(textOf(valueAt(mount, "mountPath")));
}

/** A file or folder out of a volume; what else is in the image's folder stays where a file is mounted. */
function isPart(mount: Value): boolean {
  return (
    textOf(valueAt(mount, "subPath")) !== undefined ||
    textOf(valueAt(mount, "subPathExpr")) !== undefined
  );
}

/** Only texts of the render and empty folders that nobody fills are known to lack what the image has. */
function mayBring({ workload, container, volume: name }: Mount): boolean {
  const volumes = asList(workload.pod["volumes"]);
  const volume = volumes.find((each) => valueAt(each, "name") === name);
  const kinds = ["configMap", "secret", "projected", "downwardAPI"];
  if (kinds.some((kind) => valueAt(volume, kind) !== undefined)) return false;
  if (valueAt(volume, "emptyDir") === undefined) return true;
  const others = workload.containers.filter((each) => each !== container);
  const isShared = others.some((each) => mountsOf(each).some((m) => valueAt(m, "name") === name));
  return isShared || container.spec["command"] !== undefined;
}

/** What the image has there and the container then lacks; undefined when nothing is lost. */
function findLost(mount: Mount): string | undefined {
  const { container, folder } = mount;
  if (systemFolders.has(folder)) return "the image's own files there";
  const image = textOf(container.spec["image"]) ?? "";
  const known = imageFolders.find((each) => each.folder === folder && each.image.test(image));
  if (known === undefined) return undefined;
  const beneath = mountsOf(container)
    .map(pathOf)
    .filter((path) => path.startsWith(`${folder}/`));
  if (known.oneOf.length === 0)
    return beneath.length > 0 ? undefined : "the image's own files there";
  const { files, isOpen } = readMounted(mount);
  const isThere = known.oneOf.some(
    (file) => files.has(file) || beneath.includes(`${folder}/${file}`),
  );
  return isThere || isOpen ? undefined : known.oneOf.join(" or ");
}

function readMounted({ scene, workload, volume: name }: Mount): ReturnType<typeof readVolume> {
  const volumes = asList(workload.pod["volumes"]);
  const volume = volumes.find((each) => valueAt(each, "name") === name);
  const isEmpty = valueAt(volume, "emptyDir") !== undefined;
  return isEmpty ? { files: new Set(), isOpen: false } : readVolume(scene, workload, name);
}

function describe(mount: Mount, lost: string): Finding {
  const { workload, container, volume, folder, index } = mount;
  return {
    code: "LINK_HIDDEN_FILES",
    level: "error",
    at: placeIn(
      workload.manifest,
      pointerTo(container.pointer, "volumeMounts", index, "mountPath"),
    ),
    says: `container ${container.name} mounts ${volume} over ${folder}, and lacks ${lost} then`,
    fix: "mount single files with `subPath`, mount it elsewhere, or let the volume bring them too",
  };
}

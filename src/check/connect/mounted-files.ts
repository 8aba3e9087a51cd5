import { asList, type Value } from "../../model/value.ts";
import { textOf, valueAt } from "../read-value.ts";
import { objectKey, type Scene } from "../scene.ts";
import type { Workload } from "../workloads.ts";

/** What lies in a folder of a workload's containers. */
export interface MountedFiles {
  readonly files: ReadonlySet<string>;
  /** Only the cluster knows all that is in it. */
  readonly isOpen: boolean;
}

/** The files that a workload has in a folder; undefined when nothing is mounted there. */
export function findMountedFiles(
  scene: Scene,
  workload: Workload,
  folder: string,
): MountedFiles | undefined {
  for (const { spec } of workload.containers) {
    const mounts = asList(spec["volumeMounts"]);
    const mount = mounts.find(
      (each) => trimSlash(textOf(valueAt(each, "mountPath"))) === trimSlash(folder),
    );
    const name = textOf(valueAt(mount, "name"));
    if (mount !== undefined && name !== undefined) return readVolume(scene, workload, name);
  }
  return undefined;
}

/** A path without a slash at its end. */
export function trimSlash(path = ""): string {
  return path.length > 1 ? path.replace(/\/+$/u, "") : path;
}

const unknown: MountedFiles = { files: new Set(), isOpen: true };

/** The files that a volume of a workload brings. */
export function readVolume(scene: Scene, workload: Workload, name: string): MountedFiles {
  const volumes = asList(workload.pod["volumes"]);
  const volume = volumes.find((each) => valueAt(each, "name") === name);
  const projected = asList(valueAt(volume, "projected", "sources"));
  const sources = projected.length > 0 ? projected : [volume ?? {}];
  const parts = sources.map((source) => readSource(scene, workload, source));
  return {
    files: new Set(parts.flatMap(({ files }) => [...files])),
    isOpen: parts.some(({ isOpen }) => isOpen),
  };
}

function readSource(scene: Scene, workload: Workload, source: Value): MountedFiles {
  const secret = valueAt(source, "secret");
  if (secret !== undefined) {
    const name = textOf(valueAt(secret, "secretName")) ?? textOf(valueAt(secret, "name")) ?? "";
    return readKeys(scene, objectKey("/Secret", workload.namespace, name), secret);
  }
  const map = valueAt(source, "configMap");
  if (map === undefined) return unknown;
  const name = textOf(valueAt(map, "name")) ?? "";
  return readKeys(scene, objectKey("/ConfigMap", workload.namespace, name), map);
}

function readKeys(scene: Scene, key: string, source: Value): MountedFiles {
  const items = asList(valueAt(source, "items")).map((item) => textOf(valueAt(item, "path")));
  const paths = items.filter((path) => path !== undefined);
  if (paths.length > 0) return { files: new Set(paths), isOpen: false };
  const makers = scene.keyedObjects.get(key);
  if (makers === undefined) return unknown;
  return {
    files: new Set(makers.flatMap(({ keys }) => [...keys])),
    isOpen: makers.some(({ isOpen, isGuest }) => isOpen || isGuest),
  };
}

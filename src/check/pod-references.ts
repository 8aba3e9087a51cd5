import { pointerTo } from "../model/json-pointer.ts";
import { asList, type Value } from "../model/value.ts";
import { textOf, valueAt } from "./read-value.ts";
import type { Reference } from "./reference.ts";
import type { Workload } from "./workloads.ts";

type Part = Omit<Reference, "from" | "namespace">;

/** Every Secret, ConfigMap, ServiceAccount and claim that a workload's pods name. */
export function readPodReferences(workload: Workload): readonly Reference[] {
  const { pod, pointer, manifest, namespace } = workload;
  const parts = [
    ...workload.containers.flatMap(({ spec, pointer: at }) => [
      ...readEnv(spec["env"], pointerTo(at, "env")),
      ...readEnvFrom(spec["envFrom"], pointerTo(at, "envFrom")),
    ]),
    ...readVolumes(pod["volumes"], pointerTo(pointer, "volumes")),
    ...readPullSecrets(pod["imagePullSecrets"], pointerTo(pointer, "imagePullSecrets")),
    ...readAccount(pod["serviceAccountName"], pointerTo(pointer, "serviceAccountName")),
  ];
  return parts.map((part) => ({ ...part, from: manifest, namespace }));
}

/** The pull secrets in a list of `{ name }`. */
export function readPullSecrets(list: Value | undefined, base: string): readonly Part[] {
  return asList(list).flatMap((entry, index) => {
    const name = textOf(valueAt(entry, "name"));
    const pointer = pointerTo(base, index, "name");
    return name === undefined
      ? []
      : [{ type: "/Secret", name, keys: [], isOptional: false, pointer }];
  });
}

function readAccount(value: Value | undefined, pointer: string): readonly Part[] {
  const name = textOf(value);
  if (name === undefined) return [];
  return [{ type: "/ServiceAccount", name, keys: [], isOptional: false, pointer }];
}

function readEnv(list: Value | undefined, base: string): readonly Part[] {
  return asList(list).flatMap((entry, index) => {
    const from = valueAt(entry, "valueFrom");
    const at = pointerTo(base, index, "valueFrom");
    return [
      ...keyPart("/Secret", valueAt(from, "secretKeyRef"), pointerTo(at, "secretKeyRef")),
      ...keyPart("/ConfigMap", valueAt(from, "configMapKeyRef"), pointerTo(at, "configMapKeyRef")),
    ];
  });
}

function keyPart(type: string, ref: Value | undefined, at: string): readonly Part[] {
  const name = textOf(valueAt(ref, "name"));
  const key = textOf(valueAt(ref, "key"));
  if (name === undefined) return [];
  const keys = key === undefined ? [] : [{ key, pointer: pointerTo(at, "key") }];
  return [{ type, name, keys, isOptional: isOptional(ref), pointer: pointerTo(at, "name") }];
}

function readEnvFrom(list: Value | undefined, base: string): readonly Part[] {
  return asList(list).flatMap((entry, index) => {
    const at = pointerTo(base, index);
    return [
      ...keyPart("/Secret", valueAt(entry, "secretRef"), pointerTo(at, "secretRef")),
      ...keyPart("/ConfigMap", valueAt(entry, "configMapRef"), pointerTo(at, "configMapRef")),
    ];
  });
}

function readVolumes(list: Value | undefined, base: string): readonly Part[] {
  return asList(list).flatMap((volume, index) => {
    const at = pointerTo(base, index);
    const claim = textOf(valueAt(volume, "persistentVolumeClaim", "claimName"));
    const claimAt = pointerTo(at, "persistentVolumeClaim", "claimName");
    return [
      ...readSources(volume, at),
      ...asList(valueAt(volume, "projected", "sources")).flatMap((source, sourceIndex) =>
        readSources(source, pointerTo(at, "projected", "sources", sourceIndex)),
      ),
      ...keyPart("/Secret", valueAt(volume, "csi", "nodePublishSecretRef"), pointerTo(at, "csi")),
      ...(claim === undefined
        ? []
        : [
            {
              type: "/PersistentVolumeClaim",
              name: claim,
              keys: [],
              isOptional: false,
              pointer: claimAt,
            },
          ]),
    ];
  });
}

function readSources(source: Value, at: string): readonly Part[] {
  return [
    ...filesPart("/Secret", valueAt(source, "secret"), pointerTo(at, "secret")),
    ...filesPart("/ConfigMap", valueAt(source, "configMap"), pointerTo(at, "configMap")),
  ];
}

/** A volume calls a Secret's name `secretName`, a projected source `name`. */
function filesPart(type: string, source: Value | undefined, at: string): readonly Part[] {
  const nameKey = valueAt(source, "secretName") === undefined ? "name" : "secretName";
  const name = textOf(valueAt(source, nameKey));
  if (name === undefined) return [];
  const keys = asList(valueAt(source, "items")).flatMap((entry, index) => {
    const key = textOf(valueAt(entry, "key"));
    return key === undefined ? [] : [{ key, pointer: pointerTo(at, "items", index, "key") }];
  });
  return [{ type, name, keys, isOptional: isOptional(source), pointer: pointerTo(at, nameKey) }];
}

function isOptional(ref: Value | undefined): boolean {
  return valueAt(ref, "optional") === true;
}

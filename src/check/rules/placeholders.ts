import type { Finding } from "../../model/finding.ts";
import { pointerTo } from "../../model/json-pointer.ts";
import type { Link } from "../../model/link.ts";
import type { Manifest } from "../../model/manifest.ts";
import { asList, isMap } from "../../model/value.ts";
import { configMapKey } from "../config-map-readers.ts";
import { findMountedFiles, type MountedFiles } from "../connect/mounted-files.ts";
import { objectName, placeIn } from "../object-name.ts";
import { textOf, valueAt } from "../read-value.ts";
import type { LinkedScene, RuleResult } from "../rule.ts";
import type { Workload } from "../workloads.ts";

/** Where Kafka's providers take a value from: a file in a folder, or a property in a file. */
const placeholder = /\$\{(directory|file):([^:}]+):([^}]+)\}/gu;
const codeFile = /\.(sh|m?[jt]s|py|md|txt)$/u;

interface Use {
  readonly manifest: Manifest;
  readonly pointer: string;
  readonly text: string;
  readonly workloads: readonly Workload[];
}

/** Each `${directory:…}` and `${file:…}` names a file that whoever fills it in has mounted. */
export function checkPlaceholders(scene: LinkedScene): RuleResult {
  const results = [...usesInPods(scene), ...usesInConfigMaps(scene)].flatMap((use) => {
    const found = new Map([...use.text.matchAll(placeholder)].map((match) => [match[0], match]));
    return [...found.values()].flatMap(([whole, provider = "", path = "", key = ""]) =>
      use.workloads.map((workload) =>
        check({ scene, use, workload }, { whole, provider, path, key }),
      ),
    );
  });
  return {
    findings: results.flatMap(({ findings }) => findings),
    links: results.flatMap(({ links }) => links ?? []),
  };
}

function usesInPods({ workloads }: LinkedScene): readonly Use[] {
  return workloads.flatMap((workload) =>
    workload.containers.flatMap(({ spec, pointer }) =>
      asList(spec["env"]).flatMap((entry, index) => {
        const text = textOf(valueAt(entry, "value")) ?? "";
        if (!isUse(text)) return [];
        const at = pointerTo(pointer, "env", index, "value");
        return [{ manifest: workload.manifest, pointer: at, text, workloads: [workload] }];
      }),
    ),
  );
}

function usesInConfigMaps(scene: LinkedScene): readonly Use[] {
  const connectors = new Map(
    scene.connectors.map((each) => [`${configMapKey(each.manifest)}${each.pointer}`, each]),
  );
  return scene.manifests.flatMap((manifest) => {
    const data = manifest.body["data"];
    if (manifest.identity.kind !== "ConfigMap" || !isMap(data)) return [];
    return Object.entries(data).flatMap(([name, text]) => {
      if (typeof text !== "string" || codeFile.test(name) || !isUse(text)) return [];
      const pointer = pointerTo("/data", name);
      const connector = connectors.get(`${configMapKey(manifest)}${pointer}`);
      const workers = connector?.workers.map(({ workload }) => workload);
      const workloads = workers ?? scene.readers.get(configMapKey(manifest)) ?? [];
      return [{ manifest, pointer, text, workloads }];
    });
  });
}

function isUse(text: string): boolean {
  return text.includes("${directory:") || text.includes("${file:");
}

interface Asked {
  readonly scene: LinkedScene;
  readonly use: Use;
  readonly workload: Workload;
}

interface Placeholder {
  readonly whole: string;
  readonly provider: string;
  readonly path: string;
  readonly key: string;
}

function check({ scene, use, workload }: Asked, asked: Placeholder): RuleResult {
  const { folder, file } = locate(asked);
  const mounted = findMountedFiles(scene, workload, folder);
  const to = objectName(workload.manifest.identity);
  const link = { from: placeIn(use.manifest, use.pointer), names: asked.whole, to };
  const isThere = mounted?.files.has(file) === true;
  // What is inside a file is never in the render.
  if (isThere && asked.provider === "directory") return held({ ...link, verdict: "ok" });
  if (isThere || mounted?.isOpen === true) return held({ ...link, verdict: "unverifiable" });
  return missing(
    { ...link, verdict: "missing" },
    { name: workload.manifest.identity.name, folder, file, mounted },
  );
}

interface Missing {
  readonly name: string;
  readonly folder: string;
  readonly file: string;
  readonly mounted: MountedFiles | undefined;
}

function missing(link: Link, { name, folder, file, mounted }: Missing): RuleResult {
  const what =
    mounted === undefined ? `mounts nothing at ${folder}` : `${folder} has no file ${file}`;
  const there = [...(mounted?.files ?? [])].toSorted().join(", ");
  const finding: Finding = {
    code: "LINK_PLACEHOLDER",
    level: "error",
    at: link.from,
    says: `${name} fills in ${link.names}, and ${what}`,
    fix: "mount the Secret there, or correct the path",
    ...(there === "" ? {} : { notes: [`there is  ${there}`] }),
  };
  return { findings: [finding], links: [link] };
}

function held(link: Link): RuleResult {
  return { findings: [], links: [link] };
}

function locate({ provider, path, key }: Placeholder): {
  readonly folder: string;
  readonly file: string;
} {
  if (provider === "directory") return { folder: path, file: key };
  const slash = path.lastIndexOf("/");
  return { folder: path.slice(0, slash), file: path.slice(slash + 1) };
}

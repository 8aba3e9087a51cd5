import { asList } from "../model/value.ts";
import { configMapKey } from "./config-map-readers.ts";
import { textOf, valueAt } from "./read-value.ts";
import type { LinkedScene } from "./rule.ts";
import type { Container, Workload } from "./workloads.ts";

/** Where an AWS client gets its keys from, or that it asks someone else than AWS. */
const otherSource =
  /^AWS_(?:ACCESS_KEY|SECRET_ACCESS_KEY|PROFILE|SHARED_CREDENTIALS_FILE|CONFIG_FILE|ROLE_ARN|WEB_IDENTITY_TOKEN_FILE|CONTAINER_|ENDPOINT_URL)/u;
const keySetting = /access[._-]?key|credentials[._-]provider[._-]class/iu;

/**
 * Whether a workload asks AWS as its ServiceAccount alone: an SDK has a region, and neither keys nor another
 * service's address are anywhere in sight.
 */
export function asksAsItsAccount(scene: LinkedScene, workload: Workload): boolean {
  return (
    workload.containers.some((container) => hasRegion(container)) &&
    !workload.containers.some((container) => hasOtherSource(container)) &&
    !isToldKeys(scene, workload)
  );
}

function hasRegion(container: Container): boolean {
  return variablesOf(container).some((name) => /^AWS_(?:DEFAULT_)?REGION$/u.test(name));
}

function hasOtherSource(container: Container): boolean {
  const { spec } = container;
  const mounts = asList(spec["volumeMounts"]).map((each) => textOf(valueAt(each, "mountPath")));
  return (
    spec["envFrom"] !== undefined ||
    variablesOf(container).some((name) => otherSource.test(name)) ||
    mounts.some((path) => /\/\.aws(?:\/|$)/u.test(path ?? ""))
  );
}

function variablesOf({ spec }: Container): readonly string[] {
  return asList(spec["env"]).map((entry) => textOf(valueAt(entry, "name")) ?? "");
}

/** Keys, or a way to them, in a connector of the worker or in a text that the workload reads. */
function isToldKeys({ connectors, manifests, readers }: LinkedScene, workload: Workload): boolean {
  const own = connectors.filter(({ workers }) => workers.some((w) => w.workload === workload));
  if (own.some(({ config }) => config.keys().some((key) => keySetting.test(key)))) return true;
  const read = manifests.filter(
    (manifest) =>
      manifest.identity.kind === "ConfigMap" &&
      readers.get(configMapKey(manifest))?.includes(workload) === true,
  );
  return read.some(({ body }) => keySetting.test(JSON.stringify(body["data"] ?? {})));
}

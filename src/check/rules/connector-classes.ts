import { distance } from "fastest-levenshtein";
import type { Finding } from "../../model/finding.ts";
import { asList } from "../../model/value.ts";
import type { ConnectWorker } from "../connect/connect-worker.ts";
import { otherClasses, stockClasses } from "../connect/connector-classes.ts";
import type { Connector } from "../connect/read-connectors.ts";
import { placeIn } from "../object-name.ts";
import { textOf, valueAt } from "../read-value.ts";
import type { LinkedScene, RuleResult } from "../rule.ts";

/** Debezium's own image by its own tags; what else bears its name may hold more. */
const stockImage =
  /^(?:quay\.io\/|docker\.io\/)?debezium\/connect:\d+\.\d+(?:\.\d+\.(?:Final|(?:Alpha|Beta|CR)\d+))?(?:@|$)/u;
/** Debezium's and Kafka's own classes may come with a version that is not known here. */
const ownClasses = /^(?:io\.debezium|org\.apache\.kafka)\./u;

/** Each connector is of a class that the image of its workers has. What other images have is not known. */
export function checkConnectorClasses(scene: LinkedScene): RuleResult {
  return { findings: scene.connectors.flatMap((connector) => check(connector)) };
}

function check(connector: Connector): readonly Finding[] {
  const name = connector.config.get("connector.class") ?? "";
  // Connect also takes a class by its last name alone.
  if (!/^[\w$]+(?:\.[\w$]+)+$/u.test(name) || stockClasses.includes(name)) return [];
  const meant = findMeant(name);
  if (meant !== undefined)
    return [describe(connector, `there is no class ${name}`, `did you mean ${meant}?`)];
  const image = lackingImage(connector);
  if (image === undefined || ownClasses.test(name)) return [];
  const fix = "use an image that has the plugin, or bring it and set CONNECT_PLUGIN_PATH";
  return [describe(connector, `${image} has no plugin with class ${name}`, fix)];
}

/** The class that a mistyped one means: at most three letters lie between them. */
function findMeant(name: string): string | undefined {
  if (otherClasses.includes(name)) return undefined;
  return [...stockClasses, ...otherClasses].find((known) => distance(known, name) <= 3);
}

/** The stock image, where every worker runs it as it is. */
function lackingImage({ workers }: Connector): string | undefined {
  if (!workers.every((worker) => hasStockPlugins(worker))) return undefined;
  return textOf(workers[0]?.container.spec["image"]);
}

/** A worker of the stock image that nobody gives further plugins: no path to them, none mounted beside the stock ones. */
function hasStockPlugins({ container }: ConnectWorker): boolean {
  const { spec } = container;
  const variables = asList(spec["env"]).map((each) => textOf(valueAt(each, "name")) ?? "");
  const mounts = asList(spec["volumeMounts"]).map((each) => textOf(valueAt(each, "mountPath")));
  return (
    stockImage.test(textOf(spec["image"]) ?? "") &&
    spec["command"] === undefined &&
    spec["args"] === undefined &&
    spec["envFrom"] === undefined &&
    !variables.some((each) => /PLUGIN|^CLASSPATH$/u.test(each)) &&
    !mounts.some((path) => /^\/kafka\/?$|^\/kafka\/(?:connect|libs)(?:\/|$)/u.test(path ?? ""))
  );
}

function describe({ name, manifest, pointer }: Connector, says: string, fix: string): Finding {
  return {
    code: "LINK_CONNECTOR_CLASS",
    level: "error",
    at: placeIn(manifest, pointer),
    says: `connector ${name}: ${says}`,
    fix,
  };
}

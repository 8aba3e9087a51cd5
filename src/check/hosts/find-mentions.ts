import type { Entry, Family, Mention } from "./mention.ts";

/** What a URL's scheme speaks and which port it means when it names none. */
const schemes: Readonly<Record<string, readonly [Family | undefined, number | undefined]>> = {
  http: ["http", 80],
  https: ["http", 443],
  ws: ["http", 80],
  wss: ["http", 443],
  postgres: ["postgres", 5432],
  postgresql: ["postgres", 5432],
  plaintext: ["kafka", undefined],
  ssl: ["kafka", undefined],
  sasl_plaintext: ["kafka", undefined],
  sasl_ssl: ["kafka", undefined],
  kafka: ["kafka", undefined],
  redis: [undefined, 6379],
  rediss: [undefined, 6379],
  amqp: [undefined, 5672],
  amqps: [undefined, 5671],
  mysql: [undefined, 3306],
  mariadb: [undefined, 3306],
  mongodb: [undefined, 27017],
  nats: [undefined, 4222],
  ldap: [undefined, 389],
  ldaps: [undefined, 636],
  grpc: [undefined, undefined],
  grpcs: [undefined, undefined],
  tcp: [undefined, undefined],
  tls: [undefined, undefined],
  "pekko.tcp": [undefined, undefined],
  "akka.tcp": [undefined, undefined],
};

const url =
  /(?<![A-Za-z0-9+._-])([A-Za-z][A-Za-z0-9+._-]{0,30}):\/\/((?:\$\{[^}]*\}|\$\([^)]*\)|[^\s/?#,"'`<>()[\]{}|;\\])*)((?:,[A-Za-z0-9.-]+:\d{1,5})*)/gu;
const hostPort = /(?<![\w.@/:$%-])([A-Za-z0-9][A-Za-z0-9.-]*):(\d{2,5})(?![\w.:-]|\/\d)/gu;
const hostName =
  /^(?=.{1,253}$)[a-z0-9]([-a-z0-9]*[a-z0-9])?(\.[a-z0-9]([-a-z0-9]*[a-z0-9])?)*\.?$/iu;
const addressKey =
  /bootstrap|brokers?$|servers?$|(?<!local)host(name)?s?$|addr(ess(es)?)?$|endpoints?$|ur[il]s?$|dsn$|targets?$|peers?$|seeds?$|upstreams?$/iu;
const clusterName = /\.svc(\.[a-z0-9.-]+)?\.?$/iu;
const kafkaKey = /bootstrap|brokers?$/iu;
/** Names that mean the reader itself, and hosts that stand in names of schemas and never are called. */
const nobody =
  /^(localhost|127\.\d+\.\d+\.\d+|0\.0\.0\.0|host\.docker\.internal|www\.w3\.org|json-schema\.org|(.*\.)?xml\.org|java\.sun\.com|xmlns\..*)$/iu;

/** Every host that one value names. */
export function findMentions(entry: Entry): readonly Mention[] {
  const { key, text } = entry;
  if (/image|registry$|tag$|digest|version|user$|owner/iu.test(key)) return [];
  const urls = [...text.matchAll(url)].flatMap((found) => readUrl(found));
  const rest = urls.length === 0 ? text : text.replaceAll(url, " ");
  const mentions = [...urls, ...readPairs(key, rest), ...readHost(entry, rest)];
  return mentions.filter(({ host }) => isHost(host));
}

function isHost(host: string): boolean {
  return hostName.test(host) && !nobody.test(host) && !/^\d+$/u.test(host);
}

function readUrl(found: readonly (string | undefined)[]): readonly Mention[] {
  const [, scheme = "", authority = "", more = ""] = found;
  const known = schemes[scheme.toLowerCase()];
  const [family, defaultPort] = known ?? [];
  const isCertain = known !== undefined;
  const hosts = [authority.slice(authority.lastIndexOf("@") + 1), ...more.split(",").slice(1)];
  return hosts.flatMap((each) => {
    const [host = "", port, ...others] = each.split(":");
    const isPort = port === undefined || /^\d{1,5}$/u.test(port);
    if (others.length > 0 || !isPort) return [];
    return [{ host, port: port === undefined ? defaultPort : Number(port), family, isCertain }];
  });
}

function readPairs(key: string, text: string): readonly Mention[] {
  if (!text.includes(":")) return [];
  const found = [...text.matchAll(hostPort)].map(([, host = "", port]) => ({
    host,
    port: Number(port),
  }));
  const isList =
    addressKey.test(key) &&
    text
      .replaceAll(hostPort, "")
      .trim()
      .replaceAll(/[,;\s]/gu, "") === "";
  const family = kafkaKey.test(key) ? "kafka" : undefined;
  return found
    .filter(({ port }) => port <= 65_535)
    .map((pair) => ({ ...pair, family, isCertain: isList || clusterName.test(pair.host) }));
}

/** A value that is nothing but a host: with its port beside it, or in the cluster's own form. */
function readHost({ key, port }: Entry, text: string): readonly Mention[] {
  const host = text.trim();
  if (!hostName.test(host)) return [];
  if (clusterName.test(host)) return [{ host, port, family: undefined, isCertain: true }];
  if (port === undefined || !addressKey.test(key)) return [];
  return [{ host, port, family: undefined, isCertain: true }];
}

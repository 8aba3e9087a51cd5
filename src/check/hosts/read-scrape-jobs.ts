import { load } from "js-yaml";
import type { Entry } from "./mention.ts";
import { readConfigText } from "./read-config-text.ts";

/** The addresses of one scrape job; `via` is the exporter that asks them on Prometheus' behalf. */
export interface ScrapeJob {
  readonly entries: readonly Entry[];
  readonly via?: string;
}

/** The jobs of a Prometheus configuration, and all else in it as one more; undefined for other texts. */
export function readScrapeJobs(text: string): readonly ScrapeJob[] | undefined {
  if (!text.includes("scrape_configs:")) return undefined;
  const root = fieldsOf(tryLoad(text));
  const jobs = root.get("scrape_configs");
  if (!Array.isArray(jobs)) return undefined;
  const rest = Object.fromEntries([...root].filter(([key]) => key !== "scrape_configs"));
  return [
    { entries: readConfigText("targets", JSON.stringify(rest)) },
    ...jobs.map((job: unknown) => readJob(job)),
  ];
}

function readJob(job: unknown): ScrapeJob {
  const fields = fieldsOf(job);
  const via = listAt(fields, "relabel_configs")
    .map((rule) => fieldsOf(rule))
    .filter((rule) => rule.get("target_label") === "__address__")
    .map((rule) => rule.get("replacement"))
    .find((replacement) => typeof replacement === "string");
  const entries = [...readConfigText("targets", JSON.stringify(job)), ...readLookups(fields)];
  return typeof via === "string" ? { entries, via } : { entries };
}

/** Names that are looked up, with the port that is asked at each address found. */
function readLookups(fields: ReadonlyMap<string, unknown>): readonly Entry[] {
  return listAt(fields, "dns_sd_configs").flatMap((each) => {
    const lookup = fieldsOf(each);
    const port = lookup.get("port");
    const names = listAt(lookup, "names").filter((name) => typeof name === "string");
    return typeof port === "number"
      ? names.map((name) => ({ key: "targets", text: `${name}:${port}` }))
      : [];
  });
}

function tryLoad(text: string): unknown {
  try {
    return load(text);
  } catch {
    return undefined;
  }
}

function fieldsOf(value: unknown): ReadonlyMap<string, unknown> {
  return new Map(typeof value === "object" && value !== null ? Object.entries(value) : []);
}

function listAt(fields: ReadonlyMap<string, unknown>, key: string): readonly unknown[] {
  const list = fields.get(key);
  return Array.isArray(list) ? list : [];
}

import { dump, load } from "js-yaml";
import { beforeAll, describe, expect, test } from "vitest";
import { hasPrograms } from "../../../src/host/test-programs.ts";
import { asMap, asText, type ValueMap } from "../../../src/model/value.ts";
import { readYaml } from "../render-chart.ts";
import { at } from "../rendered.ts";
import { promtool, renderWatched, selectorOf, type Watched } from "./watched.ts";

const hasPromtool = hasPrograms("promtool");
const cases = asMap(at(readYaml("tests/chart/monitoring/alerts.yaml"), "alerts"));
let watched: Watched;

beforeAll(async () => {
  watched = await renderWatched();
});

describe("rules", () => {
  test.runIf(hasPromtool)("promtool accepts them", async () => {
    const files = { "rules.yml": dump({ groups: watched.groups }) };
    expect(await promtool(files, "check", "rules", "rules.yml")).toBe("");
  });

  test("both modes have the same", () => {
    const file = asMap(load(watched.standalone.file("dp-prometheus-config", "rules.yml")));
    expect(file["groups"]).toEqual(watched.groups);
  });

  test("each alert has series that make it fire and series that leave it silent", () => {
    const alerts = watched.rules.map((rule) => asText(rule["alert"]));
    expect(Object.keys(cases).toSorted()).toEqual([...new Set(alerts)].toSorted());
  });

  test.runIf(hasPromtool)("each alert fires when it must and is silent else", async () => {
    const files = {
      "rules.yml": dump({ groups: watched.groups }),
      "test.yml": dump(unitTests()),
    };
    expect(await promtool(files, "test", "rules", "test.yml")).toBe("");
  });

  test.runIf(hasPromtool)("a rule that does not fire is noticed", async () => {
    const files = {
      "none.yml": dump({ groups: [] }),
      "test.yml": dump({ ...unitTests(), rule_files: ["none.yml"] }),
    };
    expect(await promtool(files, "test", "rules", "test.yml")).toContain("ConnectionDown");
  });

  test("jobs that they name are scraped", () => {
    const jobs = watched.rules.flatMap((rule) =>
      [...asText(rule["expr"]).matchAll(/job="([^"]+)"/gu)].map(([, job = ""]) => job),
    );
    const scraped = watched.monitors.map((monitor) =>
      asText(at(selectorOf(monitor), "app.kubernetes.io/name")),
    );
    expect(jobs.filter((job) => !scraped.includes(job))).toEqual([]);
  });

  test("nothing is left that should have been filled in", () => {
    expect(JSON.stringify(watched.groups)).not.toMatch(/\$[A-Z]/u);
  });
});

/** promtool's own form of the cases: two tests for each alert, with the real rules. */
function unitTests(): ValueMap {
  const tests = Object.entries(cases).flatMap(([alert, value]) => {
    const { fires = [], silent = [], labels, after = "" } = asMap(value);
    const name = `alertname="${alert}", alertstate="firing"`;
    const pairs = Object.entries(asMap(labels)).map(
      ([label, text]) => `${label}="${asText(text)}"`,
    );
    const fired = { labels: `ALERTS{${[name, ...pairs].join(", ")}}`, value: 1 };
    const expr = `ALERTS{${name}}`;
    const ask = (samples: readonly ValueMap[]) => [
      { expr, eval_time: after, exp_samples: samples },
    ];
    return [
      { interval: "1m", input_series: fires, promql_expr_test: ask([fired]) },
      { interval: "1m", input_series: silent, promql_expr_test: ask([]) },
    ];
  });
  return { rule_files: ["rules.yml"], evaluation_interval: "1m", tests };
}

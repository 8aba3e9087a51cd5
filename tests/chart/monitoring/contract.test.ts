import { beforeAll, describe, expect, test } from "vitest";
import { asList, asMap, asText } from "../../../src/model/value.ts";
import { readYaml } from "../render-chart.ts";
import { at } from "../rendered.ts";
import { groupingsIn, metricsIn } from "./promql.ts";
import { renderWatched, type Watched } from "./watched.ts";

/** Labels that every target has. */
const own = ["namespace", "pod", "job", "instance"];
let watched: Watched;

beforeAll(async () => {
  watched = await renderWatched();
});

describe("the metric contract", () => {
  test("rules and dashboard use only metrics and labels that some exporter gives", () => {
    const strange = watched.expressions.flatMap((expression) =>
      metricsIn(expression).flatMap(({ metric, labels }) => {
        const given = [...own, ...asList(asMap(watched.contract[metric])["labels"])];
        const wrong = labels.filter((label) => !given.includes(label));
        return metric in watched.contract && wrong.length === 0 ? [] : [{ metric, wrong }];
      }),
    );
    expect(strange).toEqual([]);
  });

  test("they group only by labels that the metrics have", () => {
    const strange = watched.expressions.flatMap((expression) => {
      const given = metricsIn(expression).flatMap(({ metric }) =>
        asList(asMap(watched.contract[metric])["labels"]),
      );
      return groupingsIn(expression).filter((label) => ![...own, ...given].includes(label));
    });
    expect(strange).toEqual([]);
  });

  test("every expression asks for one namespace", () => {
    const uses = watched.expressions.flatMap(metricsIn);
    expect(uses.filter(({ labels }) => !labels.includes("namespace"))).toEqual([]);
  });

  test("no metric stands in it that nobody uses", () => {
    const used = new Set(watched.expressions.flatMap(metricsIn).map(({ metric }) => metric));
    const extra = Object.keys(watched.contract).filter((metric) => !used.has(metric));
    expect(extra).toEqual(["kafka_connect_connector_status"]);
  });

  test("metrics of Connect and Debezium are what the JMX rules make", () => {
    const jmx = asList(at(readYaml("charts/data-platform/files/jmx/connect.yaml"), "rules"));
    const names = jmx.map((rule) => asText(asMap(rule)["name"]));
    const patterns = names.map(
      (name) => new RegExp(`^${name.replaceAll(/\$\d/gu, "[a-z_]+")}$`, "u"),
    );
    const ofJmx = Object.keys(watched.contract).filter(
      (it) => asMap(watched.contract[it])["exporter"] === "jmx",
    );
    expect(ofJmx.length).toBeGreaterThan(0);
    expect(ofJmx.filter((metric) => !patterns.some((it) => it.test(metric)))).toEqual([]);
  });
});

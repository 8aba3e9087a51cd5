import { expect, test } from "vitest";
import type { Finding } from "../../model/finding.ts";
import { checkManifests } from "../check-manifests.ts";
import { manifestsOf } from "../test-manifests.ts";
import { platform, type Platform } from "./test-platform.ts";

function check(changes?: Platform): readonly Finding[] {
  return checkManifests(manifestsOf(platform(changes)), { environment: "dev" }).findings;
}

test("connectors whose keys, secrets and topics are right have no finding", () => {
  expect(check()).toEqual([]);
});

test("what a connector fills in is looked for where its worker mounts it", () => {
  const { links } = checkManifests(manifestsOf(platform()), { environment: "dev" });
  expect(links).toContainEqual({
    from: { object: "ConfigMap shop/source-connectors", pointer: "/data/source.json" },
    names: "${directory:/etc/platform/database:password}",
    verdict: "ok",
    to: "Deployment shop/source",
  });
});

const sourceFaults: readonly (readonly [string, string, string])[] = [
  ["database.server.name", "shop", "use topic.prefix"],
  ["bootstrap.servers", "x:9092", "worker's setting"],
  ["slot.nam", "a", "did you mean slot.name?"],
  ["heartbeat.interval.ms", "10s", "must be a whole number"],
  ["transforms.unwrap.drop.tombstones", "false", "use delete.tombstone.handling.mode"],
  ["transforms.unwrap.add.field", "op", "did you mean transforms.unwrap.add.fields?"],
  ["transforms", "unwrap,route", "transform route has no type"],
];

test.each(sourceFaults)("a source with %s = %s is found", (key, value, names) => {
  const findings = check({ source: { [key]: value } }).filter(
    ({ code }) => code === "SCHEMA_CONNECTOR",
  );
  expect(JSON.stringify(findings)).toContain(names);
});

test("a sink that would stop at its first task is found", () => {
  const changes = { locale: "", "topics.regex": "cdc.*" };
  const says = check({ sink: changes }).map((finding) => finding.says);
  expect(says).toContain("connector sink: locale is missing");
  expect(says).toContain("connector sink: a sink takes either topics or topics.regex");
});

test("a placeholder for a file that the worker does not mount is found", () => {
  const wrong = check({
    source: { "database.password": "${directory:/etc/platform/database:pass}" },
  });
  expect(wrong).toMatchObject([
    {
      code: "LINK_PLACEHOLDER",
      notes: ["there is  password, username"],
      at: { pointer: "/data/source.json" },
    },
  ]);
  const nowhere = check({
    source: { "database.password": "${file:/opt/kafka/db.properties:password}" },
  });
  expect(nowhere).toMatchObject([{ code: "LINK_PLACEHOLDER" }]);
});

test("two Connect clusters with one group are found, topic by topic", () => {
  const findings = check({ sinkGroup: "connect-source" });
  expect(findings.map(({ code }) => code)).toEqual(
    Array.from({ length: 4 }, () => "LINK_CONNECT_SHARED"),
  );
});

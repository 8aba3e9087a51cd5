import { expect, test } from "vitest";
import { checkManifests } from "../check-manifests.ts";
import { platform } from "../connect/test-platform.ts";
import { manifestsOf } from "../test-manifests.ts";

const source = { "slot.name": "orders" };

/** What is found where the database is told this, and a second connector captures from it too. */
function found(words: string, second: Readonly<Record<string, string>> = {}): readonly string[] {
  const text = platform({ source }).replace(
    "containers: [{ name: c, ports: [{ containerPort: 5432 }]",
    `containers: [{ name: c, args: [${words}], ports: [{ containerPort: 5432 }]`,
  );
  const documents = text.split("\n---\n").map((document) => {
    if (!document.includes("name: source-connectors }, data:")) return document;
    const [, json = ""] = /"source\.json":("(?:[^"\\]|\\.)*")/u.exec(document) ?? [];
    const config: unknown = JSON.parse(String(JSON.parse(json)));
    const other = JSON.stringify(JSON.stringify({ ...Object(config), ...second }));
    return document.replace('{"source.json"', `{"second.json":${other},"source.json"`);
  });
  return checkManifests(manifestsOf(documents.join("\n---\n")), { environment: "dev" })
    .findings.filter(({ code }) => code.startsWith("LINK_SLOT"))
    .map(({ code, at, says }) => `${code} ${at.pointer ?? ""} ${says}`);
}

const other = { "slot.name": "stock" };

test.each([
  [
    "postgres, -c, max_replication_slots=1, -c, max_wal_senders=10",
    "LINK_SLOTS /spec/containers/0/args/2 db has max_replication_slots 1, and connectors hold 2 slots: stock, orders",
  ],
  [
    "postgres, --max-wal-senders=1",
    "LINK_SLOTS /spec/containers/0/args/1 db has max_wal_senders 1, and connectors hold 2 slots: stock, orders",
  ],
  [
    "postgres, -cwal_level=replica",
    "LINK_SLOTS /spec/containers/0/args/1 db has wal_level replica, which serves no connector's slot",
  ],
])("a database that cannot serve its connectors is found: %s", (words, finding) => {
  expect(found(words, other)).toEqual([finding]);
});

test("a slot that two connectors hold is found", () => {
  expect(found("postgres")).toEqual([
    "LINK_SLOT_SHARED /data/source.json connectors second and source both hold slot orders of db",
  ]);
});

test.each([
  "postgres",
  "postgres, -c, max_replication_slots=1, -c, max_replication_slots=2",
  "postgres, -c, max_wal_senders=2, -c, wal_level=logical",
  'postgres, -c, "max_replication_slots=$(SLOTS)"',
])("a database that serves its connectors has no finding: %s", (words) => {
  expect(found(words, other)).toEqual([]);
});

test("a slot of the same name on another server is another slot", () => {
  expect(found("postgres", { "database.hostname": "db.example.org" })).toEqual([]);
});

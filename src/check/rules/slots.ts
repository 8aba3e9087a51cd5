import type { Finding } from "../../model/finding.ts";
import { pointerTo } from "../../model/json-pointer.ts";
import { asList } from "../../model/value.ts";
import type { Connector } from "../connect/read-connectors.ts";
import { placeIn } from "../object-name.ts";
import type { LinkedScene, RuleResult } from "../rule.ts";
import type { Workload } from "../workloads.ts";

const debezium = "io.debezium.connector.postgresql.PostgresConnector";

/** A connector that holds a replication slot of a server of the render. */
interface Holder {
  readonly connector: Connector;
  readonly slot: string;
  readonly server: Workload;
}

/** Each PostgreSQL of the render has the slots and senders that its connectors take, and no two take the same slot. */
export function checkSlots(scene: LinkedScene): RuleResult {
  const holders = scene.connectors.flatMap((connector) => holdersOf(scene, connector));
  const servers = Map.groupBy(holders, ({ server }) => server);
  return {
    findings: [...servers].flatMap(([server, held]) => {
      const slots = Map.groupBy(held, ({ slot }) => slot);
      return [
        ...checkServer(server, [...slots.keys()]),
        ...[...slots].flatMap(([slot, sharing]) => shared(slot, sharing)),
      ];
    }),
  };
}

function holdersOf({ connections }: LinkedScene, connector: Connector): readonly Holder[] {
  const { config, manifest, pointer } = connector;
  if (config.get("connector.class") !== debezium) return [];
  const database = connections.find(
    (each) =>
      each.source === manifest && each.pointer === pointer && each.key === "database.hostname",
  );
  const [server] = database?.servers ?? [];
  // Debezium's own default.
  return server === undefined
    ? []
    : [{ connector, slot: config.get("slot.name") ?? "debezium", server }];
}

interface Setting {
  readonly value: string;
  readonly pointer: string;
}

function checkServer(server: Workload, slots: readonly string[]): readonly Finding[] {
  const settings = readSettings(server);
  const at = ({ pointer }: Setting): Finding["at"] => placeIn(server.manifest, pointer);
  const base = { code: "LINK_SLOTS", level: "error" } as const;
  const { name } = server.manifest.identity;
  const few = ["max_replication_slots", "max_wal_senders"].flatMap((key) => {
    const setting = settings.get(key);
    if (setting === undefined || !(Number(setting.value) < slots.length)) return [];
    const says = `${name} has ${key} ${setting.value}, and connectors hold ${slots.length} slots: ${slots.join(", ")}`;
    return [{ ...base, at: at(setting), says, fix: `set it to ${slots.length} at least` }];
  });
  const level = settings.get("wal_level");
  if (level === undefined || level.value === "logical") return few;
  const says = `${name} has wal_level ${level.value}, which serves no connector's slot`;
  return [...few, { ...base, at: at(level), says, fix: "set it to logical" }];
}

/** What a server is told on its command line, `-c key=value` or `--key=value`; the last one counts. */
function readSettings({ containers }: Workload): ReadonlyMap<string, Setting> {
  const found = containers.flatMap(({ spec, pointer }) =>
    ["command", "args"].flatMap((field) =>
      asList(spec[field]).flatMap((word, index) => {
        const text = typeof word === "string" ? word : "";
        const [, key, value] = /^(?:-c\s*|--)?([a-z][\w-]*)=(.*)$/u.exec(text) ?? [];
        if (key === undefined || value === undefined) return [];
        const setting = { value, pointer: pointerTo(pointer, field, index) };
        return [[key.replaceAll("-", "_"), setting] as const];
      }),
    ),
  );
  return new Map(found);
}

function shared(slot: string, [first, ...others]: readonly Holder[]): readonly Finding[] {
  return others.map(({ connector, server }) => ({
    code: "LINK_SLOT_SHARED",
    level: "error",
    at: placeIn(connector.manifest, connector.pointer),
    says: `connectors ${first?.connector.name ?? ""} and ${connector.name} both hold slot ${slot} of ${server.manifest.identity.name}`,
    fix: "give each its own `slot.name`",
  }));
}

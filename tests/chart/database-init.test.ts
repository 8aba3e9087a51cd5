import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { Client } from "pg";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { runCommand } from "../../src/host/run-command.ts";
import { hasPrograms } from "../../src/host/test-programs.ts";
import { startPostgres, type PostgresServer } from "./postgres-server.ts";
import { environments, find, podOf, renderObjects } from "./render-chart.ts";

const helm = hasPrograms("helm");
const files = join(import.meta.dirname, "../../charts/data-platform/files");
const settings = {
  debezium_user: "debezium",
  debezium_password: 'it\'s $a "secret" \\',
  exporter_user: "exporter",
  exporter_password: "exporter-password",
  app_user: "shop app",
  app_password: "app-password",
  tables: "inventory.customers,inventory.orders,inventory.products",
  publication: "dbz_publication",
  heartbeat_table: "inventory.debezium_heartbeat",
  example_tables: "true",
  full_identity: "true",
};

let server: PostgresServer;
beforeAll(async () => {
  server = await startPostgres();
});
afterAll(() => server?.stop());

async function connect(user: string, password: string, database: string): Promise<Client> {
  const client = new Client({ host: "127.0.0.1", port: server.port, user, password, database });
  await client.connect();
  return client;
}

async function newDatabase(name: string): Promise<void> {
  const client = await connect("postgres", server.password, "postgres");
  await client.query(`CREATE DATABASE ${name}`);
  await client.end();
}

/** What the job does in one session, with the settings that its shell script hands over. */
async function prepare(database: string, changes: Partial<typeof settings> = {}): Promise<void> {
  const sql = await readFile(join(files, "database-init.sql"), "utf8");
  const client = await connect("postgres", server.password, database);
  try {
    for (const [key, value] of Object.entries({ ...settings, ...changes })) {
      await client.query("SELECT set_config($1, $2, false)", [`platform.${key}`, value]);
    }
    await client.query(sql);
  } finally {
    await client.end();
  }
}

async function rows(database: string, query: string): Promise<unknown[]> {
  const client = await connect("postgres", server.password, database);
  const { rows: found } = await client.query<Record<string, unknown>>({ text: query });
  await client.end();
  return found.map((row) => Object.values(row).join(" "));
}

const published = "SELECT tablename FROM pg_publication_tables ORDER BY 1";

describe("the SQL that prepares the database", () => {
  test("runs twice, and the second run changes nothing", async () => {
    await newDatabase("twice");
    await prepare("twice");
    const first = await rows("twice", published);
    const identities =
      "SELECT relname, relreplident, relowner::regrole FROM pg_class WHERE relnamespace = 'inventory'::regnamespace AND relkind = 'r' ORDER BY 1";
    const tables = await rows("twice", identities);
    await prepare("twice");
    expect(first).toEqual(["customers", "debezium_heartbeat", "orders", "products"]);
    expect(await rows("twice", published)).toEqual(first);
    expect(tables).toContain('customers f "shop app"');
    expect(await rows("twice", identities)).toEqual(tables);
  });

  test("lets Debezium log in, replicate, read the tables and beat its heart, and no more", async () => {
    await newDatabase("rights");
    await prepare("rights");
    const client = await connect("debezium", settings.debezium_password, "rights");
    const beat =
      "INSERT INTO inventory.debezium_heartbeat (id, beat_at) VALUES (1, now()) ON CONFLICT (id) DO UPDATE SET beat_at = EXCLUDED.beat_at";
    await client.query(beat);
    await client.query(beat);
    await client.query("SELECT * FROM inventory.customers");
    await client.query("SELECT pg_create_logical_replication_slot('try', 'pgoutput')");
    await client.query("SELECT pg_drop_replication_slot('try')");
    await expect(client.query("DELETE FROM inventory.customers")).rejects.toThrow(/permission/);
    await client.end();
  });

  test("gives a role the password that its Secret holds now", async () => {
    await newDatabase("rotation");
    await prepare("rotation");
    await prepare("rotation", { exporter_password: "a new one" });
    const client = await connect("exporter", "a new one", "rotation");
    const monitors = await client.query("SELECT pg_has_role('pg_monitor', 'MEMBER') AS may");
    expect(monitors.rows).toEqual([{ may: true }]);
    await client.end();
    await prepare("rotation");
  });

  test("follows the list of tables both ways", async () => {
    await newDatabase("tables");
    await prepare("tables");
    await prepare("tables", { tables: "inventory.customers,sales.refunds" });
    expect(await rows("tables", published)).toEqual(["customers", "debezium_heartbeat", "refunds"]);
  });

  test("prepares what it can and then fails when a captured table is missing", async () => {
    await newDatabase("missing");
    await expect(prepare("missing", { example_tables: "false" })).rejects.toThrow(
      "captured tables are missing: inventory.customers, inventory.orders, inventory.products",
    );
    expect(await rows("missing", published)).toEqual(["debezium_heartbeat"]);
  });

  test("refuses to give the preparing role another password", async () => {
    await newDatabase("same_role");
    await expect(prepare("same_role", { app_user: "postgres" })).rejects.toThrow(/prepares/);
  });
});

const psql = await runCommand({ program: "psql", args: ["--version"] }).catch(() => undefined);

describe("the shell script around it", () => {
  test.skipIf(psql === undefined)(
    "hands every setting to the session, awkward passwords too",
    async () => {
      await newDatabase("script");
      const script = (await readFile(join(files, "database-init.sh"), "utf8")).replaceAll(
        "/files/",
        `${files}/`,
      );
      const environment: Record<string, string> = {
        PATH: process.env["PATH"] ?? "",
        PGHOST: "127.0.0.1",
        PGPORT: String(server.port),
        PGDATABASE: "script",
        PGUSER: "postgres",
        PGPASSWORD: server.password,
      };
      for (const [key, value] of Object.entries(settings)) {
        environment[key.toUpperCase().replace("_USER", "_USERNAME")] = value;
      }
      const { exitCode, stdout, stderr } = await runCommand({
        program: "sh",
        args: ["-c", script],
        environment,
      });
      expect({ exitCode, stdout, stderr }).toEqual({
        exitCode: 0,
        stdout: "the database is ready\n",
        stderr: "",
      });
      const client = await connect("debezium", settings.debezium_password, "script");
      await client.end();
      expect(await rows("script", published)).toHaveLength(4);
    },
  );
});

describe("the script that runs after PostgreSQL's start", () => {
  test.skipIf(psql === undefined)(
    "gives the superuser the password that its Secret holds now, and back",
    async () => {
      const path = join(files, "../charts/postgresql/files/set-superuser-password.sh");
      const awkward = "new 'and\" $(odd) \\";
      const change = (from: string, to: string): Promise<unknown> =>
        runCommand({
          program: "sh",
          args: [path],
          environment: {
            PATH: process.env["PATH"] ?? "",
            // In the pod the socket asks for no password; here it does.
            PGHOST: server.folder,
            PGPASSWORD: from,
            PGPORT: String(server.port),
            POSTGRES_USER: "postgres",
            POSTGRES_DB: "postgres",
            POSTGRES_PASSWORD: to,
          },
        });
      const quiet = { exitCode: 0, stdout: "", stderr: "" };
      expect(await change(server.password, awkward)).toEqual(quiet);
      const client = await connect("postgres", awkward, "postgres");
      await client.end();
      expect(await change(awkward, server.password)).toEqual(quiet);
    },
  );
});

async function argumentsOf(environment: string): Promise<readonly string[]> {
  const objects = await renderObjects({ environment });
  const pod = podOf(find(objects, "StatefulSet", "data-platform-postgresql"));
  const [program, ...args] = pod?.containers[0]?.args ?? [];
  return program === "postgres" ? args : [];
}

describe.skipIf(!helm)("the server's arguments", () => {
  test.each(environments)("are understood by PostgreSQL 18 in %s", async (environment) => {
    const args = await argumentsOf(environment);
    expect(await server.setting("wal_level", args)).toBe("logical");
    expect(Number(await server.setting("max_replication_slots", args))).toBeGreaterThanOrEqual(2);
    expect(await server.setting("idle_replication_slot_timeout", args)).toBe("0");
  });

  test("would be refused with a setting that there is not", async () => {
    await expect(server.setting("wal_level", ["-c", "wal_levels=logical"])).rejects.toThrow(
      /unrecognized/,
    );
  });
});

import { Client } from "pg";
import type { PostgresServer } from "../postgres-server.ts";
import { envOf, type Rendered } from "../rendered.ts";

async function connect(postgres: PostgresServer): Promise<Client> {
  const { port, password } = postgres;
  const client = new Client({ host: "127.0.0.1", port, user: "postgres", password });
  await client.connect();
  return client;
}

/** Run the job's SQL with the settings of the rendered job. */
export async function prepareDatabase(postgres: PostgresServer, rendered: Rendered): Promise<void> {
  const environment = envOf(rendered.find("Job", "dp-database-init"));
  const settings = {
    debezium_user: "debezium",
    debezium_password: "debezium-password",
    exporter_user: "exporter",
    exporter_password: "exporter-password",
    app_user: "app",
    app_password: "app-password",
    tables: environment["TABLES"],
    publication: environment["PUBLICATION"],
    heartbeat_table: environment["HEARTBEAT_TABLE"],
    example_tables: "true",
    full_identity: "true",
  };
  const client = await connect(postgres);
  for (const [key, value] of Object.entries(settings))
    await client.query("SELECT set_config($1, $2, false)", [`platform.${key}`, value]);
  const sql = rendered.file("dp-database-init", "database-init.sql");
  await client.query(sql);
  await client.end();
}

/** Some changes of every table, one of them a deletion. */
export async function change(postgres: PostgresServer): Promise<void> {
  const client = await connect(postgres);
  await client.query("INSERT INTO inventory.customers (name) VALUES ('a customer')");
  await client.query("INSERT INTO inventory.products (name, price) VALUES ('a product', 9.95)");
  await client.query("INSERT INTO inventory.orders (customer_id, product_id) VALUES (1, 1)");
  await client.query("DELETE FROM inventory.customers WHERE id = 1");
  await client.end();
}

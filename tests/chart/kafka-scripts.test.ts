import { chmod, mkdir, mkdtemp, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { load } from "js-yaml";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { runCommand } from "../../src/host/run-command.ts";
import { writeFiles } from "../../src/host/test-files.ts";
import { hasPrograms } from "../../src/host/test-programs.ts";
import { AdminApi } from "./admin-api.ts";
import { find, renderObjects } from "./render-chart.ts";

const chart = join(import.meta.dirname, "../../charts/data-platform");
const helm = hasPrograms("helm");

let folder = "";
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), "keelson-kafka-"));
  // No registry has rpk by itself: this one writes down what it is told, and lists the topics it was given.
  put(
    "bin/rpk",
    `#!/bin/sh
if [ "$1 $2" = "topic list" ]; then cat "${folder}/listed"; exit; fi
echo "\${RPK_USER:+$RPK_USER:$RPK_PASS }$*" >>"${folder}/told"
`,
  );
  await chmod(join(folder, "bin/rpk"), 0o755);
  put("told", "");
});
afterEach(() => rm(folder, { recursive: true }));

function put(path: string, text: string): void {
  writeFiles(folder, { [path]: text });
}

async function told(): Promise<readonly string[]> {
  return (await readFile(join(folder, "told"), "utf8")).trim().split("\n");
}

/** A script of the chart, with the folders it reads in our own. */
async function scriptOf(path: string): Promise<string> {
  let script = await readFile(join(chart, path), "utf8");
  for (const mount of ["files", "config", "users"]) {
    script = script.replaceAll(new RegExp(`(?<![\\w}])/${mount}/`, "g"), `${folder}/${mount}/`);
  }
  return script;
}

async function runBash(script: string, environment: Record<string, string>): Promise<string> {
  const { stdout, stderr } = await runCommand({
    program: "bash",
    args: ["-c", script],
    environment: { PATH: `${join(folder, "bin")}:${process.env["PATH"] ?? ""}`, ...environment },
    timeoutMs: 20_000,
  });
  return stdout + stderr;
}

async function makeTopics(): Promise<string> {
  return runBash(await scriptOf("files/topics.sh"), { RPK_BROKERS: "b:9092" });
}

function putUser(
  name: string,
  user: { readonly username: string; readonly password: string },
): void {
  put(`users/${name}/username`, user.username);
  put(`users/${name}/password`, user.password);
}

/** The configuration that a broker of prod starts with. */
async function configure(environment: Record<string, string>): Promise<unknown> {
  const objects = await renderObjects({ environment: "prod" });
  const { data } = find(objects, "ConfigMap", "data-platform-redpanda-config");
  put("config/redpanda.yaml", data?.["redpanda.yaml"] ?? "");
  put("config/bootstrap.yaml", data?.["bootstrap.yaml"] ?? "");
  await mkdir(join(folder, "etc"));
  const script = await scriptOf("charts/redpanda/files/configure.sh");
  const own = script.replaceAll("/etc/redpanda/", `${folder}/etc/`);
  await runBash(own, { POD_NAME: "rp-1", BROKER_DOMAIN: "brokers.ns.svc", ...environment });
  return load(await readFile(join(folder, "etc/redpanda.yaml"), "utf8"));
}

describe("the script that gives each broker its configuration", () => {
  test.skipIf(!helm)("its own addresses and zone, and the superuser's name", async () => {
    expect(await configure({ ZONE: "us-west-2a", ADMIN_USERNAME: "root" })).toMatchObject({
      redpanda: {
        rack: "us-west-2a",
        advertised_rpc_api: { address: "rp-1.brokers.ns.svc", port: 33_145 },
        advertised_kafka_api: [{ address: "rp-1.brokers.ns.svc", port: 9093 }],
        seed_servers: { length: 3 },
      },
    });
    const bootstrap = load(await readFile(join(folder, "etc/.bootstrap.yaml"), "utf8"));
    expect(bootstrap).toMatchObject({ superusers: ["root"], auto_create_topics_enabled: false });
  });

  test.skipIf(!helm)("no rack where the node's zone is not known", async () => {
    const configured = await configure({ ZONE: "" });
    expect(configured).toHaveProperty("redpanda.developer_mode");
    expect(configured).not.toHaveProperty("redpanda.rack");
    expect(await readFile(join(folder, "etc/.bootstrap.yaml"), "utf8")).not.toContain("superusers");
  });
});

describe("the script that makes topics", () => {
  const topics =
    "new 3 1 cleanup.policy=compact retention.ms=-1\nold 3 1 cleanup.policy=delete\nplain 1 1\n";

  test("makes what is missing, and lets what is there follow without making it smaller", async () => {
    put("listed", "NAME   PARTITIONS  REPLICAS\nold    1           1\nplain  6           1\n");
    put("files/topics.txt", topics);
    put("files/properties.txt", 'auto_create_topics_enabled false\nlist ["a","b"]\n');
    expect(await makeTopics()).toContain("all topics are there");
    expect(await told()).toEqual([
      "cluster config set auto_create_topics_enabled false",
      'cluster config set list ["a","b"]',
      "topic create new --if-not-exists --partitions 3 --replicas 1 --topic-config cleanup.policy=compact --topic-config retention.ms=-1",
      "topic alter-config old --set cleanup.policy=delete",
      "topic add-partitions old --num 2",
    ]);
  });

  test("makes a topic that only begins like one that is there", async () => {
    put("listed", "NAME        PARTITIONS  REPLICAS\nnew-things  1           1\n");
    put("files/topics.txt", "new 1 1\n");
    put("files/properties.txt", "");
    await makeTopics();
    expect(await told()).toEqual(["topic create new --if-not-exists --partitions 1 --replicas 1"]);
  });
});

describe("the script that keeps users and rights", () => {
  let api: AdminApi;
  const admin = { username: "root", password: 'first "one" \\ $HOME' };
  beforeEach(async () => {
    api = new AdminApi(admin);
    await api.listen();
    put("ca.crt", api.certificate);
    putUser("admin", admin);
    putUser("debezium", { username: "debezium", password: 'it\'s \\ "quoted"\n' });
    put(
      "config/rights.txt",
      "debezium --operation read --topic cdc-events. --resource-pattern-type prefixed\n",
    );
  });
  afterEach(() => api.close());

  /** What the script has said by the end of its first round; it goes on for ever. */
  async function keepUsers(): Promise<string> {
    const rounds = `exec 3< <(bash -c "$SCRIPT" 2>&1); sed '/as wanted\\|trying again/q' <&3; kill $!`;
    return runBash(rounds, {
      SCRIPT: await scriptOf("charts/redpanda/files/users.sh"),
      HOST: "localhost",
      ADMIN_PORT: String(api.port),
      KAFKA_PORT: "9093",
      MECHANISM: "SCRAM-SHA-512",
      CA: join(folder, "ca.crt"),
    });
  }

  test("makes each user with the password of its Secret, awkward ones too, and grants its rights", async () => {
    expect(await keepUsers()).toContain("users and rights are as wanted");
    expect(api.users.get("debezium")).toEqual({
      password: 'it\'s \\ "quoted"',
      algorithm: "SCRAM-SHA-512",
    });
    expect(await told()).toEqual([
      'root:first "one" \\ $HOME security acl create --allow-principal User:debezium --operation read --topic cdc-events. --resource-pattern-type prefixed',
    ]);
  });

  test("gives a user that is there its new password, by way of the broker that leads", async () => {
    await keepUsers();
    putUser("debezium", { username: "debezium", password: "second" });
    api.sendsOn = true;
    expect(await keepUsers()).toContain("users and rights are as wanted");
    expect(api.users.get("debezium")?.password).toBe("second");
    expect(api.sendsOn).toBe(false);
  });

  test("says so and tries again when the admin's password opens nothing", async () => {
    putUser("admin", { ...admin, password: "wrong" });
    const output = await keepUsers();
    expect(output).toContain("could not be set; trying again");
    expect(output).not.toContain("wrong");
    expect(api.users.has("debezium")).toBe(false);
  });
});

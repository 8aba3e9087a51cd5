import { createHash } from "node:crypto";
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { createServer, type Server } from "node:http";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { runCommand } from "../../src/host/run-command.ts";
import type { CommandResult } from "../../src/model/command.ts";

const content = "a jar";
const sum = createHash("sha256").update(content).digest("hex");
let server: Server;
let base = "";
let folder = "";
let failuresLeft = 0;
let archive: Buffer = Buffer.alloc(0);

beforeAll(async () => {
  server = createServer((request, response) => {
    if (request.url === "/a.tar") response.end(archive);
    else if (request.url === "/a.jar" && failuresLeft-- <= 0) response.end(content);
    else response.writeHead(request.url === "/a.jar" ? 503 : 404).end();
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const address = server.address();
  base = `http://127.0.0.1:${typeof address === "object" ? address?.port : ""}`;
});
afterAll(() => server.close());
beforeEach(() => {
  failuresLeft = 0;
  folder = mkdtempSync(join(tmpdir(), "artifacts-"));
  return () => rmSync(folder, { recursive: true });
});

function fetchFiles(...lines: readonly string[]): Promise<CommandResult> {
  const environment = {
    PATH: process.env["PATH"] ?? "",
    TARGET_DIR: folder,
    FILES: lines.join("\n"),
  };
  const args = ["charts/data-platform/files/fetch.sh"];
  return runCommand({ program: "sh", args, environment, timeoutMs: 20_000 });
}

describe("fetch.sh", () => {
  test("puts a file with the pinned checksum where it belongs", async () => {
    const { exitCode, stdout } = await fetchFiles("", `${sum} none lib/a.jar ${base}/a.jar`);
    expect({ exitCode, stdout }).toEqual({ exitCode: 0, stdout: "fetched lib/a.jar\n" });
    expect(readFileSync(join(folder, "lib/a.jar"), "utf8")).toBe(content);
  });

  test("a file with another checksum is not used and stops the pod", async () => {
    const { exitCode, stderr } = await fetchFiles(`${"0".repeat(64)} none a.jar ${base}/a.jar`);
    expect(exitCode).toBe(1);
    expect(stderr).toContain(`SHA-256 is ${sum}, not the pinned 0000`);
    expect(existsSync(join(folder, "a.jar"))).toBe(false);
  });

  test("an archive is unpacked into a folder of the target's name", async () => {
    writeFileSync(join(folder, "inner.txt"), "inside");
    await runCommand({ program: "tar", args: ["-cf", "a.tar", "inner.txt"], cwd: folder });
    archive = readFileSync(join(folder, "a.tar"));
    const archiveSum = createHash("sha256").update(archive).digest("hex");
    const { exitCode } = await fetchFiles(`${archiveSum} tar plugins/sink ${base}/a.tar`);
    expect(exitCode).toBe(0);
    expect(readFileSync(join(folder, "plugins/sink/inner.txt"), "utf8")).toBe("inside");
    expect(existsSync(join(folder, "plugins/sink.part"))).toBe(false);
  });

  test("a server that is down for a moment is asked again", async () => {
    failuresLeft = 1;
    expect((await fetchFiles(`${sum} none a.jar ${base}/a.jar`)).exitCode).toBe(0);
  });

  test("another kind of address is refused", async () => {
    expect((await fetchFiles(`${sum} none a.jar file:///etc/hostname`)).exitCode).not.toBe(0);
  });
});

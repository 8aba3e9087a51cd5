import { createHash } from "node:crypto";
import { existsSync, readdirSync } from "node:fs";
import { chmod, mkdir, mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { createServer, type Server } from "node:http";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { runCommand } from "../../src/host/run-command.ts";
import { installAt } from "./install-programs.ts";
import type { ArchivePin, Pin } from "./pin.ts";
import type { Site } from "./site.ts";

/** A program that says its version, whatever it is asked. */
function program(version: string): string {
  return `#!/bin/sh\necho "program v${version}"\n`;
}

describe("installAt", () => {
  let root: string;
  let bin: string;
  let said: string[];
  let server: Server;
  let served: ReadonlyMap<string, Buffer>;

  beforeEach(async () => {
    root = await mkdtemp(join(tmpdir(), "keelson-install-"));
    bin = join(root, "path");
    said = [];
    served = new Map();
    await mkdir(bin);
    server = createServer((request, response) => {
      const found = served.get(request.url ?? "");
      response.writeHead(found === undefined ? 404 : 200).end(found);
    });
    await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  });
  afterEach(async () => {
    server.close();
    server.closeAllConnections();
    await rm(root, { recursive: true });
  });

  function siteWith(pin: Partial<Pin>, environment: Readonly<Record<string, string>> = {}): Site {
    const whole = { version: "1.2.3", neededBy: "demo", versionArgs: [], home: "its home", ...pin };
    return {
      root,
      toolsFolder: join(root, ".tools"),
      pins: new Map([["tool", whole]]),
      environment: { PATH: bin, ...environment },
      os: "linux",
      arch: "amd64",
      say: (text) => said.push(text),
      signal: new AbortController().signal,
    };
  }

  async function putOnPath(version: string): Promise<void> {
    await writeFile(join(bin, "tool"), program(version));
    await chmod(join(bin, "tool"), 0o755);
  }

  /** A .tar.gz that holds `linux-amd64/tool`, served from 127.0.0.1 and pinned with its digest. */
  async function serveArchive(version: string): Promise<ArchivePin> {
    const folder = join(root, "archive", "linux-amd64");
    await mkdir(folder, { recursive: true });
    await writeFile(join(folder, "tool"), program(version));
    const archive = join(root, "tool.tar.gz");
    const args = ["-czf", archive, "-C", join(root, "archive"), "linux-amd64/tool"];
    await runCommand({ program: "tar", args });
    const bytes = await readFile(archive);
    served = new Map([["/tool-1.2.3-linux-amd64.tar.gz", bytes]]);
    const address = server.address();
    const port = typeof address === "object" && address !== null ? address.port : 0;
    return {
      url: `http://127.0.0.1:${port}/tool-{version}-{os}-{arch}.tar.gz`,
      checksums: "",
      entry: "{os}-{arch}/tool",
      sha256: { "linux-amd64": createHash("sha256").update(bytes).digest("hex") },
    };
  }

  async function saysItsVersion(): Promise<string> {
    const result = await runCommand({ program: join(root, ".tools", "bin", "tool"), args: [] });
    return result.stdout.trim();
  }

  test("the pinned version on the PATH is used", async () => {
    await putOnPath("1.2.3");
    const installed = await installAt(["tool"], siteWith({}));
    expect(installed).toMatchObject([{ version: "1.2.3", from: "PATH" }]);
    expect(await saysItsVersion()).toBe("program v1.2.3");
  });

  test("another version on the PATH is said and not used", async () => {
    await putOnPath("1.0.0");
    const archive = await serveArchive("1.2.3");
    await installAt(["tool"], siteWith({ archive }));
    expect(said.join("\n")).toContain("is 1.0.0, not 1.2.3: not used (KEELSON_TOOLS=path uses it)");
    expect(await saysItsVersion()).toBe("program v1.2.3");
  });

  test("another version on the PATH is used when asked, until it is not asked any more", async () => {
    await putOnPath("1.0.0");
    const archive = await serveArchive("1.2.3");
    await installAt(["tool"], siteWith({ archive }, { KEELSON_TOOLS: "path" }));
    expect(await saysItsVersion()).toBe("program v1.0.0");
    await installAt(["tool"], siteWith({ archive }));
    expect(await saysItsVersion()).toBe("program v1.2.3");
  });

  test("an archive is fetched, checked and unpacked, and no draft is left", async () => {
    const archive = await serveArchive("1.2.3");
    const installed = await installAt(["tool"], siteWith({ archive }));
    expect(installed).toMatchObject([{ version: "1.2.3", from: "release archive" }]);
    const left = readdirSync(join(root, ".tools")).toSorted();
    expect(left).toEqual(["bin", "installed", "programs"]);
  });

  test("what is there is not installed again", async () => {
    const archive = await serveArchive("1.2.3");
    await installAt(["tool"], siteWith({ archive }));
    served = new Map();
    expect(await installAt(["tool"], siteWith({ archive }))).toMatchObject([{ version: "1.2.3" }]);
  });

  test("what an earlier set-up left is found without its link and its record", async () => {
    const archive = await serveArchive("1.2.3");
    await installAt(["tool"], siteWith({ archive }));
    served = new Map();
    await rm(join(root, ".tools", "bin"), { recursive: true });
    await rm(join(root, ".tools", "installed"), { recursive: true });
    expect(await installAt(["tool"], siteWith({ archive }))).toMatchObject([{ from: ".tools" }]);
  });

  test("an archive with another digest is refused and nothing is installed", async () => {
    const archive = await serveArchive("1.2.3");
    const sha256 = { "linux-amd64": "0".repeat(64) };
    const installing = installAt(["tool"], siteWith({ archive: { ...archive, sha256 } }));
    await expect(installing).rejects.toMatchObject({ code: "TOOL_ARCHIVE_REFUSED" });
    expect(existsSync(join(root, ".tools", "bin", "tool"))).toBe(false);
    expect(readdirSync(join(root, ".tools"))).toEqual([]);
  });

  test("an archive that holds another version is not used", async () => {
    const archive = await serveArchive("9.9.9");
    const installing = installAt(["tool"], siteWith({ archive }));
    const reason = "release archive: what came from there says its version is 9.9.9";
    await expect(installing).rejects.toMatchObject({
      findings: [
        { notes: ["PATH: it is not there", reason, expect.anything(), expect.anything()] },
      ],
    });
  });

  test("what cannot be had is named with every reason and what to install", async () => {
    const archive = { ...(await serveArchive("1.2.3")) };
    served = new Map();
    const installing = installAt(["tool"], siteWith({ archive, go: { minutes: 1 } }));
    await expect(installing).rejects.toMatchObject({
      code: "TOOL_NOT_INSTALLED",
      findings: [
        {
          says: "tool 1.2.3 cannot be had for linux-amd64",
          fix: "install Go (https://go.dev/dl), or put tool 1.2.3 on the PATH: its home",
          notes: [
            "PATH: it is not there",
            expect.stringContaining("answered 404"),
            "npm package: no package carries it",
            "Go modules: there is no Go on the PATH to build it with",
          ],
        },
      ],
    });
  });

  test("two set-ups at once install one program", async () => {
    const archive = await serveArchive("1.2.3");
    const site = siteWith({ archive });
    const both = await Promise.all([installAt(["tool"], site), installAt(["tool"], site)]);
    expect(both.flat()).toHaveLength(2);
    expect(said.filter((line) => line.includes("fetching"))).toHaveLength(1);
    expect(await saysItsVersion()).toBe("program v1.2.3");
  });

  test("a program that is not pinned is refused with those that are", async () => {
    await expect(installAt(["tol"], siteWith({}))).rejects.toMatchObject({
      findings: [{ code: "TOOL_UNKNOWN", fix: "name some of tool" }],
    });
  });

  test("a set-up that is cancelled leaves nothing", async () => {
    const stop = new AbortController();
    stop.abort();
    const archive = await serveArchive("1.2.3");
    const installing = installAt(["tool"], { ...siteWith({ archive }), signal: stop.signal });
    await expect(installing).rejects.toMatchObject({ code: "CANCELLED" });
    expect(readdirSync(join(root, ".tools"))).toEqual([]);
  });
});

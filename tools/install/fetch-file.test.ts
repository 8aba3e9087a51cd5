import { createHash } from "node:crypto";
import { existsSync } from "node:fs";
import { mkdtemp, readFile, rm } from "node:fs/promises";
import { createServer, type RequestListener, type Server } from "node:http";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { fetchFile, type Fetched } from "./fetch-file.ts";

const bytes = Buffer.from("a program");
const sha256 = createHash("sha256").update(bytes).digest("hex");

describe("fetchFile", () => {
  let folder: string;
  let server: Server;
  let requests: number;

  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), "keelson-fetch-"));
    requests = 0;
  });
  afterEach(async () => {
    server.close();
    server.closeAllConnections();
    await rm(folder, { recursive: true });
  });

  async function fetchFrom(answer: RequestListener, wanted = sha256): Promise<Fetched> {
    server = createServer((request, response) => {
      requests += 1;
      answer(request, response);
    });
    await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
    const address = server.address();
    const port = typeof address === "object" && address !== null ? address.port : 0;
    const url = `http://127.0.0.1:${port}/program`;
    const signal = new AbortController().signal;
    return fetchFile({ url, sha256: wanted, file: join(folder, "file") }, signal);
  }

  test("the pinned bytes are kept", async () => {
    const fetched = await fetchFrom((_request, response) => response.end(bytes));
    expect(fetched.reason).toBeUndefined();
    expect(await readFile(join(folder, "file"))).toEqual(bytes);
  });

  test("a wrong digest is refused, once and for all", async () => {
    const fetching = fetchFrom((_request, response) => response.end("another program"));
    await expect(fetching).rejects.toMatchObject({ code: "TOOL_ARCHIVE_REFUSED" });
    expect(requests).toBe(1);
    expect(existsSync(join(folder, "file"))).toBe(false);
  });

  test("a missing archive is said and not asked for again", async () => {
    const fetched = await fetchFrom((_request, response) => response.writeHead(404).end());
    expect(fetched.reason).toContain("answered 404");
    expect(requests).toBe(1);
  });

  test("a cut download is asked for again and leaves no file", async () => {
    const fetched = await fetchFrom((_request, response) => {
      response.writeHead(200, { "content-length": bytes.length + 10 });
      response.write(bytes, () => response.destroy());
    });
    expect(fetched.reason).toContain("could not be fetched whole");
    expect(requests).toBe(3);
    expect(existsSync(join(folder, "file"))).toBe(false);
  });

  test("a second try that succeeds is enough", async () => {
    const fetched = await fetchFrom((_request, response) => {
      if (requests === 1) response.writeHead(503).end();
      else response.end(bytes);
    });
    expect(fetched.reason).toBeUndefined();
    expect(requests).toBe(2);
  });
});

import { createHash } from "node:crypto";
import { createServer } from "node:http";
import { describe, expect, test } from "vitest";
import { archiveSha256, type Digest } from "./archive-sha256.ts";

const sha256 = createHash("sha256").update("an archive").digest("hex");

/** Serve these texts from 127.0.0.1 and ask for the digest of `/tool-1.2.3-linux-amd64`. */
async function digestOf(served: Readonly<Record<string, string>>): Promise<Digest> {
  const server = createServer((request, response) => {
    const text = served[request.url ?? ""];
    response.writeHead(text === undefined ? 404 : 200).end(text);
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const address = server.address();
  const host = `http://127.0.0.1:${typeof address === "object" ? address?.port : 0}`;
  const archive = {
    url: `${host}/tool-{version}-{os}-{arch}`,
    checksums: `${host}/checksums`,
    sha256: {},
  };
  try {
    return await archiveSha256({ archive, version: "1.2.3", os: "linux", arch: "amd64" });
  } finally {
    server.close();
  }
}

describe("archiveSha256", () => {
  test("is the digest when the published checksums have it", async () => {
    const checksums = `${"0".repeat(64)}  other\n${sha256.toUpperCase()}  tool-1.2.3-linux-amd64\n`;
    const served = { "/tool-1.2.3-linux-amd64": "an archive", "/checksums": checksums };
    expect(await digestOf(served)).toEqual({ sha256 });
  });

  test("is nothing when the published checksums have another", async () => {
    const served = { "/tool-1.2.3-linux-amd64": "an archive", "/checksums": "0".repeat(64) };
    expect(JSON.stringify(await digestOf(served))).toContain(`does not have ${sha256}`);
  });

  test("is nothing when there is no archive for the platform", async () => {
    const found = await digestOf({ "/checksums": sha256 });
    expect(JSON.stringify(found)).toContain("answered 404");
  });
});

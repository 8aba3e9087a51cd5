import { join } from "node:path";
import { readUrl, startDaemon, waitFor, type Daemon } from "./daemon.ts";
import { addresses, type Chain } from "./kafka.ts";

const base = `http://${addresses.s3}:5000`;

/** A service that speaks S3, with one bucket. */
export async function startS3(chain: Chain, bucket: string): Promise<Daemon> {
  const args = ["-m", "moto.server", "-H", addresses.s3, "-p", "5000"];
  const environment = { PYTHONPATH: chain.programs.moto };
  const logFile = join(chain.folder, "s3.log");
  const daemon = startDaemon({ program: "python3", args, environment, logFile });
  await waitFor("S3", 30_000, async () => {
    const response = await fetch(`${base}/${bucket}`, { method: "PUT" });
    return response.ok ? true : undefined;
  });
  return daemon;
}

/** Names of the objects below a folder of the bucket. */
export async function listObjects(bucket: string, folder: string): Promise<readonly string[]> {
  const xml = await readUrl(`${base}/${bucket}?list-type=2&prefix=${encodeURIComponent(folder)}`);
  return [...(xml ?? "").matchAll(/<Key>([^<]+)<\/Key>/g)].map((match) => match[1] ?? "");
}

/** An object's bytes. */
export async function readObject(bucket: string, name: string): Promise<Buffer> {
  const response = await fetch(`${base}/${bucket}/${name}`);
  return Buffer.from(await response.arrayBuffer());
}

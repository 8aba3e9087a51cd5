import { readFile } from "node:fs/promises";
import { sealValue } from "../../src/secrets/seal-value.ts";
import { parseCertificate } from "../../src/secrets/sealing-certificate.ts";

/** The process that is timed: reads the same certificate and Secret, and prints the sealed values. */
async function sealAll(file: string, secretFile: string): Promise<void> {
  const text = await readFile(file, "utf8");
  const request = { file, text, now: new Date(), trustedKeys: [], environment: "bench" };
  const { publicKey } = parseCertificate(request);
  const secret: unknown = JSON.parse(await readFile(secretFile, "utf8"));
  const sealed = new Map<string, string>();
  for (const [key, value] of Object.entries(stringDataOf(secret))) {
    sealed.set(key, sealValue(Buffer.from(String(value)), publicKey, "shop/app"));
  }
  process.stdout.write(JSON.stringify(Object.fromEntries(sealed)));
}

function stringDataOf(secret: unknown): object {
  if (typeof secret !== "object" || secret === null || !("stringData" in secret)) return {};
  return typeof secret.stringData === "object" && secret.stringData !== null
    ? secret.stringData
    : {};
}

const [certificateFile = "", secretFile = ""] = process.argv.slice(2);
await sealAll(certificateFile, secretFile);

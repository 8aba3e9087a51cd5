import { generateKeyPair, randomBytes } from "node:crypto";
import { promisify } from "node:util";

/** A new RSA key pair of the controller's own size, in PEM, with a serial number for its certificate. */
export interface SealingKeyPair {
  readonly privateKeyPem: string;
  readonly publicKeyPem: string;
  readonly serialNumber: string;
}

/** Make a key pair for sealing. */
export async function makeSealingKeyPair(): Promise<SealingKeyPair> {
  const pair = await promisify(generateKeyPair)("rsa", {
    modulusLength: 4096,
    publicKeyEncoding: { type: "spki", format: "pem" },
    privateKeyEncoding: { type: "pkcs8", format: "pem" },
  });
  const serialNumber = `01${randomBytes(15).toString("hex")}`;
  return { privateKeyPem: pair.privateKey, publicKeyPem: pair.publicKey, serialNumber };
}

import { generateKeyPairSync, type KeyObject } from "node:crypto";
import { keyFingerprint, type SealingCertificate } from "../sealing-certificate.ts";

/** A key pair for tests, smaller than the controller's since it is made anew for each file of them. */
export function testSealingKey(): { certificate: SealingCertificate; privateKey: KeyObject } {
  const { publicKey, privateKey } = generateKeyPairSync("rsa", { modulusLength: 2048 });
  const fingerprint = keyFingerprint(publicKey);
  return { certificate: { publicKey, fingerprint, notAfter: new Date("2036-01-01") }, privateKey };
}

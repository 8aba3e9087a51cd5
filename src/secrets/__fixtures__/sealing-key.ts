import { generateKeyPairSync, type KeyObject } from "node:crypto";
import { keyFingerprint, type SealingCertificate } from "../sealing-certificate.ts";
import { selfSignedCertificate } from "../self-signed-certificate.ts";

/** A key pair for tests, smaller than the controller's since it is made anew for each file of them. */
export function testSealingKey(): { certificate: SealingCertificate; privateKey: KeyObject } {
  const { publicKey, privateKey } = generateKeyPairSync("rsa", { modulusLength: 2048 });
  const fingerprint = keyFingerprint(publicKey);
  return { certificate: { publicKey, fingerprint, notAfter: new Date("2036-01-01") }, privateKey };
}

/** A certificate for tests, in PEM, for a key that nobody keeps. */
export function makeTestCertificate(): string {
  const pair = generateKeyPairSync("rsa", {
    modulusLength: 2048,
    publicKeyEncoding: { type: "spki", format: "pem" },
    privateKeyEncoding: { type: "pkcs8", format: "pem" },
  });
  return selfSignedCertificate({
    privateKeyPem: pair.privateKey,
    publicKeyPem: pair.publicKey,
    notBefore: new Date(new Date().getTime() - 1000),
    years: 10,
    serialNumber: "01",
  });
}

import { execFileSync, spawnSync } from "node:child_process";
import { generateKeyPairSync } from "node:crypto";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { KeelsonError } from "../model/keelson-error.ts";
import { makeTestCertificate } from "./__fixtures__/sealing-key.ts";
import {
  keyFingerprint,
  parseCertificate,
  readSealingCertificate,
  type CertificateRequest,
} from "./sealing-certificate.ts";

const text = makeTestCertificate();
const now = new Date();
const request: CertificateRequest = {
  file: "secrets/dev/sealing-cert.pem",
  text,
  now,
  trustedKeys: [],
  environment: "dev",
};
const { fingerprint } = parseCertificate(request);
const trusted = { ...request, trustedKeys: [fingerprint] };
const year = 365 * 24 * 60 * 60 * 1000;

function code(change: Partial<CertificateRequest>): string | undefined {
  try {
    readSealingCertificate({ ...trusted, ...change });
    return undefined;
  } catch (error) {
    if (error instanceof KeelsonError) return error.code;
    throw error;
  }
}

/** Self-signed and for an elliptic curve; made once with `openssl req -x509 -newkey ec`. */
const hasOpenssl = spawnSync("openssl", ["version"]).status === 0;
function ellipticCertificate(): string {
  const curve = ["-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1", "-nodes"];
  const args = ["req", "-x509", ...curve, "-keyout", "/dev/null", "-subj", "/CN=x", "-days", "9"];
  return execFileSync("openssl", args, { encoding: "utf8", stdio: ["ignore", "pipe", "ignore"] });
}

describe("readSealingCertificate", () => {
  test("takes a trusted certificate, also with Windows line ends and text before it", () => {
    expect(readSealingCertificate(trusted).fingerprint).toBe(fingerprint);
    expect(code({ text: `# dev\r\n${text.replaceAll("\n", "\r\n")}` })).toBeUndefined();
  });

  test.each<[string, Partial<CertificateRequest>, string]>([
    ["a key that is not trusted", { trustedKeys: ["SHA256:other"] }, "SEALING_CERT_UNTRUSTED"],
    ["an expired one", { now: new Date(now.getTime() + 11 * year) }, "SEALING_CERT_EXPIRED"],
    ["one of the future", { now: new Date(now.getTime() - year) }, "SEALING_CERT_NOT_YET_VALID"],
    ["one of several", { text: `${text}${text}` }, "SEALING_CERT_MALFORMED"],
    ["none", { text: "" }, "SEALING_CERT_MALFORMED"],
    [
      "line ends as two characters",
      { text: text.replaceAll("\n", "\\n") },
      "SEALING_CERT_MALFORMED",
    ],
    ["PEM in base64", { text: Buffer.from(text).toString("base64") }, "SEALING_CERT_MALFORMED"],
    [
      "one beside a private key",
      { text: `${text}-----BEGIN RSA PRIVATE KEY-----\nx\n-----END RSA PRIVATE KEY-----\n` },
      "SEALING_CERT_PRIVATE_KEY",
    ],
  ])("refuses %s", (_title, change, wanted) => {
    expect(code(change)).toBe(wanted);
  });

  test.skipIf(!hasOpenssl)("refuses a key that is not RSA (openssl makes it)", () => {
    expect(code({ text: ellipticCertificate() })).toBe("SEALING_CERT_NOT_RSA");
  });
});

const hasKeygen = spawnSync("ssh-keygen", ["-?"]).error === undefined;

test.skipIf(!hasKeygen)("a fingerprint is what ssh-keygen prints (install openssh-client)", () => {
  const { publicKey } = generateKeyPairSync("rsa", { modulusLength: 2048 });
  const pem = publicKey.export({ type: "spki", format: "pem" });
  const folder = mkdtempSync(join(tmpdir(), "keelson-fingerprint-"));
  const file = join(folder, "key.pem");
  writeFileSync(file, pem);
  const ssh = execFileSync("ssh-keygen", ["-i", "-m", "PKCS8", "-f", file]);
  const listed = execFileSync("ssh-keygen", ["-lf", "-"], { input: ssh, encoding: "utf8" });
  rmSync(folder, { recursive: true });
  expect(listed.split(" ")[1]).toBe(keyFingerprint(publicKey));
});

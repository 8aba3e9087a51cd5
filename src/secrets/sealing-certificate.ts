import { createHash, X509Certificate, type KeyObject } from "node:crypto";
import { KeelsonError } from "../model/keelson-error.ts";

/** A controller's certificate that may be sealed with. */
export interface SealingCertificate {
  readonly publicKey: KeyObject;
  /** As the controller logs it: `SHA256:` and 43 characters. */
  readonly fingerprint: string;
  readonly notAfter: Date;
}

export interface CertificateRequest {
  readonly file: string;
  readonly text: string;
  readonly now: Date;
  /** Fingerprints of `environments.<env>.trustedSealingKeys`. */
  readonly trustedKeys: readonly string[];
  readonly environment: string;
}

/**
 * Read the certificate that values are sealed with, and refuse every one that should not be used.
 * @throws SEALING_CERT_PRIVATE_KEY a private key stands in the file
 * @throws SEALING_CERT_MALFORMED no certificate, several, or one that cannot be read
 * @throws SEALING_CERT_NOT_RSA the controller opens RSA alone
 * @throws SEALING_CERT_EXPIRED, SEALING_CERT_NOT_YET_VALID
 * @throws SEALING_CERT_UNTRUSTED keelson.yaml does not name its fingerprint
 */
export function readSealingCertificate(request: CertificateRequest): SealingCertificate {
  const certificate = parseCertificate(request);
  refuseTime(request, certificate);
  if (!request.trustedKeys.includes(certificate.fingerprint)) throw untrusted(request, certificate);
  return certificate;
}

/**
 * The same certificate without the question of time and trust: to print its fingerprint.
 * @throws SEALING_CERT_PRIVATE_KEY, SEALING_CERT_MALFORMED, SEALING_CERT_NOT_RSA
 */
export function parseCertificate(request: CertificateRequest): SealingCertificate {
  const { publicKey, validToDate } = certificateOf(request);
  if (publicKey.asymmetricKeyType !== "rsa") {
    throw refused(request, "SEALING_CERT_NOT_RSA", {
      says: `is for a key of type ${publicKey.asymmetricKeyType ?? "unknown"}, and the controller opens RSA alone`,
      fix: fetchFix(request),
    });
  }
  return { publicKey, fingerprint: keyFingerprint(publicKey), notAfter: validToDate };
}

/**
 * Fingerprint of an RSA key as the controller and `ssh-keygen -l` write it.
 * @see https://www.rfc-editor.org/rfc/rfc4253#section-6.6
 */
export function keyFingerprint(publicKey: KeyObject): string {
  const { e = "", n = "" } = publicKey.export({ format: "jwk" });
  const parts = [Buffer.from("ssh-rsa"), sshInteger(e), sshInteger(n)];
  const blob = Buffer.concat(parts.flatMap((part) => [sshLength(part), part]));
  const digest = createHash("sha256").update(blob).digest("base64");
  return `SHA256:${digest.replace(/=+$/, "")}`;
}

function certificateOf(request: CertificateRequest): X509Certificate {
  if (/-----BEGIN [A-Z ]*PRIVATE KEY-----/.test(request.text)) {
    throw refused(request, "SEALING_CERT_PRIVATE_KEY", {
      says: "holds a private key",
      fix: "take the private key out of the repository and its history, make a new key, and keep the certificate alone here",
    });
  }
  const count = request.text.split("-----BEGIN CERTIFICATE-----").length - 1;
  if (count !== 1) {
    throw malformed(request, count === 0 ? "holds no certificate" : `holds ${count} certificates`);
  }
  try {
    return new X509Certificate(request.text);
  } catch {
    throw malformed(request, "cannot be read as a PEM certificate");
  }
}

function refuseTime(request: CertificateRequest, certificate: SealingCertificate): void {
  const { validFromDate } = certificateOf(request);
  if (request.now > certificate.notAfter) {
    throw refused(request, "SEALING_CERT_EXPIRED", {
      says: `has expired on ${certificate.notAfter.toISOString()}`,
      fix: fetchFix(request),
    });
  }
  if (request.now < validFromDate) {
    throw refused(request, "SEALING_CERT_NOT_YET_VALID", {
      says: `is not valid before ${validFromDate.toISOString()}`,
      fix: "set this machine's clock, or fetch the certificate that is in use",
    });
  }
}

function untrusted(request: CertificateRequest, certificate: SealingCertificate): KeelsonError {
  return refused(request, "SEALING_CERT_UNTRUSTED", {
    says: `is for the key ${certificate.fingerprint}, which keelson.yaml does not trust for ${request.environment}`,
    fix: `compare it with the controller's log, then: keelson secrets seal ${request.environment} --trust-cert ${certificate.fingerprint}`,
  });
}

function malformed(request: CertificateRequest, says: string): KeelsonError {
  return refused(request, "SEALING_CERT_MALFORMED", { says, fix: fetchFix(request) });
}

function refused(
  request: CertificateRequest,
  code: string,
  why: { readonly says: string; readonly fix: string },
): KeelsonError {
  return new KeelsonError(`the sealing certificate ${why.says}`, {
    code,
    fault: "input",
    at: { file: request.file },
    fix: why.fix,
  });
}

function fetchFix(request: CertificateRequest): string {
  return `fetch the one certificate that the cluster uses: kubeseal --fetch-cert > ${request.file}`;
}

/** A positive SSH integer: a zero byte keeps the highest bit from meaning minus. */
function sshInteger(base64url: string): Buffer {
  const bytes = Buffer.from(base64url, "base64url");
  return (bytes[0] ?? 0) >= 0x80 ? Buffer.concat([Buffer.alloc(1), bytes]) : bytes;
}

function sshLength(part: Buffer): Buffer {
  const length = Buffer.alloc(4);
  length.writeUInt32BE(part.length);
  return length;
}

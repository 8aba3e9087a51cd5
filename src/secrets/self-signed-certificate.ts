import forge from "node-forge";

export interface SelfSignedRequest {
  /** PKCS#8, PEM. */
  readonly privateKeyPem: string;
  /** SPKI, PEM. */
  readonly publicKeyPem: string;
  readonly notBefore: Date;
  readonly years: number;
  /** Hex; the highest bit must be 0. */
  readonly serialNumber: string;
}

/**
 * A certificate as the controller makes its own: self-signed, without a subject, for encipherment alone.
 * @see https://github.com/bitnami/sealed-secrets/blob/main/pkg/crypto/keys.go
 */
export function selfSignedCertificate(request: SelfSignedRequest): string {
  const certificate = forge.pki.createCertificate();
  certificate.publicKey = forge.pki.publicKeyFromPem(request.publicKeyPem);
  certificate.serialNumber = request.serialNumber;
  certificate.validity.notBefore = request.notBefore;
  const notAfter = new Date(request.notBefore);
  notAfter.setUTCFullYear(notAfter.getUTCFullYear() + request.years);
  certificate.validity.notAfter = notAfter;
  certificate.setExtensions([
    { name: "keyUsage", encipherOnly: true, critical: true },
    { name: "basicConstraints", cA: true, critical: true },
  ]);
  certificate.sign(forge.pki.privateKeyFromPem(request.privateKeyPem), forge.md.sha256.create());
  return forge.pki.certificateToPem(certificate).replaceAll("\r\n", "\n");
}

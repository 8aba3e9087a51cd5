import {
  constants,
  createCipheriv,
  createDecipheriv,
  createPublicKey,
  privateDecrypt,
  publicEncrypt,
  randomBytes,
  type KeyObject,
} from "node:crypto";
import { KeelsonError } from "../model/keelson-error.ts";

const sessionKeyBytes = 32;
const tagBytes = 16;
const usualKeyBytes: readonly number[] = [256, 384, 512, 1024];
/** All zero: the controller asks for it, and each session key is used for one value only. */
const nonce: Uint8Array = new Uint8Array(12);
const padding = { padding: constants.RSA_PKCS1_OAEP_PADDING, oaepHash: "sha256" };

/**
 * Seal one value as the Sealed Secrets controller opens it, in base64: the length of the wrapped
 * session key in two bytes, the session key under RSA-OAEP(SHA-256, label), the value under AES-256-GCM.
 * @see https://github.com/bitnami/sealed-secrets/blob/main/docs/developer/crypto.md
 */
export function sealValue(value: Uint8Array, publicKey: KeyObject, label: string): string {
  // Never handed in: with a fixed nonce, a session key that is used twice gives both values away.
  const sessionKey = randomBytes(sessionKeyBytes);
  const wrapped = publicEncrypt(
    { key: publicKey, ...padding, oaepLabel: Buffer.from(label) },
    sessionKey,
  );
  const cipher = createCipheriv("aes-256-gcm", sessionKey, nonce);
  const length = Buffer.alloc(2);
  length.writeUInt16BE(wrapped.length);
  const sealed = [length, wrapped, cipher.update(value), cipher.final(), cipher.getAuthTag()];
  sessionKey.fill(0);
  return Buffer.concat(sealed).toString("base64");
}

/**
 * Open what `sealValue` or kubeseal sealed.
 * @throws SEALED_VALUE_MALFORMED it is no sealed value for a key of this size, or it is cut short
 * @throws SEALED_VALUE_UNOPENED another key, another label, or changed on the way
 */
export function openValue(sealed: string, privateKey: KeyObject, label: string): Uint8Array {
  const keyBytes = modulusBytes(createPublicKey(privateKey));
  const bytes = sealedBytes(sealed, keyBytes);
  if (bytes === undefined) throw malformedError();
  const wrapped = bytes.subarray(2, 2 + keyBytes);
  const body = bytes.subarray(2 + keyBytes, bytes.length - tagBytes);
  try {
    const sessionKey = privateDecrypt(
      { key: privateKey, ...padding, oaepLabel: Buffer.from(label) },
      wrapped,
    );
    const decipher = createDecipheriv("aes-256-gcm", sessionKey, nonce);
    decipher.setAuthTag(bytes.subarray(bytes.length - tagBytes));
    return Buffer.concat([decipher.update(body), decipher.final()]);
  } catch {
    // The cause is left out: what a cipher says about a wrong key is nobody's help.
    throw unopenedError(label);
  }
}

/** Whether a text has the shape of a value sealed with an RSA key of that many bytes, or of any usual size. */
export function isSealedValue(text: string, keyBytes?: number): boolean {
  return sealedBytes(text, keyBytes) !== undefined;
}

/** Size of an RSA key's modulus in bytes: 512 for the controller's 4096 bits. */
export function modulusBytes(publicKey: KeyObject): number {
  return (publicKey.asymmetricKeyDetails?.modulusLength ?? 0) / 8;
}

function sealedBytes(text: string, keyBytes?: number): Buffer | undefined {
  const bytes = Buffer.from(text, "base64");
  // Node skips what is not base64; the controller does not.
  if (bytes.toString("base64") !== text || bytes.length < 2) return undefined;
  const length = bytes.readUInt16BE(0);
  const isExpected = keyBytes === undefined ? usualKeyBytes.includes(length) : length === keyBytes;
  return isExpected && bytes.length >= 2 + length + tagBytes ? bytes : undefined;
}

function malformedError(): KeelsonError {
  return new KeelsonError("this is no sealed value for this key, or it is cut short", {
    code: "SEALED_VALUE_MALFORMED",
    fault: "input",
    fix: "seal it again: keelson secrets seal",
  });
}

function unopenedError(label: string): KeelsonError {
  return new KeelsonError(`this key does not open the value under the label "${label}"`, {
    code: "SEALED_VALUE_UNOPENED",
    fault: "input",
    fix: "use the key that it was sealed for, and the name, namespace and scope that it was sealed with",
  });
}

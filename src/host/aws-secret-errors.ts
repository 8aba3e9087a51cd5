import type { RemoteState } from "../model/remote-secret.ts";

type Refusal = Exclude<RemoteState, { readonly kind: "there" }>;

const deniedCodes = new Set([
  "AccessDenied",
  "AccessDeniedException",
  "DecryptionFailure",
  "ExpiredTokenException",
  "InvalidClientTokenId",
  "InvalidSignatureException",
  "UnrecognizedClientException",
]);

/** An error of AWS Secrets Manager as one of the answers that are told apart. Never holds a value. */
export function refusalOf(error: unknown): Refusal {
  const { name, message } =
    error instanceof Error ? error : { name: "Error", message: String(error) };
  return refusalOfCode(name, message);
}

/** The same for an error code inside an answer, as a batch hands it back. */
export function refusalOfCode(code: string, message: string): Refusal {
  if (code === "ResourceNotFoundException") return { kind: "missing" };
  if (code === "InvalidRequestException" && /marked (for deletion|deleted)/i.test(message)) {
    return { kind: "deleted" };
  }
  const says = `${code}: ${message}`;
  return deniedCodes.has(code) ? { kind: "forbidden", says } : { kind: "unreachable", says };
}

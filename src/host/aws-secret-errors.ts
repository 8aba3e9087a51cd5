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
  const refusal = refusalOfCode(name, message.split("\n")[0] ?? "");
  const status = httpStatus(error);
  // What stands between may refuse too, and in no form that the SDK can read.
  const isRefused = status === 401 || status === 403;
  return refusal.kind === "unreachable" && isRefused
    ? { kind: "forbidden", says: `HTTP ${status}` }
    : refusal;
}

function httpStatus(error: unknown): unknown {
  if (typeof error !== "object" || error === null || !("$response" in error)) return undefined;
  const { $response: response } = error;
  if (typeof response !== "object" || response === null) return undefined;
  return "statusCode" in response ? response.statusCode : undefined;
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

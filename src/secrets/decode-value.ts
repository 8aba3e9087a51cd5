import type { AwsSource } from "./value-source.ts";

const base64 = /^(?:[A-Za-z0-9+/]{4})*(?:[A-Za-z0-9+/]{2}==|[A-Za-z0-9+/]{3}=)?$/;
const base64url = /^(?:[A-Za-z0-9_-]{4})*(?:[A-Za-z0-9_-]{2}==|[A-Za-z0-9_-]{3}=)?$/;

/** Stored bytes as the Secret shall hold them; undefined when they are not what `decode` says. */
export function decodeValue(
  stored: Uint8Array,
  decode: AwsSource["decode"],
): Uint8Array | undefined {
  if (decode === "None") return stored;
  const text = Buffer.from(stored)
    .toString("latin1")
    .replace(/[\r\n]/g, "");
  if (decode !== "Base64URL" && base64.test(text)) return Buffer.from(text, "base64");
  if (decode !== "Base64" && base64url.test(text)) return Buffer.from(text, "base64url");
  return decode === "Auto" ? stored : undefined;
}

import type { Finding } from "../model/finding.ts";
import type { Place } from "../model/place.ts";
import { wrong } from "./remote-findings.ts";
import type { RemoteProperty } from "./remote-property.ts";

/** Why a property gives no value; it names properties, and never a value. */
export function propertyFinding(
  source: { readonly id: string; readonly property?: string },
  property: Exclude<RemoteProperty, { readonly kind: "found" }>,
  at: Place,
): Finding {
  const name = source.property ?? "";
  switch (property.kind) {
    case "missing":
      return wrong(at, "SECRET_REMOTE_PROPERTY", {
        says: `${source.id} has no property ${name}`,
        fix: `there are: ${property.keys.join(", ") || "none"}`,
      });
    case "not-json":
      return wrong(at, "SECRET_REMOTE_NOT_JSON", {
        says: `${source.id} holds no JSON, so it has no property ${name}`,
        fix: "leave `property` out, or store a JSON object",
      });
    case "unknown":
      return wrong(at, "SECRET_REMOTE_QUERY", {
        says: `${name} is a query, which only the External Secrets Operator answers`,
        fix: "name a plain property, or a path with dots",
      });
    default:
      return property satisfies never;
  }
}

import type { Link, Verdict } from "../model/link.ts";
import { plain } from "./plain.ts";

/** `110 links hold, 3 lead outside, 1 cannot be known (Secret shop/extra key token)`. */
export function summarizeLinks(links: readonly Link[]): string {
  const by = (verdict: Verdict): readonly Link[] =>
    links.filter((link) => link.verdict === verdict);
  const unknown = by("unverifiable");
  const hold = by("ok").length;
  const parts = [
    `${hold} ${hold === 1 ? "link holds" : "links hold"}`,
    phrase(by("external").length, "leads outside", "lead outside"),
    phrase(by("missing").length, "leads nowhere", "lead nowhere"),
    unknown.length === 0 ? "" : `${unknown.length} cannot be known (${nameSome(unknown)})`,
  ];
  return parts.filter((part) => part !== "").join(", ");
}

function phrase(count: number, one: string, many: string): string {
  return count === 0 ? "" : `${count} ${count === 1 ? one : many}`;
}

function nameSome(links: readonly Link[]): string {
  const names = [
    ...new Set(links.map(({ names: name, to }) => (to === undefined ? name : `${name} of ${to}`))),
  ];
  const shown = names.slice(0, 2).map((name) => plain(name));
  return names.length > shown.length
    ? `${shown.join("; ")}; and ${names.length - shown.length} more`
    : shown.join("; ");
}

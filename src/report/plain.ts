/** Text that came from files, manifests or tools, made safe for a terminal: no control but line ends and tabs. */
export function plain(text: string): string {
  return text.replaceAll(/[^\P{Cc}\n\t]|[\u202A-\u202E\u2066-\u2069]/gu, "\uFFFD");
}

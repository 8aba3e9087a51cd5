const unitSeconds: Readonly<Record<string, number>> = { h: 3600, m: 60, s: 1 };

/**
 * A duration as Go prints it (`1h` is `1h0m0s`): any other spelling is rewritten by the operator, and
 * Argo CD then shows a difference that nobody made.
 * @see https://pkg.go.dev/time#Duration.String
 */
export function goDuration(text: string): string {
  const parts = [...text.matchAll(/([0-9]+)([hms])/g)];
  const total = parts.reduce(
    (seconds, [, count = "0", unit = "s"]) => seconds + Number(count) * (unitSeconds[unit] ?? 0),
    0,
  );
  const hours = Math.floor(total / 3600);
  const minutes = Math.floor((total % 3600) / 60);
  const seconds = `${total % 60}s`;
  if (hours > 0) return `${hours}h${minutes}m${seconds}`;
  return minutes > 0 ? `${minutes}m${seconds}` : seconds;
}

const units: Readonly<Record<string, number>> = {
  "": 1,
  m: 1e-3,
  k: 1e3,
  K: 1e3,
  M: 1e6,
  G: 1e9,
  T: 1e12,
  Ki: 2 ** 10,
  Mi: 2 ** 20,
  Gi: 2 ** 30,
  Ti: 2 ** 40,
};

/** A Kubernetes quantity as a number; undefined for what is none. */
export function readQuantity(quantity: string): number | undefined {
  const [, digits, unit = ""] = /^([\d.]+)([A-Za-z]*)$/u.exec(quantity) ?? [];
  const factor = units[unit];
  return digits === undefined || factor === undefined ? undefined : Number(digits) * factor;
}

/** The bytes that Java's `-Xmx` sets aside, the last one counting; undefined where there is none. */
export function readHeap(options: string): number | undefined {
  const [, digits, unit = ""] = [...options.matchAll(/-Xmx(\d+)([kmgt]?)/giu)].at(-1) ?? [];
  if (digits === undefined) return undefined;
  return Number(digits) * (units[unit === "" ? "" : `${unit.toUpperCase()}i`] ?? 1);
}

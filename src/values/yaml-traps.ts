/** A plain scalar that readers take differently: why, and what to write in its place. */
export interface YamlTrap {
  readonly says: string;
  readonly fix: string;
}

const oldBooleans: ReadonlyMap<string, boolean> = new Map([
  ["y", true],
  ["yes", true],
  ["on", true],
  ["n", false],
  ["no", false],
  ["off", false],
]);
const decimal = /^[-+]?(0|[1-9][0-9]*)$/u;
const number =
  /^[-+]?(0x[0-9a-f]+|0b[-+]?[01]+|0o?[0-7]+|(\.[0-9]+|[0-9]+(\.[0-9]*)?)(e[-+]?[0-9]+)?)$/iu;

/** Text in a block at the very end of a file that has no line end. */
export const openEnd: YamlTrap = {
  says: "the file ends in this text without a line end, and readers differ on whether the text has one",
  fix: "end the file with a line end",
};

/** A colon with a bracket or comma right behind it, in flow style. */
export const tightColon: YamlTrap = {
  says: "a colon right before a bracket or comma ends a key in YAML 1.2, and is text in YAML 1.1",
  fix: "put a space behind the colon",
};

/**
 * Why a plain (unquoted) scalar may not be written, or undefined when every reader agrees on it: the
 * YAML 1.1 of Helm, the YAML 1.2 of Helmfile and of editors, and JSON.
 * @see https://yaml.org/type/bool.html and https://yaml.org/type/int.html
 */
export function findTrap(source: string): YamlTrap | undefined {
  return trapOfBoolean(source) ?? trapOfInteger(source) ?? trapOfNumber(source);
}

function trapOfBoolean(source: string): YamlTrap | undefined {
  const lower = source.toLowerCase();
  const old = oldBooleans.get(lower);
  const isWritten = source === lower || source === source.toUpperCase() || isCapitalised(source);
  if (old === undefined || !isWritten) return undefined;
  return {
    says: `\`${source}\` is a string in YAML 1.2 and ${old} in YAML 1.1`,
    fix: `write "${source}" or ${old}`,
  };
}

function isCapitalised(source: string): boolean {
  return source.slice(1) === source.slice(1).toLowerCase();
}

function trapOfInteger(source: string): YamlTrap | undefined {
  if (!decimal.test(source) || Number.isSafeInteger(Number(source))) return undefined;
  return {
    says: `\`${source}\` is beyond 2^53: Helm and JSON readers round it`,
    fix: `write "${source}"`,
  };
}

function trapOfNumber(source: string): YamlTrap | undefined {
  const plain = source.replaceAll("_", "");
  if (!/^[-+.0-9]/u.test(source) || !number.test(plain)) return undefined;
  if (plain !== source) return numberTrap(source, "has underscores, which YAML 1.2 does not know");
  if (/^[-+]?0[0-9]+$/u.test(source)) return leadingZeroTrap(source);
  if (/^[-+]?0[bo]/iu.test(source)) return numberTrap(source, "is a number to some readers only");
  if (/^([-+]0x|0X)/u.test(source)) return numberTrap(source, "is a number to some readers only");
  if (!Number.isFinite(Number(source))) return numberTrap(source, "is beyond what a number holds");
  return undefined;
}

function leadingZeroTrap(source: string): YamlTrap {
  const digits = source.replace(/^[-+]?0+(?=[0-9])/u, source.startsWith("-") ? "-" : "");
  const octal = /^[-+]?[0-7]+$/u.test(source) ? Number.parseInt(source, 8) : Number(digits);
  return {
    says: `\`${source}\` starts with 0: ${digits} in YAML 1.2 and ${octal} in YAML 1.1`,
    fix: `write "${source}"${octal === Number(digits) ? "" : `, ${octal}`} or ${digits}`,
  };
}

function numberTrap(source: string, why: string): YamlTrap {
  const sign = source.startsWith("-") ? -1 : 1;
  const value = sign * Number(source.replaceAll("_", "").replace(/^[-+]/u, ""));
  const orNumber = Number.isFinite(value) ? ` or ${value}` : "";
  return { says: `\`${source}\` ${why}`, fix: `write "${source}"${orNumber}` };
}

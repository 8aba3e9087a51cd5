import {
  CORE_SCHEMA,
  NOT_RESOLVED,
  defineMappingTag,
  defineScalarTag,
  mergeTag,
  type Schema,
} from "js-yaml";

const trueWords = new Set([
  "true",
  "True",
  "TRUE",
  "yes",
  "Yes",
  "YES",
  "on",
  "On",
  "ON",
  "y",
  "Y",
]);
const falseWords = new Set([
  "false",
  "False",
  "FALSE",
  "no",
  "No",
  "NO",
  "off",
  "Off",
  "OFF",
  "n",
  "N",
]);
const nullWords = new Set(["", "~", "null", "Null", "NULL"]);
const numberStarts = "+-.0123456789".split("");
const prefixed = /^([-+]?)0([xX][0-9a-fA-F]+|[oO]?[0-7]+|[bB][01]+)$/;
const decimal = /^[-+]?(?:0|[1-9][0-9]*)$/;
const float = /^[-+]?(?:\.[0-9]+|[0-9]+(?:\.[0-9]*)?)(?:[eE][-+]?[0-9]+)?$/;
const notFinite = /^(?:[-+]?\.(?:inf|Inf|INF)|\.(?:nan|NaN|NAN))$/;
const bases: Readonly<Record<string, number>> = { x: 16, o: 8, b: 2 };

const nullTag = defineScalarTag<null>("tag:yaml.org,2002:null", {
  implicit: true,
  implicitFirstChars: ["", "~", "n", "N"],
  resolve: (source) => (nullWords.has(source) ? null : NOT_RESOLVED),
  identify: (node: unknown) => node === null,
});

const boolTag = defineScalarTag<boolean>("tag:yaml.org,2002:bool", {
  implicit: true,
  implicitFirstChars: "yYnNtTfFoO".split(""),
  resolve: (source) => readBool(source) ?? NOT_RESOLVED,
  identify: (node: unknown) => typeof node === "boolean",
});

const intTag = defineScalarTag<number>("tag:yaml.org,2002:int", {
  implicit: true,
  implicitFirstChars: numberStarts,
  resolve: (source) => readNumber(source) ?? NOT_RESOLVED,
  identify: (node: unknown) => typeof node === "number",
});

const floatTag = defineScalarTag<number>("tag:yaml.org,2002:float", {
  resolve: (source) => readNumber(source) ?? NOT_RESOLVED,
  identify: () => false,
});

const binaryTag = defineScalarTag<string>("tag:yaml.org,2002:binary", {
  resolve: (source) => Buffer.from(source, "base64").toString("utf8"),
  identify: () => false,
});

/** Go keeps what an own tag such as `!foo` stands before, as a string. */
const ownTag = defineScalarTag<string>("!", {
  matchByTagPrefix: true,
  resolve: (source) => source,
  identify: () => false,
});

/** Keys become JSON's: `on: 1` is the key "true"; a null or a collection as key is refused, as Go does. */
const mapTag = defineMappingTag<Record<string, unknown>>("tag:yaml.org,2002:map", {
  create: () => ({}),
  identify: () => false,
  addPair: (map, key, value) => {
    const name = keyName(key);
    if (name === undefined) return "a key must be a string, a number or a boolean";
    setOwn(map, name, value);
    return "";
  },
  has: (map, key) => Object.hasOwn(map, keyName(key) ?? ""),
  keys: (map) => Object.keys(map),
  get: (map, key) => map[keyName(key) ?? ""],
});

/**
 * How helm and kubectl read YAML (sigs.k8s.io/yaml): YAML 1.1 words and numbers without base 60, with
 * dates kept as strings. A number that JSON cannot hold (`.inf`, `.nan`) becomes one that is not finite.
 * @see https://github.com/kubernetes-sigs/yaml/blob/master/goyaml.v2/resolve.go
 */
export const goYamlSchema: Schema = CORE_SCHEMA.withTags(
  nullTag,
  boolTag,
  intTag,
  floatTag,
  binaryTag,
  ownTag,
  mapTag,
  mergeTag,
);

function keyName(key: unknown): string | undefined {
  if (typeof key === "string") return key;
  return typeof key === "number" || typeof key === "boolean" ? String(key) : undefined;
}

function setOwn(map: Record<string, unknown>, key: string, value: unknown): void {
  if (key !== "__proto__") {
    map[key] = value;
    return;
  }
  Object.defineProperty(map, key, { value, enumerable: true, configurable: true, writable: true });
}

function readBool(source: string): boolean | undefined {
  if (trueWords.has(source)) return true;
  return falseWords.has(source) ? false : undefined;
}

function readNumber(source: string): number | undefined {
  if (decimal.test(source)) return Number(source) + 0;
  // Underscores stand for nothing, but a number does not begin with one.
  if (source.startsWith("_")) return undefined;
  const plain = source.replaceAll("_", "");
  const [, sign, digits] = prefixed.exec(plain) ?? [];
  if (digits !== undefined) return readBased(sign ?? "", digits);
  return float.test(plain) ? readFloat(plain) : readNotFinite(source);
}

/** What a float64 cannot hold stays a string. */
function readFloat(plain: string): number | undefined {
  const number = Number(plain);
  return Number.isFinite(number) ? number : undefined;
}

function readBased(sign: string, digits: string): number {
  const letter = digits.charAt(0).toLowerCase();
  const base = bases[letter];
  const number =
    base === undefined ? Number.parseInt(digits, 8) : Number.parseInt(digits.slice(1), base);
  return sign === "-" ? 0 - number : number;
}

function readNotFinite(source: string): number | undefined {
  if (!notFinite.test(source)) return undefined;
  if (source.toLowerCase() === ".nan") return Number.NaN;
  return source.startsWith("-") ? Number.NEGATIVE_INFINITY : Number.POSITIVE_INFINITY;
}

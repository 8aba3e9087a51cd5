import { readFileSync } from "node:fs";
import { join } from "node:path";
import { asMap, asText } from "../model/value.ts";
import { programRoot } from "./prepared-stamp.ts";

/** The version of the running package. */
export function packageVersion(): string {
  const text = readFileSync(join(programRoot, "package.json"), "utf8");
  return asText(asMap(JSON.parse(text))["version"]);
}

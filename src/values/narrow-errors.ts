import type { ErrorObject } from "ajv/dist/2020.js";

const unions: ReadonlySet<string> = new Set(["anyOf", "oneOf"]);

/**
 * Of the errors of an `anyOf` or `oneOf`, only those of the form that the value came nearest to; where no
 * form is nearer than another, the union's own error alone.
 */
export function narrowErrors(errors: readonly ErrorObject[]): readonly ErrorObject[] {
  let kept: ErrorObject[] = [];
  for (const error of errors) {
    if (unions.has(error.keyword)) kept = narrowUnion(kept, error);
    else if (error.keyword === "propertyNames") kept = narrowNames(kept, error);
    else if (error.keyword !== "if") kept.push(error);
  }
  return unique(kept);
}

/** The branches' errors come right before the union's own, all at its place or below. */
function narrowUnion(kept: readonly ErrorObject[], union: ErrorObject): ErrorObject[] {
  const first = kept.findLastIndex((error) => !isBranchError(error, union)) + 1;
  const branches = Map.groupBy(kept.slice(first), (error) => branchOf(error, union));
  const before = kept.slice(0, first);
  if (union.params["passingSchemas"] !== undefined && union.params["passingSchemas"] !== null) {
    return [...before, union];
  }
  const deep = [...branches.values()].filter((branch) =>
    branch.every((error) => fits(error, union)),
  );
  const [only] = deep;
  return deep.length === 1 && only !== undefined ? [...before, ...only] : [...before, union];
}

/** Whether the value has the form of the branch, and only something in it is wrong. */
function fits(error: ErrorObject, union: ErrorObject): boolean {
  if (error.instancePath !== union.instancePath) return true;
  return !["type", "const", "enum", "false schema"].includes(error.keyword);
}

function isBranchError(error: ErrorObject, union: ErrorObject): boolean {
  const isBelow =
    error.instancePath === union.instancePath ||
    error.instancePath.startsWith(`${union.instancePath}/`);
  return (
    isBelow && (error.schemaPath.startsWith(`${union.schemaPath}/`) || isReferred(error, union))
  );
}

function isReferred(error: ErrorObject, union: ErrorObject): boolean {
  const head = /^(#\/(?:\$defs|definitions)\/[^/]+)\//u.exec(error.schemaPath)?.[1];
  return head !== undefined && JSON.stringify(union.schema).includes(`"${head}"`);
}

function branchOf(error: ErrorObject, union: ErrorObject): string {
  if (error.schemaPath.startsWith(`${union.schemaPath}/`)) {
    return error.schemaPath.slice(union.schemaPath.length + 1).split("/")[0] ?? "";
  }
  return error.schemaPath.split("/").slice(0, 3).join("/");
}

function narrowNames(kept: readonly ErrorObject[], error: ErrorObject): ErrorObject[] {
  const name: unknown = error.params["propertyName"];
  const isAboutName = (other: ErrorObject): boolean =>
    other.propertyName === name && other.instancePath === error.instancePath;
  const why = kept.find(isAboutName)?.message;
  const others = kept.filter((other) => !isAboutName(other));
  return [...others, why === undefined ? error : { ...error, message: why }];
}

function unique(errors: readonly ErrorObject[]): readonly ErrorObject[] {
  const byMeaning = new Map(
    errors.map((error) => [
      `${error.instancePath} ${error.keyword} ${JSON.stringify(error.params)}`,
      error,
    ]),
  );
  return [...byMeaning.values()];
}

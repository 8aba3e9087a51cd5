import type { Finding } from "../model/finding.ts";
import type { External, Link } from "../model/link.ts";
import type { CheckContext, Exception } from "./check-context.ts";
import { matches } from "./match-object.ts";

/** Take out the findings that keelson.yaml accepts, and report each exception that accepts nothing any more. */
export function applyExceptions(
  findings: readonly Finding[],
  context: CheckContext,
): readonly Finding[] {
  const exceptions = (context.checks?.exceptions ?? []).filter((e) => isHere(e, context));
  const used = new Set<Exception>();
  const kept = findings.filter((finding) => {
    const meant = exceptions.filter((exception) => isExcepted(finding, exception));
    for (const exception of meant) used.add(exception);
    return meant.length === 0;
  });
  return [
    ...kept,
    ...exceptions.filter((e) => !used.has(e)).map((e) => unusedException(e, context)),
  ];
}

/** Report each declared external that nothing in this render names. */
export function findUnusedExternals(
  links: readonly Link[],
  context: CheckContext,
): readonly Finding[] {
  const used = new Set(links.map((link) => link.external));
  return externalsHere(context)
    .filter((external) => !used.has(external))
    .map((external) => unusedExternal(external, context));
}

/** The externals that are declared for this environment. */
export function externalsHere(context: CheckContext): readonly External[] {
  return (context.checks?.externals ?? []).filter((external) => isHere(external, context));
}

function isHere(entry: Exception | External, { environment }: CheckContext): boolean {
  return entry.environments?.includes(environment) ?? true;
}

function isExcepted(finding: Finding, exception: Exception): boolean {
  if (finding.code !== exception.code) return false;
  if (exception.object === undefined) return true;
  const object = finding.at.object ?? "";
  const [kind = "", name = ""] = object.split(" ");
  const short = `${kind} ${name.slice(name.indexOf("/") + 1)}`;
  return (
    matches(exception.object, object) ||
    (!exception.object.includes("/") && matches(exception.object, short))
  );
}

function unusedException(exception: Exception, { environment }: CheckContext): Finding {
  const object = exception.object === undefined ? "" : ` for ${exception.object}`;
  return {
    code: "CHECK_EXCEPTION_UNUSED",
    level: "warning",
    at: { file: "keelson.yaml", pointer: "/checks/exceptions" },
    says: `the exception from ${exception.code}${object} matches nothing in ${environment}`,
    fix: "take it out, or name under `environments` where it is needed",
  };
}

function unusedExternal(external: External, { environment }: CheckContext): Finding {
  const port = external.port === undefined ? "" : `:${external.port}`;
  const what = external.object ?? `${external.host ?? "*"}${port}`;
  return {
    code: "CHECK_EXTERNAL_UNUSED",
    level: "warning",
    at: { file: "keelson.yaml", pointer: "/checks/externals" },
    says: `nothing in ${environment} names the declared external ${what}`,
    fix: "take it out, or name under `environments` where it is needed",
  };
}

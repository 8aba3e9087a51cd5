import type { Finding } from "../model/finding.ts";
import type { Place } from "../model/place.ts";
import { formatJsonText } from "./json.ts";
import { plain } from "./plain.ts";

const documentation = "https://www.npmjs.com/package/keelson";

/**
 * Findings as SARIF 2.1.0, for code scanning. Places are relative to the repository's root.
 * @see https://docs.oasis-open.org/sarif/sarif/v2.1.0/sarif-v2.1.0.html
 */
export function formatSarif(findings: readonly Finding[]): string {
  const codes = [...new Set(findings.map(({ code }) => code))].toSorted();
  const log = {
    $schema: "https://json.schemastore.org/sarif-2.1.0.json",
    version: "2.1.0",
    runs: [
      {
        tool: {
          driver: {
            name: "keelson",
            informationUri: documentation,
            rules: codes.map((code) => ({ id: code, name: code })),
          },
        },
        columnKind: "utf16CodeUnits",
        results: findings.map((finding) => formatResult(finding, codes)),
      },
    ],
  };
  return formatJsonText(log);
}

function formatResult(
  { code, level, at, says, fix, notes }: Finding,
  codes: readonly string[],
): object {
  const text = [says, ...(notes ?? []), `fix: ${fix}`].map(plain).join("\n");
  const locations = formatLocations(at);
  return {
    ruleId: code,
    ruleIndex: codes.indexOf(code),
    level,
    message: { text },
    ...(locations.length === 0 ? {} : { locations }),
  };
}

/** What is undefined is left out when it is written. */
function formatLocations({ file, line, column, object }: Place): readonly object[] {
  if (file === undefined && object === undefined) return [];
  const physicalLocation =
    file === undefined
      ? undefined
      : {
          artifactLocation: { uri: encodeURI(file), uriBaseId: "%SRCROOT%" },
          region: line === undefined ? undefined : { startLine: line, startColumn: column },
        };
  const logicalLocations =
    object === undefined ? undefined : [{ fullyQualifiedName: plain(object) }];
  return [{ physicalLocation, logicalLocations }];
}

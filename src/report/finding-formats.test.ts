import { describe, expect, test } from "vitest";
import type { Finding } from "../model/finding.ts";
import { formatFindingsAs } from "./finding-formats.ts";

const hostile: Finding = {
  code: "VALUES_INVALID",
  level: "error",
  at: { file: "a,b:c%.yaml", line: 3, column: 5 },
  says: "bad\r\n::error file=x::gone \u001B[2J",
  fix: "100%",
  notes: ["over 0.yaml:1:1"],
};

describe("formatFindingsAs", () => {
  test("a GitHub annotation cannot start a command of its own", () => {
    expect(formatFindingsAs("github", [hostile], { colour: false })).toBe(
      "::error file=a%2Cb%3Ac%25.yaml,line=3,col=5,title=VALUES_INVALID::" +
        "bad\uFFFD%0A\uFFFD::error file=x::gone \uFFFD[2J%0Aover 0.yaml:1:1%0Afix: 100%25\n",
    );
  });

  test("SARIF names rule, level and region", () => {
    const object: Finding = { ...hostile, level: "warning", at: { object: "Service a/b" } };
    const log: unknown = JSON.parse(
      formatFindingsAs("sarif", [hostile, object], { colour: false }),
    );
    expect(log).toMatchObject({
      version: "2.1.0",
      runs: [
        {
          tool: { driver: { name: "keelson", rules: [{ id: "VALUES_INVALID" }] } },
          results: [
            {
              ruleId: "VALUES_INVALID",
              level: "error",
              locations: [
                {
                  physicalLocation: {
                    artifactLocation: { uri: "a,b:c%25.yaml", uriBaseId: "%SRCROOT%" },
                    region: { startLine: 3, startColumn: 5 },
                  },
                },
              ],
            },
            {
              level: "warning",
              locations: [{ logicalLocations: [{ fullyQualifiedName: "Service a/b" }] }],
            },
          ],
        },
      ],
    });
  });

  test("JSON counts errors and warnings", () => {
    const report: unknown = JSON.parse(formatFindingsAs("json", [hostile], { colour: false }));
    expect(report).toMatchObject({
      errors: 1,
      warnings: 0,
      findings: [{ code: "VALUES_INVALID" }],
    });
  });
});

import { describe, expect, test } from "vitest";
import { KeelsonError } from "../model/keelson-error.ts";
import { formatFailure } from "./failure.ts";
import { countFindings, formatFindings } from "./findings.ts";

const unknownKey = {
  code: "VALUES_UNKNOWN_KEY",
  level: "error",
  at: { file: "environments/prod.yaml", line: 2, column: 5 },
  says: "`redpanda.replica` is not a key here",
  fix: "did you mean `redpanda.replicas`?",
} as const;

describe("formatFindings", () => {
  test("shows the place, the source line with a mark, and the mend", () => {
    const sources = new Map([["environments/prod.yaml", "redpanda:\n    replica: 3\n"]]);
    expect(formatFindings([unknownKey], { colour: false, sources })).toBe(
      [
        "environments/prod.yaml:2:5  VALUES_UNKNOWN_KEY  `redpanda.replica` is not a key here",
        "   1 | redpanda:",
        "   2 |     replica: 3",
        "     |     ^^^^^^^",
        "  fix: did you mean `redpanda.replicas`?",
        "1 error in 1 file",
        "",
      ].join("\n"),
    );
  });

  test("a finding of a rendered object names the object", () => {
    const finding = { ...unknownKey, at: { object: "Service dev/a" } };
    expect(formatFindings([finding], { colour: false })).toMatch(/^Service dev\/a {2}VALUES_/u);
  });

  test("what a manifest says cannot speak to the terminal", () => {
    const finding = { ...unknownKey, says: "\u001B[2Jgone\u202E" };
    const text = formatFindings([finding], { colour: false });
    expect(text).toContain("\uFFFD[2Jgone\uFFFD");
  });

  test("colour marks the level alone", () => {
    expect(formatFindings([unknownKey], { colour: true })).toContain(
      "\u001B[31mVALUES_UNKNOWN_KEY\u001B[39m",
    );
  });
});

describe("countFindings", () => {
  test("counts levels and files", () => {
    const warning = { ...unknownKey, level: "warning", at: { file: "b.yaml" } } as const;
    expect(countFindings([unknownKey, unknownKey, warning])).toBe("2 errors, 1 warning in 2 files");
    expect(countFindings([])).toBe("no findings");
  });
});

describe("formatFailure", () => {
  test("says place, code, cause and mend", () => {
    const error = new KeelsonError("the certificate has expired", {
      code: "SEALING_CERT_EXPIRED",
      fault: "input",
      at: { file: "secrets/prod/sealing-cert.pem" },
      fix: "fetch the current one",
    });
    expect(formatFailure(error, { colour: false })).toBe(
      "secrets/prod/sealing-cert.pem  SEALING_CERT_EXPIRED  the certificate has expired\n  fix: fetch the current one\n",
    );
  });
});

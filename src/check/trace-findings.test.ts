import { expect, test } from "vitest";
import type { Origin, ResolvedValues } from "../model/layer.ts";
import { checkManifests } from "./check-manifests.ts";
import { manifestsOf } from "./test-manifests.ts";
import { traceFindings } from "./trace-findings.ts";

const pod = manifestsOf(
  `{ apiVersion: v1, kind: Pod, metadata: { name: p }, spec: { containers: [{ name: c, env: [{ name: DB_URL, value: "postgresql://db.example.org:5433/shop" }] }] } }`,
);

function origin(line: number, value: string | number): Origin {
  return { file: "environments/dev.yaml", line, column: 9, value };
}

function values(...origins: readonly Origin[]): ResolvedValues {
  return { values: {}, origins: new Map(origins.map((each) => [`/${each.line}`, [each]])) };
}

const { findings } = checkManifests(pod, { environment: "dev" });

test("a finding names the line that says what it is about", () => {
  const traced = traceFindings(findings, pod, [values(origin(4, "db.example.org"), origin(5, 80))]);
  expect(traced).toMatchObject([
    {
      code: "LINK_HOST",
      at: { file: "environments/dev.yaml", line: 4, column: 9, object: "Pod shop/p" },
    },
  ]);
});

test("where two lines could have said it, or none, the finding stays as it is", () => {
  const twice = values(origin(4, "db.example.org"), origin(7, "db.example.org"));
  expect(traceFindings(findings, pod, [twice])).toEqual(findings);
  expect(traceFindings(findings, pod, [values(origin(4, "other"))])).toEqual(findings);
});

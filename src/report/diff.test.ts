import { expect, test } from "vitest";
import type { ManifestDiff, ObjectChange } from "../model/manifest-diff.ts";
import { formatDiffMarkdown } from "./diff-markdown.ts";
import { formatDiffText } from "./diff-text.ts";

function change(name: string, rest: Partial<ObjectChange> = {}): ObjectChange {
  const identity = { group: "apps", kind: "StatefulSet", namespace: "prod", name };
  return { change: "changed", identity, release: "r", fields: [], risks: [], ...rest };
}

const diff: ManifestDiff = {
  changes: [
    change("redpanda", {
      fields: [
        { path: "spec.replicas", before: 1, after: 3 },
        {
          path: "spec.template.spec.containers[redpanda].resources.limits.memory",
          before: "2Gi",
          after: "4Gi",
        },
        { path: "data[password]", before: "(hidden)", after: "(hidden)" },
        {
          path: "data[a.conf]",
          lines: [
            { mark: "-", text: "x" },
            { mark: "+", text: "\u001b[31mz" },
          ],
        },
      ],
      risks: [{ code: "RESTART", level: "note", says: "restarts pods, one by one" }],
    }),
    change("gone", {
      change: "removed",
      risks: [{ code: "DATA_REMOVED", level: "danger", says: "removed: *all*" }],
    }),
    change("label", {
      fields: [{ path: "metadata.labels[helm.sh/chart]", before: "a", after: "b", isNoise: true }],
    }),
  ],
  same: 77,
};

test("a terminal shows each object with its fields, and the counts at the end", () => {
  expect(formatDiffText(diff, { colour: false })).toMatchInlineSnapshot(`
    "StatefulSet prod/redpanda                                               ! restarts pods, one by one
      spec.replicas                                               1 -> 3
      spec.template…containers[redpanda].resources.limits.memory  2Gi -> 4Gi
      data[password]                                              changed (hidden)
      data[a.conf]
        - x
        + �[31mz
    - StatefulSet prod/gone                                                 ! removed: *all*
    1 object: only chart labels and checksums
    2 objects changed, 0 added, 1 removed, 77 the same. Secret values are never shown.
    "
  `);
});

test("a comment shows what is risky first and lets nothing out of its fences", () => {
  const hostile = change("<img src=x>", {
    fields: [{ path: "data.a", before: "```\n@all", after: "![x](y)" }],
  });
  const text = formatDiffMarkdown([
    {
      environment: "prod",
      against: "main",
      diff: { ...diff, changes: [hostile, ...diff.changes] },
    },
  ]);
  expect(text).not.toContain("<img");
  expect(text.match(/```/g)).toHaveLength(4);
  expect(text).toMatchInlineSnapshot(`
    "**prod** against main: 3 objects changed, 0 added, 1 removed, 77 the same
    - ⚠ \`StatefulSet prod/gone\`: removed: &#42;all&#42;


    ### prod

    <details>
    <summary>changed StatefulSet prod/&lt;img src=x&gt;</summary>


    \`\`\`diff
    ! data.a: ˋˋˋ⏎@all -> ![x](y)
    \`\`\`

    </details>

    <details>
    <summary>changed StatefulSet prod/redpanda</summary>

    - restarts pods, one by one

    \`\`\`diff
    ! spec.replicas: 1 -> 3
    ! spec.template…containers[redpanda].resources.limits.memory: 2Gi -> 4Gi
    ! data[password]: changed (hidden)
    ! data[a.conf]
    - x
    + �[31mz
    \`\`\`

    </details>

    <details>
    <summary>⚠ removed StatefulSet prod/gone</summary>

    - removed: &#42;all&#42;


    </details>

    _1 object: only chart labels and checksums_

    Secret values are never shown.
    "
  `);
});

test("a comment keeps to its bound and counts what does not fit", () => {
  const many = Array.from({ length: 2000 }, (_, index) =>
    change(`web-${index}`, { fields: [{ path: "spec.replicas", before: 1, after: 3 }] }),
  );
  const text = formatDiffMarkdown([
    { environment: "prod", against: "main", diff: { changes: many, same: 0 } },
  ]);
  expect(text.length).toBeLessThan(60_000);
  expect(text.split("<details>").length).toBe(text.split("</details>").length);
  expect(text).toMatch(/_\d+ more objects: run_ `keelson diff prod`/);
});

import { describe, expect, test } from "vitest";
import type { SourceCommit } from "../model/plan.ts";
import { commitMessage } from "./commit-message.ts";
import { formatMetadata, readMetadata, recordedInputs } from "./hydrator-metadata.ts";

const sha = "0123456789abcdef0123456789abcdef01234567";
const source: SourceCommit = {
  sha,
  author: { name: "Writer", email: "writer@example.com" },
  authoredAt: "2026-01-02T03:04:05+01:00",
  committedAt: "2026-01-02T03:05:05+01:00",
  subject: "feat: take the new image",
  body: "It is smaller.",
  trailers: [
    ["Argocd-reference-commit-sha", "fedcba9"],
    ["Argocd-reference-commit-author", "Reviewer <reviewer@example.com>"],
    ["Argocd-reference-commit-date", "2026-01-01T00:00:00Z"],
    ["Argocd-reference-commit-body", '"two\\nlines"'],
    ["Argocd-reference-commit-repourl", "https://example.com/app"],
    ["Reviewed-by", "Alan <alan@example.com>"],
  ],
  repoUrl: "https://example.com/source.git",
  dirty: false,
  pushed: true,
};
const keelson = {
  form: 1,
  environment: "dev",
  files: "0".repeat(64),
  textForm: 1,
  preserve: ["docs/**"],
  folders: { web: ["one", "two"] },
} as const;
const text = formatMetadata({ source, commands: ["keelson render dev"], keelson });

describe("formatMetadata", () => {
  test("is read by the rules of the custom hydrators' contract", () => {
    const read: unknown = JSON.parse(text);
    expect(read).toMatchObject({
      repoURL: source.repoUrl,
      drySha: sha,
      author: "Writer <writer@example.com>",
      date: "2026-01-02T03:04:05+01:00",
      subject: source.subject,
      body: source.body,
      commands: ["keelson render dev"],
      references: [
        {
          commit: {
            sha: "fedcba9",
            author: "Reviewer <reviewer@example.com>",
            date: "2026-01-01T00:00:00Z",
            body: "two\nlines",
            repoUrl: "https://example.com/app",
          },
        },
      ],
    });
  });

  test("is read back", () => {
    expect(readMetadata(text)).toEqual({
      drySha: sha,
      files: keelson.files,
      textForm: 1,
      preserve: keelson.preserve,
      isDirty: false,
      isMixed: false,
      tools: {},
      inputs: {},
      releases: {},
      folders: { web: ["one", "two"] },
    });
  });
});

describe("readMetadata", () => {
  test.each([undefined, "", "{", "[]", "null", '{"drySha":1,"keelson":[]}', '{"drySha":"--x"}'])(
    "takes nothing from %j",
    (hostile) => {
      expect(readMetadata(hostile)).toEqual({
        textForm: 1,
        preserve: [],
        isDirty: false,
        isMixed: false,
        tools: {},
        inputs: {},
        releases: {},
        folders: {},
      });
    },
  );
});

describe("recordedInputs", () => {
  test.each([
    undefined,
    "",
    "{",
    `{"drySha":"${sha}"}`,
    `{"drySha":"${sha}","keelson":{"inputs":[]}}`,
    '{"drySha":"x","keelson":{"inputs":{"b.yaml":"2"}}}',
  ])("are the metadata's where the note does not say: %j", (note) => {
    const metadata = '{"keelson":{"inputs":{"a.yaml":"1"}}}';
    expect(recordedInputs({ metadata, note }).inputs).toEqual({ "a.yaml": "1" });
  });
});

describe("commitMessage", () => {
  test("names the source and all who wrote it", () => {
    expect(commitMessage(source)).toBe(
      [
        "0123456: feat: take the new image",
        "It is smaller.",
        "Co-authored-by: Reviewer <reviewer@example.com>\nCo-authored-by: Writer <writer@example.com>\n",
      ].join("\n\n"),
    );
  });

  test("a trailer in another form is left out", () => {
    const trailers = [
      ["Argocd-reference-commit-author", "no address"],
      ["Argocd-reference-commit-date", "yesterday"],
      ["Argocd-reference-commit-body", "{"],
      ["Argocd-reference-commit-sha", "$(id)"],
      ["Argocd-reference-commit-repourl", "x"],
    ] as const;
    const plainSource = { ...source, body: "", trailers };
    expect(commitMessage(plainSource)).toBe(
      "0123456: feat: take the new image\n\nCo-authored-by: Writer <writer@example.com>\n",
    );
  });
});

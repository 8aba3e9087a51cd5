import type { Finding } from "../model/finding.ts";
import { templateActions, type TemplateAction } from "./template-actions.ts";

/** A file of the repository that Helmfile or Helm may read. */
export interface SourceFile {
  /** Path relative to the root, with forward slashes. */
  readonly path: string;
  readonly text: string;
}

const reference = /\b(?:secret)?ref\+[a-z0-9]+:\/\//;
/** `"ref"` or `"ref+"` alone, or `"+vault://` with its front cut off: a reference that is put together. */
const builtReference =
  /["'`](?:secret)?ref\+?["'`]|\bref\+|["'`}]\+[a-z0-9]+:\/\/|["'`]f?\+["'`]|%[sv]\+[a-z0-9%]+:\/\//;
const fetching = /\b(?:fetchSecretValue|expandSecretRefs)\b/;
const running = /(?:^|[\s(|"'`])(?:exec|envExec)(?:$|[\s("'`])/;

/**
 * What in the sources would put secrets into the render, or run programs while values are read.
 * Plain YAML can only hold a reference; a Go template can also build one or call for it. A search of
 * text cannot see through every way to build a word, so what is rendered is checked again.
 */
export function searchSecretFetches(files: readonly SourceFile[]): readonly Finding[] {
  return files.flatMap((file) => (isTemplate(file) ? searchTemplate(file) : searchPlain(file)));
}

/** A plain state file is no template, but some of its fields are rendered late. */
function isTemplate({ path, text }: SourceFile): boolean {
  if (/\.(?:gotmpl|tpl)$/.test(path)) return true;
  return text.includes("{{") && /(?:^|\/)helmfile(?:[^/]*\.ya?ml$|\.d\/)/.test(path);
}

function searchPlain({ path, text }: SourceFile): readonly Finding[] {
  return matchLines(text, reference).map((line) =>
    secretFinding(path, line, "a reference to a secret store"),
  );
}

/** Numbers of the lines that match, comments left out. */
function matchLines(text: string, pattern: RegExp): readonly number[] {
  return text
    .split("\n")
    .flatMap((line, index) => (!/^\s*#/.test(line) && pattern.test(line) ? [index + 1] : []));
}

function searchTemplate(file: SourceFile): readonly Finding[] {
  const { path, text } = file;
  const findings = [
    ...searchPlain(file),
    ...templateActions(text).flatMap((action) => actionFindings(path, action)),
    ...matchLines(text, builtReference).map((line) =>
      secretFinding(path, line, "a reference to a secret store, put together from parts"),
    ),
  ];
  const byLine = new Map<number, Finding>();
  for (const finding of findings) {
    const line = finding.at.line ?? 0;
    if (!byLine.has(line)) byLine.set(line, finding);
  }
  return [...byLine.values()].toSorted((a, b) => (a.at.line ?? 0) - (b.at.line ?? 0));
}

function actionFindings(path: string, { code, line }: TemplateAction): readonly Finding[] {
  const call = fetching.exec(code)?.[0];
  if (call !== undefined) return [secretFinding(path, line, `a call of ${call}`)];
  if (!running.test(code)) return [];
  return [
    {
      code: "RENDER_RUNS_PROGRAM",
      level: "error",
      at: { file: path, line },
      says: "a template runs a program while values are read: its output would land in Git unseen",
      fix: "let a prepare hook write a values file instead",
    },
  ];
}

function secretFinding(file: string, line: number, what: string): Finding {
  return {
    code: "RENDER_FETCHES_SECRET",
    level: "error",
    at: { file, line },
    says: `${what}: Helmfile would put the plaintext into the render, and so into Git`,
    fix: "declare the secret under secrets/ and name it by secretKeyRef",
  };
}

const changing = new RegExp(
  `(?:^|[\\s(|])(${[
    "now|ago|shuffle|uuidv4|bcrypt|htpasswd|encryptAES|getHostByName|lookup",
    "rand(?:AlphaNum|Alpha|Numeric|Ascii|Bytes|Int)",
    "gen(?:PrivateKey|CA|CAWithKey|SelfSignedCert|SelfSignedCertWithKey|SignedCert|SignedCertWithKey)",
  ].join("|")})(?=$|[\\s()|])`,
);

/** Where templates call what cannot be the same twice, or asks the cluster or the network. */
export function searchChanging(files: readonly SourceFile[]): readonly Finding[] {
  return files.flatMap(({ path, text }) =>
    templateActions(text).flatMap(({ bare, line }) => {
      const call = changing.exec(bare)?.[1];
      return call === undefined ? [] : [changingFinding(path, line, call)];
    }),
  );
}

function changingFinding(file: string, line: number, call: string): Finding {
  const isAsking = call === "lookup" || call === "getHostByName";
  return {
    code: "RENDER_CHANGING",
    level: "warning",
    at: { file, line },
    says: isAsking
      ? `\`${call}\` finds nothing while rendering, and something else in a cluster`
      : `\`${call}\` gives something else each time`,
    fix: "take it from the values, or see by `keelson render --verify` that nothing depends on it",
  };
}

import type { Finding } from "../model/finding.ts";
import type { Place } from "../model/place.ts";
import { templateActions, type TemplateAction } from "./template-actions.ts";

/** A file of the repository that Helmfile or Helm may read. */
export interface SourceFile {
  /** Path relative to the root, with forward slashes. */
  readonly path: string;
  readonly text: string;
}

/** What vals replaces, wherever it stands in a text; it reads a scheme in any case. */
export const reference: RegExp = /ref\+[^+:]*:\/\//;
/** `"ref"` or `"ref+"` alone, or `"+vault://` with its front cut off: a reference that is put together. */
const builtReference =
  /["'`](?:secret)?ref\+?["'`]|\bref\+|["'`}]\+[a-z0-9]+:\/\/|["'`]f?\+["'`]|%[sv]\+[a-z0-9%]+:\/\//;
const fetching = /\b(?:fetchSecretValue|expandSecretRefs)\b/;
/** `tpl` of a text that another function of the same action makes: what it calls cannot be seen. */
const expanding =
  /\btpl\b.*\b(?:b64dec|b32dec|decryptAES|printf|print|join|cat|replace|fromJson)\b/s;
const running = /(?:^|[\s(|"'`])(?:exec|envExec)(?:$|[\s("'`])/;

/**
 * What in the sources would put secrets into the render, or run programs while values are read.
 * Plain YAML can only hold a reference; a Go template can also build one or call for it. A search of
 * text cannot see through every way to build a word, so what is rendered is checked again.
 */
export function searchSecretFetches(files: readonly SourceFile[]): readonly Finding[] {
  return files.flatMap((file) => [
    ...(isTemplate(file) ? searchTemplate(file) : searchPlain(file)),
    ...searchEncrypted(file),
  ]);
}

/** What a template can only say of itself: names and places. It makes no text. */
const plainAction =
  /^\s*`?\{*\s*\.(?:Environment\.Name|Release\.\w+|Namespace|HelmfileCommand)\s*\}*`?\s*$/;

/** Whether values come out of templates, so that a reference could stand in them that is in no source. */
export function hasTemplatedValues(states: readonly SourceFile[]): boolean {
  return states
    .filter(isTemplate)
    .some(({ text }) => templateActions(text).some(({ code }) => !plainAction.test(code)));
}

/** A plain state file is no template, but some of its fields are rendered late. */
export function isTemplate({ path, text }: SourceFile): boolean {
  if (/\.(?:gotmpl|tpl)$/.test(path)) return true;
  return text.includes("{{") && state.test(path);
}

const state = /(?:^|\/)helmfile(?:[^/]*\.ya?ml(?:\.gotmpl)?$|\.d\/)/;
/** `secrets:` of an environment or a release, with the files that helm-secrets would decrypt. */
const encrypted =
  /^[ \t]*(?:-[ \t]+)?secrets:(?=[ \t]*(?:\[[^\]]*|\n(?:[ \t]*#.*\n)*[ \t]*-[ \t]+)["']?[^\n:#"'\]]+\.(?:ya?ml|json|env|ini)\b)/gm;

function searchEncrypted({ path, text }: SourceFile): readonly Finding[] {
  if (!state.test(path)) return [];
  return [...text.matchAll(encrypted)].map(({ index }) => {
    const line = text.slice(0, index).split("\n").length;
    return secretFinding({ file: path, line }, "an encrypted values file that is decrypted here");
  });
}

function searchPlain({ path, text }: SourceFile): readonly Finding[] {
  const lines = matchLines(readEscapes(text), reference);
  return lines.map((line) => secretFinding({ file: path, line }, "a reference to a secret store"));
}

/** YAML's ways to write a text so that it does not look like itself; lines stay where they are. */
function readEscapes(text: string): string {
  if (!/\\[uUx/\r\n]|!!?binary/.test(text)) return text;
  return text
    .replaceAll(/\\(?:x([0-9a-f]{2})|u([0-9a-f]{4})|U([0-9a-f]{8}))/gi, (_, ...hex: unknown[]) =>
      characterOf(hex.find((each) => typeof each === "string")),
    )
    .replaceAll("\\/", "/")
    .replaceAll(/\\\r?\n[ \t]*(\S*)/g, "$1\n")
    .replaceAll(/!!?binary\s+["']?([A-Za-z0-9+/=]+)/g, (_, encoded: string) =>
      Buffer.from(encoded, "base64").toString("latin1").replaceAll("\n", " "),
    );
}

function characterOf(hex: unknown): string {
  const code = Number.parseInt(String(hex), 16);
  return code > 0x1f && code <= 0x10_ff_ff ? String.fromCodePoint(code) : " ";
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
      secretFinding({ file: path, line }, "a reference to a secret store, put together from parts"),
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
  if (call !== undefined) return [secretFinding({ file: path, line }, `a call of ${call}`)];
  if (expanding.test(code)) {
    return [secretFinding({ file: path, line }, "a template that is put together and then run")];
  }
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

/** Something that Helmfile would replace by a secret. */
export function secretFinding(at: Place, what: string): Finding {
  return {
    code: "RENDER_FETCHES_SECRET",
    level: "error",
    at,
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

import type { SourceCommit } from "../model/plan.ts";
import { asList, asMap, asText, type ValueMap } from "../model/value.ts";
import { commitReferences, type CommitReference } from "./commit-references.ts";

export const metadataFile = "hydrator.metadata";

/** What Keelson says about a render beside what the hydrators' contract asks for. */
export interface KeelsonMetadata {
  /** Version of this form. */
  readonly form: 1;
  readonly environment: string;
  /** The source had edits that are in no commit. */
  readonly dirty?: true;
  /** Only some releases are from the source; the others were kept from an earlier one. */
  readonly mixed?: true;
  /** Digest of all files that Keelson keeps on the branch; another one means a foreign hand. */
  readonly files: string;
  /** Version of the form that the manifests are written in; the oldest, when they differ. Default 1. */
  readonly textForm?: number;
  /** Globs of the paths that were left alone, and so are not in the digest. */
  readonly preserve: readonly string[];
  readonly tools?: Readonly<Record<string, string>>;
  /** Digests of the render's inputs by name. */
  readonly inputs?: Readonly<Record<string, string>>;
  /** Digest of what each release was made from, by its name. */
  readonly releases?: Readonly<Record<string, string>>;
  /** Namespaces of the releases that fill each folder. */
  readonly folders?: Readonly<Record<string, readonly string[]>>;
}

/**
 * The root file of the custom hydrators' contract.
 * @see https://gitops-promoter.readthedocs.io/en/latest/advanced-usage/custom-hydrator/
 */
export interface HydratorMetadata {
  readonly repoURL: string;
  readonly drySha: string;
  readonly commands: readonly string[];
  readonly author: string;
  readonly date: string;
  readonly subject: string;
  readonly body: string;
  readonly references: readonly { readonly commit: CommitReference }[];
  readonly keelson: KeelsonMetadata;
}

export interface MetadataRequest {
  readonly source: SourceCommit;
  readonly commands: readonly string[];
  readonly keelson: KeelsonMetadata;
}

/** The metadata of a render, as text. The same source gives the same bytes. */
export function formatMetadata({ source, commands, keelson }: MetadataRequest): string {
  const metadata: HydratorMetadata = {
    repoURL: source.repoUrl,
    drySha: source.sha,
    commands,
    author: formatPerson(source.author),
    date: source.authoredAt,
    subject: source.subject,
    body: source.body,
    references: commitReferences(source.trailers).map((commit) => ({ commit })),
    keelson,
  };
  return `${JSON.stringify(metadata, null, 2)}\n`;
}

export function formatPerson({ name, email }: SourceCommit["author"]): string {
  return `${name} <${email}>`;
}

/** What a branch's metadata says that a later publish needs; each is absent where it is not said. */
export interface ReadMetadata {
  readonly drySha?: string;
  readonly files?: string;
  readonly textForm: number;
  readonly preserve: readonly string[];
  /** Rendered from edits that are in no commit. */
  readonly isDirty: boolean;
  /** Some releases are of an earlier source. */
  readonly isMixed: boolean;
  readonly tools: Readonly<Record<string, string>>;
  readonly inputs: Readonly<Record<string, string>>;
  readonly releases: Readonly<Record<string, string>>;
  readonly folders: Readonly<Record<string, readonly string[]>>;
}

/** Read the metadata on a branch. Anyone may have written it: what does not fit is left out. */
export function readMetadata(text: string | undefined): ReadMetadata {
  const root = readObject(text);
  const keelson = asMap(root["keelson"]);
  const textForm = keelson["textForm"];
  return {
    ...pick("drySha", root["drySha"], /^([0-9a-f]{40}|[0-9a-f]{64})$/u),
    ...pick("files", keelson["files"], /^[0-9a-f]{64}$/u),
    textForm: Number.isInteger(textForm) ? Number(textForm) : 1,
    preserve: stringsIn(keelson["preserve"]),
    isDirty: keelson["dirty"] === true,
    isMixed: keelson["mixed"] === true,
    tools: textsIn(keelson["tools"]),
    inputs: textsIn(keelson["inputs"]),
    releases: textsIn(keelson["releases"]),
    folders: listsIn(keelson["folders"]),
  };
}

/** The source commit that a note on the tip names. */
export function readNote(text: string | undefined): string | undefined {
  return readMetadata(text).drySha;
}

/** What a branch's files were made from; empty where nothing says so. */
export type RecordedInputs = Pick<ReadMetadata, "tools" | "inputs" | "releases">;

/**
 * The inputs that the branch's files were last made from: the note says so where later ones than the
 * metadata's made the same files.
 */
export function recordedInputs({
  metadata,
  note,
}: {
  readonly metadata?: string | undefined;
  readonly note?: string | undefined;
}): RecordedInputs {
  const noted = readMetadata(note);
  const isTold = noted.drySha !== undefined && Object.keys(noted.inputs).length > 0;
  const { tools, inputs, releases } = isTold ? noted : readMetadata(metadata);
  return { tools, inputs, releases };
}

/**
 * The note of a source, with its inputs where the branch's metadata has others. Readers of the contract take
 * `drySha` and pass over keys that they do not know.
 * @see https://gitops-promoter.readthedocs.io/en/latest/advanced-usage/custom-hydrator/
 */
export function formatNote(drySha: string, made?: RecordedInputs): string {
  return JSON.stringify({ drySha, ...(made && { keelson: { form: 1, ...made } }) });
}

function pick<K extends string>(key: K, value: unknown, form: RegExp): Partial<Record<K, string>> {
  if (typeof value !== "string" || !form.test(value)) return {};
  const picked: Partial<Record<K, string>> = {};
  picked[key] = value;
  return picked;
}

function textsIn(value: unknown): Readonly<Record<string, string>> {
  const texts = Object.entries(asMap(value)).map(([name, text]) => [name, asText(text)] as const);
  return Object.fromEntries(texts);
}

function listsIn(value: unknown): Readonly<Record<string, readonly string[]>> {
  const lists = Object.entries(asMap(value)).map(
    ([name, list]) => [name, stringsIn(list)] as const,
  );
  return Object.fromEntries(lists);
}

function stringsIn(value: unknown): readonly string[] {
  return asList(value).filter((one) => typeof one === "string");
}

function readObject(text: string | undefined): ValueMap {
  if (text === undefined) return {};
  try {
    return asMap(JSON.parse(text));
  } catch {
    return {};
  }
}

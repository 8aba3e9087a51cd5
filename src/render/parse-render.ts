import type { Finding } from "../model/finding.ts";
import type { Manifest, ObjectIdentity } from "../model/manifest.ts";
import type { Place } from "../model/place.ts";
import { asText, isList, isMap, type Value, type ValueMap } from "../model/value.ts";
import { compareManifests, findClusterScoped, groupOf, scopeKey } from "./cluster-scoped.ts";
import { applyHookPolicy, type HookPolicy } from "./helm-hooks.ts";
import { readDocument } from "./read-document.ts";
import { RenderSplitter, type RenderedDocument, type RenderedRelease } from "./split-render.ts";

export interface ParseOptions {
  /** Starts the lines that name releases; left out, all documents are of one release. */
  readonly marker?: string;
  /** Name of that one release. Default: empty. */
  readonly release?: string;
  /** Default: keep. */
  readonly hooks?: HookPolicy;
  /** Kinds without a namespace whose definition is not in the render, as `Kind.group`. */
  readonly clusterScoped?: readonly string[];
}

export interface ParsedRender {
  /** Sorted by release, then identity. Two objects with one identity both stay. */
  readonly manifests: readonly Manifest[];
  readonly releases: readonly RenderedRelease[];
  readonly findings: readonly Finding[];
}

interface Draft {
  readonly document: RenderedDocument;
  readonly body: ValueMap;
  readonly name: string;
}

/**
 * Read what `helmfile template` printed, or any stream of Kubernetes YAML, as helm and kubectl would:
 * lists flattened, tests dropped, hooks by policy, the namespace stamped where the kind has one.
 */
export function parseRender(text: string, options: ParseOptions = {}): ParsedRender {
  const reader = new RenderReader(options);
  reader.take(text);
  return reader.end();
}

/** The same for text that comes in pieces: a document is read as soon as it is there as a whole. */
export class RenderReader {
  readonly #options: ParseOptions;
  readonly #splitter: RenderSplitter;
  readonly #drafts: Draft[] = [];
  readonly #findings: Finding[] = [];

  constructor(options: ParseOptions) {
    this.#options = options;
    this.#splitter = new RenderSplitter(options.marker, options.release ?? "");
  }

  take(piece: string): void {
    this.#read(this.#splitter.take(piece));
  }

  end(): ParsedRender {
    this.#read(this.#splitter.end());
    const bodies = this.#drafts.map((draft) => draft.body);
    const scopes = findClusterScoped(bodies, this.#options.clusterScoped ?? []);
    const manifests = this.#drafts.map((draft) => toManifest(draft, scopes));
    return {
      manifests: manifests.toSorted(compareManifests),
      releases: this.#splitter.releases,
      findings: this.#findings,
    };
  }

  #read(documents: readonly RenderedDocument[]): void {
    for (const draft of documents.flatMap((document) => readDrafts(document, this.#findings))) {
      this.#drafts.push(...applyPolicy(draft, this.#options.hooks ?? "keep", this.#findings));
    }
  }
}

function readDrafts(document: RenderedDocument, findings: Finding[]): readonly Draft[] {
  const read = readDocument(document.text);
  if ("problem" in read) {
    findings.push(yamlFinding(document, read.problem, read.line));
    return [];
  }
  if (read.repeatedKeyLine !== undefined) {
    findings.push(repeatedKeyFinding(document, read.repeatedKeyLine));
  }
  if (read.value === null) return [];
  return flatten(read.value).flatMap((value) => toDraft(document, value, findings));
}

/** A `List` stands for its items, which may leave out what the list's own kind says. */
function flatten(value: Value): readonly Value[] {
  if (!isMap(value)) return [value];
  const { kind, items, apiVersion } = value;
  if (typeof kind !== "string" || !kind.endsWith("List") || !isList(items)) return [value];
  const itemKind = kind.slice(0, -"List".length);
  return items.flatMap((each) => {
    if (!isMap(each) || itemKind === "") return flatten(each);
    return flatten({ apiVersion: apiVersion ?? null, kind: itemKind, ...each });
  });
}

function toDraft(document: RenderedDocument, body: Value, findings: Finding[]): readonly Draft[] {
  const missing = missingPart(body);
  if (missing === undefined && isMap(body)) {
    return [{ document, body, name: nameOf(body) }];
  }
  findings.push(identityFinding(document, missing ?? "kind"));
  return [];
}

function missingPart(body: Value): string | undefined {
  if (!isMap(body)) return "kind";
  if (!isName(body["apiVersion"])) return "apiVersion";
  if (!isName(body["kind"])) return "kind";
  return nameOf(body) === "" ? "metadata.name" : undefined;
}

function nameOf(body: ValueMap): string {
  const name = isMap(body["metadata"]) ? body["metadata"]["name"] : undefined;
  return isName(name) ? name : "";
}

function isName(value: Value | undefined): value is string {
  return typeof value === "string" && value !== "";
}

function applyPolicy(draft: Draft, policy: HookPolicy, findings: Finding[]): readonly Draft[] {
  const at: Place = {
    ...placeOf(draft.document, 1),
    object: `${asText(draft.body["kind"])} ${draft.name}`,
  };
  const outcome = applyHookPolicy(draft.body, policy, at);
  findings.push(...outcome.findings);
  return outcome.body === undefined ? [] : [{ ...draft, body: outcome.body }];
}

function toManifest(draft: Draft, scopes: ReadonlySet<string>): Manifest {
  const { document, body, name } = draft;
  const kind = asText(body["kind"]);
  const group = groupOf(asText(body["apiVersion"]));
  const isNamespaced = !scopes.has(scopeKey(kind, group));
  const metadata = isMap(body["metadata"]) ? body["metadata"] : {};
  const namespace = isNamespaced ? asText(metadata["namespace"]) || document.namespace : "";
  const identity: ObjectIdentity = { group, kind, ...(namespace !== "" && { namespace }), name };
  return {
    identity,
    release: document.release,
    ...(document.template !== undefined && { template: document.template }),
    body: stamp(body, metadata, namespace),
  };
}

function stamp(body: ValueMap, metadata: ValueMap, namespace: string): ValueMap {
  const { namespace: written, ...rest } = metadata;
  if (namespace === "") return written === undefined ? body : { ...body, metadata: rest };
  return written === namespace ? body : { ...body, metadata: { ...rest, namespace } };
}

function placeOf(document: RenderedDocument, line: number): Place {
  const at = { line: document.line + line - 1 };
  return document.template === undefined ? at : { file: document.template, ...at };
}

function yamlFinding(document: RenderedDocument, problem: string, line: number): Finding {
  return {
    code: "RENDER_YAML",
    level: "error",
    at: placeOf(document, line),
    says: `release ${document.release} renders what is no usable YAML: ${problem}`,
    fix: "mend the template; the line counts in what it rendered",
  };
}

function repeatedKeyFinding(document: RenderedDocument, line: number): Finding {
  return {
    code: "RENDER_REPEATED_KEY",
    level: "warning",
    at: placeOf(document, line),
    says: `release ${document.release} renders a key twice; the last one counts`,
    fix: "write the key once; the line counts in what the template rendered",
  };
}

function identityFinding(document: RenderedDocument, missing: string): Finding {
  return {
    code: "RENDER_NO_IDENTITY",
    level: "error",
    at: placeOf(document, 1),
    says: `release ${document.release} renders an object without ${missing}`,
    fix: "mend the template; the line counts in what it rendered",
  };
}

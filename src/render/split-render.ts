/** One document of a render, with where it came from. */
export interface RenderedDocument {
  readonly release: string;
  /** Empty when Helmfile named none. */
  readonly namespace: string;
  readonly template?: string;
  /** Line of the document's first line inside what its template rendered, from 1. */
  readonly line: number;
  readonly text: string;
}

/** One release that Helmfile asked helm for. */
export interface RenderedRelease {
  readonly name: string;
  readonly namespace: string;
  readonly kubeContext: string;
  /** What helm said when it failed; left out when it did not. */
  readonly failure?: string;
}

export interface SplitRender {
  readonly documents: readonly RenderedDocument[];
  /** In the order in which Helmfile rendered them. */
  readonly releases: readonly RenderedRelease[];
}

interface Draft {
  readonly name: string;
  readonly namespace: string;
  readonly kubeContext: string;
  said?: string[];
}

const separator = /^---(?:[ \t]*$|[ \t]+#.*$)/;
const separatorWithContent = /^---[ \t]+\S/;
const sourceComment = /^# Source: (.+)$/;
const releaseMark = /^ release "(.*)" "(.*)" "(.*)"$/;

/**
 * Cut what `helmfile template` printed into documents. Lines that start with `marker` tell the release;
 * without one, all documents belong to `release`.
 */
export function splitRender(
  text: string,
  marker: string | undefined,
  release: string,
): SplitRender {
  const state = new Splitter(marker, release);
  for (const line of text.split("\n")) state.take(line.endsWith("\r") ? line.slice(0, -1) : line);
  state.endDocument();
  const releases = state.releases.map(({ said, ...rest }) =>
    said === undefined ? rest : { ...rest, failure: said.join("\n") },
  );
  return { documents: state.documents, releases };
}

class Splitter {
  readonly documents: RenderedDocument[] = [];
  readonly releases: Draft[] = [];
  readonly #marker: string | undefined;
  #release: Draft;
  #template: string | undefined;
  #lines: string[] = [];
  #line = 1;
  #isStart = true;

  constructor(marker: string | undefined, release: string) {
    this.#marker = marker;
    this.#release = { name: release, namespace: "", kubeContext: "" };
  }

  take(line: string): void {
    if (this.#marker !== undefined && line.startsWith(this.#marker)) {
      this.#mark(line.slice(this.#marker.length));
    } else if (line.startsWith("---") && separator.test(line)) {
      this.endDocument();
    } else if (line.startsWith("---") && separatorWithContent.test(line)) {
      this.endDocument();
      this.#lines.push(line.slice(3));
      this.#isStart = false;
    } else {
      this.#content(line);
    }
  }

  /** Helm names the template in the first line of a document; a template's further documents have no such line. */
  #content(line: string): void {
    const source = this.#isStart && line.startsWith("# Source: ") ? sourceComment.exec(line) : null;
    this.#isStart = false;
    if (source === null) {
      this.#lines.push(line);
      return;
    }
    if (this.#template !== source[1]) this.#line = 1;
    this.#template = source[1];
  }

  #mark(mark: string): void {
    const release = releaseMark.exec(mark);
    if (release !== null) {
      this.endDocument();
      this.#release = {
        name: release[1] ?? "",
        namespace: release[2] ?? "",
        kubeContext: release[3] ?? "",
      };
      this.#template = undefined;
      this.#line = 1;
      this.releases.push(this.#release);
    } else if (mark === " failed") {
      this.#release.said = [];
    } else if (mark.startsWith(" said ")) {
      this.#release.said?.push(mark.slice(" said ".length));
    }
  }

  endDocument(): void {
    const text = `${this.#lines.join("\n")}\n`;
    if (this.#lines.some((line) => line.trim() !== "" && !line.startsWith("#"))) {
      this.documents.push({
        release: this.#release.name,
        namespace: this.#release.namespace,
        ...(this.#template === undefined ? {} : { template: this.#template }),
        line: this.#line,
        text,
      });
    }
    this.#line += this.#lines.length + (this.#isStart ? 0 : 1);
    this.#lines = [];
    this.#isStart = true;
  }
}

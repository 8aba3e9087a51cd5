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
 * Cuts what `helmfile template` prints into documents, as it comes. Lines that start with `marker` tell the
 * release; without one, all documents belong to `release`.
 */
export class RenderSplitter {
  readonly #marker: string | undefined;
  readonly #releases: Draft[] = [];
  readonly #documents: RenderedDocument[] = [];
  #release: Draft;
  #template: string | undefined;
  #rest = "";
  #lines: string[] = [];
  #line = 1;
  #isStart = true;

  constructor(marker: string | undefined, release: string) {
    this.#marker = marker;
    this.#release = { name: release, namespace: "", kubeContext: "" };
  }

  /** Take the next piece of text, which may end inside a line. Gives the documents that it completes. */
  take(piece: string): readonly RenderedDocument[] {
    const lines = `${this.#rest}${piece}`.split("\n");
    this.#rest = lines.pop() ?? "";
    for (const line of lines) this.#take(line);
    return this.#documents.splice(0);
  }

  /** There is no more: the last document, if there is one. */
  end(): readonly RenderedDocument[] {
    this.#take(this.#rest);
    this.#endDocument();
    return this.#documents.splice(0);
  }

  /** In the order in which Helmfile rendered them. */
  get releases(): readonly RenderedRelease[] {
    return this.#releases.map(({ said, ...rest }) =>
      said === undefined ? rest : { ...rest, failure: said.join("\n") },
    );
  }

  #take(ended: string): void {
    const line = ended.endsWith("\r") ? ended.slice(0, -1) : ended;
    if (this.#marker !== undefined && line.startsWith(this.#marker)) {
      this.#mark(line.slice(this.#marker.length));
    } else if (line.startsWith("---") && separator.test(line)) {
      this.#endDocument();
    } else if (line.startsWith("---") && separatorWithContent.test(line)) {
      this.#endDocument();
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
      this.#endDocument();
      this.#release = {
        name: release[1] ?? "",
        namespace: release[2] ?? "",
        kubeContext: release[3] ?? "",
      };
      this.#template = undefined;
      this.#line = 1;
      this.#releases.push(this.#release);
    } else if (mark === " failed") {
      this.#release.said = [];
    } else if (mark.startsWith(" said ")) {
      this.#release.said?.push(mark.slice(" said ".length));
    }
  }

  #endDocument(): void {
    const text = `${this.#lines.join("\n")}\n`;
    if (this.#lines.some((line) => line.trim() !== "" && !line.startsWith("#"))) {
      this.#documents.push({
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

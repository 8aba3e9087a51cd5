/** A commit elsewhere that led to the source commit, such as the one that built an image. */
export interface CommitReference {
  readonly author?: string;
  readonly date?: string;
  readonly subject?: string;
  readonly body?: string;
  readonly sha?: string;
  readonly repoUrl?: string;
}

const trailerPrefix = "argocd-reference-commit-";
const rfc3339 = /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}(\.\d+)?(Z|[+-]\d{2}:\d{2})$/u;

type Reader = (value: string) => CommitReference;

const readers: Readonly<Record<string, Reader>> = {
  author: (author) => (/^[^<>]* ?<[^<>\s]+>$/u.test(author) ? { author } : {}),
  date: (date) => (rfc3339.test(date) ? { date } : {}),
  subject: (subject) => ({ subject }),
  body: readBody,
  sha: (sha) => (/^[0-9a-f]{5,40}$/u.test(sha) ? { sha } : {}),
  repourl: (repoUrl) => (URL.canParse(repoUrl) ? { repoUrl } : {}),
};

/**
 * What `Argocd-reference-commit-*` trailers of a source commit name: one commit or none. A trailer
 * in another form than its own is left out.
 * @see https://argo-cd.readthedocs.io/en/stable/user-guide/source-hydrator/
 */
export function commitReferences(
  trailers: readonly (readonly [key: string, value: string])[],
): readonly CommitReference[] {
  let reference: CommitReference = {};
  for (const [key, value] of trailers) {
    const name = key.toLowerCase();
    if (!name.startsWith(trailerPrefix)) continue;
    reference = { ...reference, ...readers[name.slice(trailerPrefix.length)]?.(value) };
  }
  return Object.keys(reference).length === 0 ? [] : [reference];
}

/** The body is a JSON string, since a trailer has one line. */
function readBody(value: string): CommitReference {
  try {
    const body: unknown = JSON.parse(value);
    return typeof body === "string" ? { body } : {};
  } catch {
    return {};
  }
}

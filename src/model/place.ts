/**
 * Where something is: in a file that people write, in a rendered object, or both.
 * Lines and columns count from 1, as editors do.
 */
export interface Place {
  /** Path relative to the repository's root, with forward slashes. */
  readonly file?: string;
  readonly line?: number;
  readonly column?: number;
  /** The rendered object: `Kind namespace/name`, or `Kind name` where it has no namespace. */
  readonly object?: string;
  /** JSON Pointer (RFC 6901) into the file or the object. */
  readonly pointer?: string;
}

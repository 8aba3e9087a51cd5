import type { Generate, KeySource } from "../model/secret-declarations.ts";

/** A value in AWS Secrets Manager. */
export interface AwsSource {
  readonly kind: "aws";
  /** Name with the store's prefix, or ARN. */
  readonly id: string;
  readonly property?: string;
  /** A stage, or `uuid/` and a version id. */
  readonly version: string;
  readonly decode: "None" | "Base64" | "Base64URL" | "Auto";
}

/** Where sealing takes a value from. */
export type ValueSource =
  | AwsSource
  | { readonly kind: "env"; readonly variable: string }
  | { readonly kind: "file"; readonly path: string }
  | { readonly kind: "stdin" }
  | { readonly kind: "generated"; readonly generate: Generate }
  | { readonly kind: "value"; readonly value: string };

/** The source of a key for sealing: one at hand before the remote one; undefined where none is declared. */
export function valueSource(source: KeySource, prefix: string): ValueSource | undefined {
  return localSource(source) ?? remoteSource(source, prefix);
}

/** The source in one line, as records and messages name it; never a value that is secret. */
export function describeSource(source: ValueSource): string {
  switch (source.kind) {
    case "aws":
      return describeAws(source);
    case "env":
      return `env ${source.variable}`;
    case "file":
      return `file ${source.path}`;
    case "stdin":
    case "generated":
    case "value":
      return source.kind;
    default:
      return source satisfies never;
  }
}

/** Where a remote value is, told apart as far as its version: one call answers for all of its properties. */
export function awsVersionKey({ id, version }: Pick<AwsSource, "id" | "version">): string {
  return `${id} ${version}`;
}

function describeAws({ id, property, version, decode }: AwsSource): string {
  const parts = [
    `aws ${id}`,
    property === undefined ? "" : `#${property}`,
    version === "AWSCURRENT" ? "" : ` at ${version}`,
    decode === "None" ? "" : ` as ${decode}`,
  ];
  return parts.join("");
}

function localSource({ env, file, stdin, generate, value }: KeySource): ValueSource | undefined {
  if (env !== undefined) return { kind: "env", variable: env };
  if (file !== undefined) return { kind: "file", path: file };
  if (stdin === true) return { kind: "stdin" };
  if (generate !== undefined) return { kind: "generated", generate };
  return value === undefined ? undefined : { kind: "value", value };
}

function remoteSource(source: KeySource, prefix: string): ValueSource | undefined {
  if (source.from === undefined) return undefined;
  return {
    kind: "aws",
    id: source.from.startsWith("arn:") ? source.from : `${prefix}${source.from}`,
    ...(source.property === undefined ? {} : { property: source.property }),
    version: source.version ?? "AWSCURRENT",
    decode: source.decode ?? "None",
  };
}

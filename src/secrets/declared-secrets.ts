import type {
  DeclaredSecret,
  KeySource,
  Provider,
  SealingScope,
  SecretDeclarations,
} from "../model/secret-declarations.ts";

/** One declared Secret of one environment, with every default filled in. */
export interface EnvironmentSecret {
  readonly name: string;
  readonly provider: Provider;
  readonly scope: SealingScope;
  readonly refresh: string;
  readonly type: string;
  readonly declared: DeclaredSecret;
  /** Its keys by name, `{env}` filled in; of a Secret that somebody else makes, only the names count. */
  readonly keys: ReadonlyMap<string, KeySource>;
}

/** The Secrets that an environment declares, in order of their names. */
export function environmentSecrets(
  declarations: SecretDeclarations,
  environment: string,
): readonly EnvironmentSecret[] {
  return Object.entries(declarations.secrets ?? {})
    .toSorted(([left], [right]) => (left < right ? -1 : 1))
    .map(([name, declared]) => ({
      name,
      provider: declared.provider ?? declarations.provider ?? "existing",
      scope: declared.scope ?? declarations.scope ?? "strict",
      refresh: declared.refresh ?? declarations.refresh ?? "1h",
      type: declared.type ?? "Opaque",
      declared,
      keys: keySources(declared, environment),
    }));
}

/** A remote name with the environment filled in. */
export function remoteName(from: string, environment: string): string {
  return from.replaceAll("{env}", environment);
}

function keySources(
  { keys = [] }: DeclaredSecret,
  environment: string,
): ReadonlyMap<string, KeySource> {
  if (Array.isArray(keys)) return new Map(keys.map((key) => [key, {}]));
  return new Map(
    Object.entries(keys).map(([key, source]) => [
      key,
      source.from === undefined
        ? source
        : { ...source, from: remoteName(source.from, environment) },
    ]),
  );
}

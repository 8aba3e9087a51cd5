import type { Finding } from "../model/finding.ts";
import { pointerTo } from "../model/json-pointer.ts";
import type { Place } from "../model/place.ts";
import type { EnvironmentSecret } from "./declared-secrets.ts";
import { readSealed } from "./read-sealed.ts";
import type { SecretManifestRequest } from "./secret-request.ts";

/** Where a Secret, or one of its keys, is declared. */
export function declaredAt(
  origins: SecretManifestRequest["origins"],
  path: readonly string[],
): Place {
  const pointer = pointerTo("", ...path);
  const [origin] = origins.get(pointer) ?? [];
  if (origin === undefined) return { pointer };
  const { file, line, column } = origin;
  return { file, line, column, pointer };
}

/** What keeps ExternalSecrets from working: no store, or a key without a name in it. */
export function externalFindings(
  secrets: readonly EnvironmentSecret[],
  request: SecretManifestRequest,
): readonly Finding[] {
  const sourceless = secrets.flatMap((secret) => sourcelessKeys(secret, request));
  if (secrets.length === 0 || request.declarations.store !== undefined) return sourceless;
  const names = secrets.map(({ name }) => name).join(", ");
  const finding: Finding = {
    code: "SECRET_NO_STORE",
    level: "error",
    at: declaredAt(request.origins, ["provider"]),
    says: `secrets of ${request.environment} come from a store (${names}), and no store is declared`,
    fix: "add `store:` with `aws: { region: … }`, or the kind and name of a store that is there",
  };
  return [finding, ...sourceless];
}

/** Files of sealed values that no declaration asks for, or that hold no SealedSecret. */
export function undeclaredFindings(
  secrets: readonly EnvironmentSecret[],
  request: SecretManifestRequest,
): readonly Finding[] {
  const names = new Set(secrets.map(({ name }) => name));
  return request.sealed.flatMap((layer): readonly Finding[] => {
    const sealed = readSealed(layer);
    if (sealed !== undefined && names.has(sealed.name)) return [];
    const says =
      sealed === undefined
        ? "holds no SealedSecret"
        : `is of ${sealed.name}, which is not sealed in ${request.environment}`;
    return [
      {
        code: "SECRET_SEALED_UNDECLARED",
        level: "warning",
        at: { file: layer.file },
        says: `the file ${says}, so it is left out`,
        fix: "declare it below `secrets:`, or delete the file",
      },
    ];
  });
}

/** Sealed files of one name: which of them would land is chance. */
export function doubleFindings(
  sealed: SecretManifestRequest["sealed"],
  environment: string,
): readonly Finding[] {
  const files = sealed.flatMap((layer) => readSealed(layer) ?? []);
  return [...Map.groupBy(files, ({ name }) => name)].flatMap(([name, [first, ...others]]) =>
    others.map(({ file }) => ({
      code: "SECRET_SEALED_TWICE",
      level: "error" as const,
      at: { file },
      says: `the file holds the SealedSecret ${name}, and so does ${first?.file ?? ""}`,
      fix: `delete one of them, then run keelson secrets seal ${environment}`,
    })),
  );
}

function sourcelessKeys(
  secret: EnvironmentSecret,
  { origins, environment }: SecretManifestRequest,
): readonly Finding[] {
  return [...secret.keys].flatMap(([key, source]): readonly Finding[] => {
    if (source.from !== undefined || source.value !== undefined) return [];
    return [
      {
        code: "SECRET_NO_SOURCE",
        level: "error",
        at: declaredAt(origins, ["secrets", secret.name, "keys", key]),
        says: `key ${key} of ${secret.name} has no name in the store of ${environment}`,
        fix: 'add `from: "/{env}/…"`, or set the provider to sealed-secrets',
      },
    ];
  });
}

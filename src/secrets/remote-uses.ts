import type { Finding } from "../model/finding.ts";
import type { Origin } from "../model/layer.ts";
import type { SecretDeclarations } from "../model/secret-declarations.ts";
import type { RemoteUse } from "./check-remote.ts";
import { declaredAt } from "./declaration-findings.ts";
import { environmentSecrets, remoteName, type EnvironmentSecret } from "./declared-secrets.ts";
import { valueSource, type AwsSource } from "./value-source.ts";

export interface RemoteUsesRequest {
  readonly environment: string;
  readonly declarations: SecretDeclarations;
  readonly origins: ReadonlyMap<string, readonly Origin[]>;
}

/** All that an environment's declarations take from AWS Secrets Manager. */
export function remoteUses(request: RemoteUsesRequest): readonly RemoteUse[] {
  const { declarations, environment } = request;
  const prefix = declarations.store?.aws?.prefix ?? "";
  return environmentSecrets(declarations, environment)
    .filter(({ provider }) => provider !== "existing")
    .flatMap((secret) => [
      ...keyUses(secret, prefix, request),
      ...extractUses(secret, prefix, request),
    ]);
}

function keyUses(
  secret: EnvironmentSecret,
  prefix: string,
  { origins }: RemoteUsesRequest,
): readonly RemoteUse[] {
  return [...secret.keys].flatMap(([key, declared]): readonly RemoteUse[] => {
    // An external secret reads `from` alone; a sealed one only when nothing else is at hand.
    const { from, property, version, decode } = declared;
    const remote = {
      ...(from === undefined ? {} : { from }),
      ...(property === undefined ? {} : { property }),
      ...(version === undefined ? {} : { version }),
      ...(decode === undefined ? {} : { decode }),
    };
    const source = valueSource(secret.provider === "external-secrets" ? remote : declared, prefix);
    if (source?.kind !== "aws") return [];
    const at = declaredAt(origins, ["secrets", secret.name, "keys", key]);
    return [{ source, isExtract: false, at }];
  });
}

function extractUses(
  { name, provider, declared }: EnvironmentSecret,
  prefix: string,
  { origins, environment }: RemoteUsesRequest,
): readonly RemoteUse[] {
  if (provider !== "external-secrets") return [];
  return (declared.dataFrom ?? []).flatMap((each, index): readonly RemoteUse[] => {
    if (each.from === undefined) return [];
    const source: AwsSource = {
      kind: "aws",
      id: `${prefix}${remoteName(each.from, environment)}`,
      ...(each.property === undefined ? {} : { property: each.property }),
      version: each.version ?? "AWSCURRENT",
      decode: "None",
    };
    const at = declaredAt(origins, ["secrets", name, "dataFrom", String(index)]);
    return [{ source, isExtract: true, at }];
  });
}

/** Searches and generators: what they bring shows only in the cluster. */
export function unknowableUses({
  declarations,
  environment,
  origins,
}: RemoteUsesRequest): readonly Finding[] {
  return environmentSecrets(declarations, environment)
    .filter(({ provider }) => provider === "external-secrets")
    .flatMap(({ name, declared }) =>
      (declared.dataFrom ?? []).flatMap((each, index): readonly Finding[] => {
        if (each.from !== undefined) return [];
        const what = each.find === undefined ? "a generator" : "a search";
        return [
          {
            code: "SECRET_REMOTE_UNKNOWN",
            level: "warning",
            at: declaredAt(origins, ["secrets", name, "dataFrom", String(index)]),
            says: `what ${what} brings to ${name} cannot be known: only the operator asks it`,
            fix: "name remote secrets with `from`, or see the Secret in the cluster",
          },
        ];
      }),
    );
}

import type { Finding } from "../../../model/finding.ts";
import type { RemoteStore } from "../../../model/remote-secret.ts";
import { declaredAt } from "../../../secrets/declaration-findings.ts";
import type { EnvironmentSecret } from "../../../secrets/declared-secrets.ts";
import { remoteFinding, versionFinding } from "../../../secrets/remote-findings.ts";
import { versionIdAt } from "../../../secrets/remote-version.ts";
import { awsVersionKey, valueSource } from "../../../secrets/value-source.ts";
import type { ReadSecrets } from "./read-declarations.ts";

export interface VersionRequest {
  readonly prefix: string;
  readonly openStore: () => Promise<RemoteStore>;
  readonly read: ReadSecrets;
}

/** The version that each remote source of these Secrets has now: asked without reading a value. */
export async function readSourceVersions(
  secrets: readonly EnvironmentSecret[],
  { prefix, openStore, read }: VersionRequest,
): Promise<{ versions: ReadonlyMap<string, string>; findings: readonly Finding[] }> {
  const sources = secrets.flatMap(({ name, keys }) =>
    [...keys].flatMap(([key, declared]) => {
      const source = valueSource(declared, prefix);
      const at = declaredAt(read.origins, ["secrets", name, "keys", key]);
      return source?.kind === "aws" ? [{ source, at }] : [];
    }),
  );
  if (sources.length === 0) return { versions: new Map(), findings: [] };
  const ids = [...new Set(sources.map(({ source }) => source.id))];
  const answers = await (await openStore()).describe(ids);
  const states = new Map(ids.map((id, index) => [id, answers[index]]));
  const versions = new Map<string, string>();
  const findings: Finding[] = [];
  for (const { source, at } of sources) {
    const state = states.get(source.id) ?? { kind: "missing" };
    const version = state.kind === "there" ? versionIdAt(state, source.version) : undefined;
    if (state.kind !== "there") findings.push(remoteFinding(source.id, state, at));
    else if (version === undefined) findings.push(versionFinding(source.id, source.version, at));
    else versions.set(awsVersionKey(source), version);
  }
  return { versions, findings };
}

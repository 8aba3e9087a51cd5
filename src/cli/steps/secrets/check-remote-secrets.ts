import type { Finding } from "../../../model/finding.ts";
import type { RemoteStore } from "../../../model/remote-secret.ts";
import {
  checkRemoteState,
  checkRemoteValue,
  type RemoteUse,
} from "../../../secrets/check-remote.ts";
import { awsVersionKey } from "../../../secrets/value-source.ts";

/** What became of one remote secret. */
export interface RemoteReport {
  readonly id: string;
  /** Properties that are taken from it. */
  readonly properties: readonly string[];
  readonly findings: readonly Finding[];
}

/**
 * Whether every remote secret, stage and version exists; with `readValues` also property, JSON and encoding.
 * Values are looked at and dropped: none is in what comes back.
 */
export async function checkRemoteSecrets(
  uses: readonly RemoteUse[],
  store: RemoteStore,
  readValues: boolean,
): Promise<readonly RemoteReport[]> {
  const states = await stateFindings(uses, store);
  const sound = uses.filter((use) => readValues && states.get(use) === undefined);
  const findings = new Map([...states, ...(await valueFindings(sound, store))]);
  const byId = Map.groupBy(uses, ({ source }) => source.id);
  return [...byId].map(([id, own]) => ({
    id,
    properties: [...new Set(own.flatMap(({ source }) => source.property ?? []))],
    findings: unique(own.flatMap((use) => findings.get(use) ?? [])),
  }));
}

type Findings = ReadonlyMap<RemoteUse, Finding | undefined>;

async function stateFindings(uses: readonly RemoteUse[], store: RemoteStore): Promise<Findings> {
  const ids = [...new Set(uses.map(({ source }) => source.id))];
  const states = await store.describe(ids);
  const byId = new Map(ids.map((id, index) => [id, states[index]]));
  return new Map(
    uses.map((use) => [use, checkRemoteState(use, byId.get(use.source.id) ?? { kind: "missing" })]),
  );
}

async function valueFindings(uses: readonly RemoteUse[], store: RemoteStore): Promise<Findings> {
  const versions = new Map(uses.map(({ source }) => [awsVersionKey(source), source]));
  const answers = await store.read([...versions.values()]);
  const byKey = new Map([...versions.keys()].map((key, index) => [key, answers[index]]));
  return new Map(
    uses.map((use) => {
      const answer = byKey.get(awsVersionKey(use.source)) ?? { kind: "missing" };
      return [use, checkRemoteValue(use, answer)];
    }),
  );
}

/** A secret that is missing is said once, however many keys it has. */
function unique(findings: readonly Finding[]): readonly Finding[] {
  return [
    ...new Map(findings.toReversed().map((finding) => [finding.says, finding])).values(),
  ].toReversed();
}

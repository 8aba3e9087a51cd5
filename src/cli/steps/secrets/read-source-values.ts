import { randomInt } from "node:crypto";
import { resolve } from "node:path";
import { readBytesIfThere } from "../../../host/read-input.ts";
import type { CliContext } from "../../../model/cli-context.ts";
import type { Finding } from "../../../model/finding.ts";
import type { Place } from "../../../model/place.ts";
import type { RemoteStore } from "../../../model/remote-secret.ts";
import { encodingFinding } from "../../../secrets/check-remote.ts";
import { decodeValue } from "../../../secrets/decode-value.ts";
import { generateValue } from "../../../secrets/generate-value.ts";
import { propertyFinding } from "../../../secrets/property-findings.ts";
import { remoteFinding, wrong } from "../../../secrets/remote-findings.ts";
import { remoteProperty } from "../../../secrets/remote-property.ts";
import type { KeyPlan } from "../../../secrets/seal-plan.ts";
import type { AwsSource } from "../../../secrets/value-source.ts";

/** A key to seal, with the place of its declaration. */
export interface KeyToSeal {
  readonly plan: KeyPlan;
  readonly at: Place;
}

type Read = Uint8Array | Finding;

/** Where values at hand are read. */
export interface SourceReading {
  readonly context: CliContext;
  readonly readInput: (what: string) => Promise<Uint8Array>;
}

export type SourceValues = ReadonlyMap<KeyPlan, Uint8Array>;

/** The values of the keys that are to be sealed, in memory alone, or what keeps them from being read. */
export async function readSourceValues(
  keys: readonly KeyToSeal[],
  reading: SourceReading,
  openStore: () => Promise<RemoteStore>,
): Promise<{ values: SourceValues; findings: readonly Finding[] }> {
  const twice = stdinFindings(keys);
  if (twice.length > 0) return { values: new Map(), findings: twice };
  const fromAws = keys.filter(({ plan }) => plan.source.kind === "aws");
  const remote = await readRemote(fromAws, openStore);
  const values = new Map<KeyPlan, Uint8Array>();
  const findings: Finding[] = [];
  for (const key of keys) {
    const read = remote.get(key.plan) ?? (await readLocal(key, reading));
    if (read instanceof Uint8Array) values.set(key.plan, read);
    else findings.push(read);
  }
  return { values, findings };
}

async function readLocal(
  { plan, at }: KeyToSeal,
  { context: { root, environment }, readInput }: SourceReading,
): Promise<Read> {
  const { source } = plan;
  switch (source.kind) {
    case "env":
      return variableValue(environment[source.variable], source.variable, at);
    case "file": {
      const bytes = await readBytesIfThere(resolve(root, source.path));
      return bytes ?? missing(at, `${source.path} cannot be read`, "see that it is there");
    }
    case "stdin":
      return await readInput(plan.key);
    case "generated":
      return Buffer.from(generateValue(source.generate, randomInt));
    case "value":
      return Buffer.from(source.value);
    case "aws":
      return missing(at, `${source.id} was not read`, "run it again");
    default:
      return source satisfies never;
  }
}

function variableValue(value: string | undefined, name: string, at: Place): Read {
  if (value !== undefined) return Buffer.from(value);
  return missing(at, `the environment variable ${name} is not set`, "set it for this one command");
}

async function readRemote(
  keys: readonly KeyToSeal[],
  openStore: () => Promise<RemoteStore>,
): Promise<ReadonlyMap<KeyPlan, Read>> {
  const sources = keys.flatMap(({ plan, at }) =>
    plan.source.kind === "aws" ? [{ plan, at, source: plan.source }] : [],
  );
  if (sources.length === 0) return new Map();
  const store = await openStore();
  // By the version that was just found, not by its stage: the record then speaks of the very bytes.
  const wanted = new Map(
    sources.map(({ plan, source }) => {
      const version = plan.version === undefined ? source.version : `uuid/${plan.version}`;
      return [`${source.id} ${version}`, { id: source.id, version }];
    }),
  );
  const answers = await store.read([...wanted.values()]);
  const byName = new Map([...wanted.keys()].map((name, index) => [name, answers[index]]));
  return new Map(
    sources.map(({ plan, source, at }) => {
      const version = plan.version === undefined ? source.version : `uuid/${plan.version}`;
      const answer = byName.get(`${source.id} ${version}`) ?? { kind: "missing" };
      const read =
        answer.kind === "there"
          ? valueIn(answer.bytes, source, at)
          : remoteFinding(source.id, answer, at);
      return [plan, read];
    }),
  );
}

function valueIn(stored: Uint8Array, source: AwsSource, at: Place): Read {
  const property = remoteProperty(stored, source.property);
  if (property.kind !== "found") return propertyFinding(source, property, at);
  const value = decodeValue(property.bytes, source.decode);
  return value ?? encodingFinding(source, at);
}

function stdinFindings(keys: readonly KeyToSeal[]): readonly Finding[] {
  const [first, ...others] = keys.filter(({ plan }) => plan.source.kind === "stdin");
  return others.map(({ at, plan }) =>
    wrong(at, "SECRET_STDIN_TWICE", {
      says: `${plan.key} and ${first?.plan.key ?? ""} both wait for standard input`,
      fix: "name one secret on the command line, or give one of them another source",
    }),
  );
}

function missing(at: Place, says: string, fix: string): Finding {
  return wrong(at, "SECRET_SOURCE_MISSING", { says, fix });
}

import { randomInt } from "node:crypto";
import type { Ask } from "../../../model/ask.ts";
import type { CliContext } from "../../../model/cli-context.ts";
import type { RemoteStore } from "../../../model/remote-secret.ts";
import { generateValue } from "../../../secrets/generate-value.ts";
import { remoteFinding } from "../../../secrets/remote-findings.ts";
import { remoteUses } from "../../../secrets/remote-uses.ts";
import { checkRemoteSecrets, type RemoteReport } from "./check-remote-secrets.ts";
import { openDeclaredStore } from "./open-declared-store.ts";
import type { ReadSecrets } from "./read-declarations.ts";
import { refuseSecrets } from "./refuse-secrets.ts";

export interface RemoteWalk {
  readonly environment: string;
  readonly read: ReadSecrets;
  readonly ask: Ask;
}

/**
 * Make the secrets that an environment takes from AWS Secrets Manager and that are not there, with the
 * properties that are taken: an empty answer makes a random value. Gives the names of what was made.
 * @throws SECRETS_UNREADABLE some are forbidden, deleted or out of reach
 */
export async function createRemoteSecrets(
  context: CliContext,
  { environment, read, ask }: RemoteWalk,
): Promise<readonly string[]> {
  const uses = remoteUses({ environment, declarations: read.declarations, origins: read.origins });
  if (uses.length === 0) return [];
  const store = await openDeclaredStore(context, read.declarations);
  const reports = await checkRemoteSecrets(uses, store, false);
  const others = reports.filter((report) => !isMissing(report));
  const wrong = others.flatMap(({ findings }) => findings);
  refuseSecrets(wrong, "SECRETS_UNREADABLE");
  const missing = reports.filter(isMissing);
  if (missing.length > 0) context.say(`as ${await store.identity()}\n`);
  const made: string[] = [];
  for (const report of missing) if (await makeRemote(report, store, ask)) made.push(report.id);
  return made;
}

async function makeRemote(report: RemoteReport, store: RemoteStore, ask: Ask): Promise<boolean> {
  const { id, properties } = report;
  const names = properties.length === 0 ? "one text" : properties.join(", ");
  if (!(await ask.confirm(`${id} is missing in AWS. Make it, with ${names}?`))) return false;
  const state = await store.create(id, await askContent(report, ask));
  if (state !== undefined && state.kind !== "there") {
    refuseSecrets([remoteFinding(id, state, {})], "SECRETS_UNREADABLE");
  }
  return true;
}

function isMissing({ findings }: RemoteReport): boolean {
  return findings.some(({ code }) => code === "SECRET_REMOTE_MISSING");
}

async function askContent({ id, properties }: RemoteReport, ask: Ask): Promise<string> {
  if (properties.length === 0) return await askValue(id, ask);
  const values = new Map<string, string>();
  for (const name of properties) values.set(name, await askValue(`${name} of ${id}`, ask));
  return JSON.stringify(Object.fromEntries(values));
}

async function askValue(what: string, ask: Ask): Promise<string> {
  const answer = await ask.secret(`${what} (nothing for a random one)`);
  return answer === "" ? generateValue({}, randomInt) : answer;
}

import type {
  APIErrorType,
  BatchGetSecretValueCommandOutput,
  SecretValueEntry,
  SecretsManager,
} from "@aws-sdk/client-secrets-manager";
import { KeelsonError } from "../model/keelson-error.ts";
import type {
  RemoteState,
  RemoteStore,
  RemoteValue,
  RemoteVersion,
} from "../model/remote-secret.ts";
import { refusalOf, refusalOfCode } from "./aws-secret-errors.ts";
import { mapConcurrently } from "./map-concurrently.ts";

export interface AwsStoreRequest {
  /** Left out: what the usual environment variables and profiles say. */
  readonly region?: string;
  readonly signal: AbortSignal;
}

/** The most that one BatchGetSecretValue takes. */
const batchSize = 20;
const describesAtOnce = 50;
const batchesAtOnce = 5;
const readsAtOnce = 20;

/**
 * AWS Secrets Manager, with the credentials, region and endpoint that the usual environment variables name.
 * The SDK is loaded here and not before: most runs need none.
 * @throws CANCELLED by any question, when `signal` was aborted
 */
export async function openAwsSecretStore(request: AwsStoreRequest): Promise<RemoteStore> {
  const { SecretsManager } = await import("@aws-sdk/client-secrets-manager");
  const region = request.region === undefined ? {} : { region: request.region };
  const client = new SecretsManager({ ...region, maxAttempts: 5 });
  const session: Session = { client, options: { abortSignal: request.signal } };
  return {
    identity: async () => await callerIdentity(session),
    describe: async (ids) =>
      await mapConcurrently(ids, describesAtOnce, async (id) => await describe(session, id)),
    read: async (versions) => await read(session, versions),
    create: async (id, text) => await create(session, id, text),
  };
}

interface Session {
  readonly client: SecretsManager;
  readonly options: { readonly abortSignal: AbortSignal };
}

/** What an error says about a secret; one that an abort made says nothing. */
function refusal({ options }: Session, error: unknown): ReturnType<typeof refusalOf> {
  refuseCancelled(options.abortSignal);
  return refusalOf(error);
}

function refuseCancelled({ aborted }: AbortSignal): void {
  if (!aborted) return;
  throw new KeelsonError("cancelled while AWS Secrets Manager was asked", {
    code: "CANCELLED",
    fault: "tool",
    fix: "run it again: nothing was left half-done",
  });
}

async function describe(session: Session, id: string): Promise<RemoteState> {
  const { client, options } = session;
  try {
    const found = await client.describeSecret({ SecretId: id }, options);
    if (found.DeletedDate !== undefined) return { kind: "deleted", on: found.DeletedDate };
    return { kind: "there", stages: new Map(Object.entries(found.VersionIdsToStages ?? {})) };
  } catch (error) {
    return refusal(session, error);
  }
}

async function create(
  session: Session,
  id: string,
  text: string,
): Promise<RemoteState | undefined> {
  const { client, options } = session;
  try {
    await client.createSecret({ Name: id, SecretString: text }, options);
    return undefined;
  } catch (error) {
    return refusal(session, error);
  }
}

async function read(
  session: Session,
  versions: readonly RemoteVersion[],
): Promise<readonly RemoteValue[]> {
  const current = versions.filter(({ version }) => version === "AWSCURRENT");
  const groups = chunks([...new Set(current.map(({ id }) => id))], batchSize);
  const answers = await mapConcurrently(groups, batchesAtOnce, async (ids) => {
    const values = await readBatch(session, ids);
    return ids.map((id, index) => [id, values[index]] as const);
  });
  const byId = new Map(answers.flat());
  return await mapConcurrently(versions, readsAtOnce, async (version) => {
    const found = version.version === "AWSCURRENT" ? byId.get(version.id) : undefined;
    return found ?? (await readOne(session, version));
  });
}

async function readOne(session: Session, { id, version }: RemoteVersion): Promise<RemoteValue> {
  const { client, options } = session;
  const which = version.startsWith("uuid/")
    ? { VersionId: version.slice("uuid/".length) }
    : { VersionStage: version };
  try {
    return payload(await client.getSecretValue({ SecretId: id, ...which }, options));
  } catch (error) {
    return refusal(session, error);
  }
}

async function readBatch(
  session: Session,
  ids: readonly string[],
): Promise<readonly RemoteValue[]> {
  const { client, options } = session;
  try {
    return batchAnswers(ids, await client.batchGetSecretValue({ SecretIdList: [...ids] }, options));
  } catch {
    refuseCancelled(options.abortSignal);
    // Reading in batches is a permission of its own that many roles lack: ask for each by itself.
    const versions = ids.map((id) => ({ id, version: "AWSCURRENT" }));
    return await mapConcurrently(versions, readsAtOnce, async (one) => await readOne(session, one));
  }
}

async function callerIdentity({ client, options }: Session): Promise<string> {
  const { STS } = await import("@aws-sdk/client-sts");
  try {
    const found = await new STS({ region: client.config.region }).getCallerIdentity({}, options);
    return found.Arn ?? "an identity without a name";
  } catch {
    refuseCancelled(options.abortSignal);
    return "an identity that AWS does not name";
  }
}

function batchAnswers(
  ids: readonly string[],
  { SecretValues = [], Errors = [] }: BatchGetSecretValueCommandOutput,
): readonly RemoteValue[] {
  return ids.map((id) => {
    const entry = SecretValues.find(({ Name, ARN }) => Name === id || ARN === id);
    if (entry !== undefined) return payload(entry);
    return refusalOfError(Errors.find(({ SecretId }) => SecretId === id));
  });
}

function refusalOfError(error: APIErrorType | undefined): RemoteValue {
  if (error === undefined) return { kind: "missing" };
  return refusalOfCode(error.ErrorCode ?? "", error.Message ?? "");
}

/** Bytes win over text where a secret holds both, as the External Secrets Operator reads it. */
function payload({ SecretString, SecretBinary }: SecretValueEntry): RemoteValue {
  return { kind: "there", bytes: SecretBinary ?? Buffer.from(SecretString ?? "") };
}

function chunks<T>(all: readonly T[], size: number): readonly (readonly T[])[] {
  const count = Math.ceil(all.length / size);
  return Array.from({ length: count }, (_, index) => all.slice(index * size, (index + 1) * size));
}

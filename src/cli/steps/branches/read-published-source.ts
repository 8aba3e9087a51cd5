import { openStore } from "../../../host/git-store.ts";
import type { CliContext } from "../../../model/cli-context.ts";
import type { Gitops } from "../../../model/keelson-config.ts";
import { KeelsonError } from "../../../model/keelson-error.ts";
import { metadataFile, readMetadata, readNote } from "../../../publish/hydrator-metadata.ts";
import { branchName, findRemote, inFolder } from "./gitops-target.ts";

/**
 * The source commit that an environment's branch was rendered from.
 * @throws PROMOTE_NOTHING the environment was not published yet
 * @throws PROMOTE_DIRTY it was rendered from edits that are in no commit
 * @throws PROMOTE_MIXED its releases are not of one source
 */
export async function readPublishedSource(
  context: CliContext,
  gitops: Required<Gitops>,
  environment: string,
): Promise<string> {
  const name = branchName(gitops, environment);
  const store = await openStore({
    root: context.root,
    remote: await findRemote(context, gitops),
    branches: [name],
    metadataPath: inFolder(gitops, metadataFile),
    signal: context.signal,
  });
  await store.close();
  const branch = store.branches.get(name);
  const { drySha, isDirty, isMixed } = readMetadata(branch?.metadata);
  const source = readNote(branch?.note) ?? drySha;
  if (source === undefined) throw nothing(environment, name);
  if (isDirty) throw dirty(environment);
  if (isMixed) throw mixed(environment, source);
  return source;
}

function nothing(environment: string, branch: string): KeelsonError {
  return new KeelsonError(`${branch} names no source, so there is nothing to promote`, {
    code: "PROMOTE_NOTHING",
    fault: "input",
    fix: `publish it first: keelson publish ${environment}`,
  });
}

function dirty(environment: string): KeelsonError {
  return new KeelsonError(`${environment} runs edits that are in no commit`, {
    code: "PROMOTE_DIRTY",
    fault: "input",
    fix: `commit them and publish ${environment} again, then promote`,
  });
}

/** A partial publish took some releases from the newest source and kept the others: no commit stands for that. */
function mixed(environment: string, source: string): KeelsonError {
  const message = `${environment} was partly published: only some of its releases are from ${source.slice(0, 7)}`;
  return new KeelsonError(message, {
    code: "PROMOTE_MIXED",
    fault: "input",
    fix: `publish the whole of it, see that it runs, then promote: keelson publish ${environment} --source ${source}`,
  });
}

import { openAwsSecretStore } from "../../../host/aws-secret-store.ts";
import type { CliContext } from "../../../model/cli-context.ts";
import type { RemoteStore } from "../../../model/remote-secret.ts";
import type { SecretDeclarations } from "../../../model/secret-declarations.ts";

/** AWS Secrets Manager in the region that the declarations name, or else the usual one. */
export async function openDeclaredStore(
  { signal }: CliContext,
  { store }: SecretDeclarations,
): Promise<RemoteStore> {
  const region = store?.aws?.region;
  return await openAwsSecretStore({ signal, ...(region === undefined ? {} : { region }) });
}

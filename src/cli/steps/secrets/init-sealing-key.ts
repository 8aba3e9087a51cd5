import { homedir } from "node:os";
import { join, resolve } from "node:path";
import { readTextIfThere, writeTextAtomic } from "../../../host/files.ts";
import { findWorkTree, writePrivateFile } from "../../../host/private-file.ts";
import { makeSealingKeyPair } from "../../../host/sealing-key.ts";
import type { CliContext } from "../../../model/cli-context.ts";
import { KeelsonError } from "../../../model/keelson-error.ts";
import { parseCertificate } from "../../../secrets/sealing-certificate.ts";
import { selfSignedCertificate } from "../../../secrets/self-signed-certificate.ts";
import { trustSealingKey } from "../../../secrets/trust-sealing-key.ts";
import { readSettings } from "../../read-settings.ts";
import { unknownEnvironment } from "../../select-environments.ts";

/** A new sealing key, and where its parts are. */
export interface MadeSealingKey {
  readonly fingerprint: string;
  readonly keyFile: string;
  readonly certificateFile: string;
}

const years = 10;

/**
 * Make a sealing key for one environment: the private key outside of every work tree, for its owner alone;
 * the certificate in its place; its fingerprint trusted in keelson.yaml.
 * @throws SEALING_KEY_IN_WORK_TREE, SEALING_KEY_EXISTS, SEALING_CERT_EXISTS, ENVIRONMENT_UNKNOWN
 */
export async function initSealingKey(
  context: CliContext,
  environment: string,
  wantedFile: string | undefined,
): Promise<MadeSealingKey> {
  const settings = await readSettings(context.root);
  const declared = Object.keys(settings.environments);
  if (!declared.includes(environment)) throw unknownEnvironment(environment, declared);
  const keyFile = resolve(context.root, wantedFile ?? defaultKeyFile(context, environment));
  refuseWorkTree(keyFile);
  const pattern = settings.secrets?.certificate ?? "secrets/{environment}/sealing-cert.pem";
  const certificateFile = pattern.replace("{environment}", environment);
  if ((await readTextIfThere(join(context.root, certificateFile))) !== undefined) {
    throw exists("SEALING_CERT_EXISTS", certificateFile);
  }
  const pair = await makeSealingKeyPair();
  const now = new Date();
  const text = selfSignedCertificate({ ...pair, notBefore: now, years });
  const certificate = { file: certificateFile, text, now, trustedKeys: [], environment };
  const { fingerprint } = parseCertificate(certificate);
  if (!(await writePrivateFile(keyFile, pair.privateKeyPem))) {
    throw exists("SEALING_KEY_EXISTS", keyFile);
  }
  await writeTextAtomic(join(context.root, certificateFile), text);
  const configuration = join(context.root, "keelson.yaml");
  const before = (await readTextIfThere(configuration)) ?? "";
  await writeTextAtomic(configuration, trustSealingKey(before, environment, fingerprint));
  return { fingerprint, keyFile, certificateFile };
}

function defaultKeyFile({ environment: variables }: CliContext, environment: string): string {
  const folder = variables["XDG_DATA_HOME"] ?? join(homedir(), ".local", "share");
  return join(folder, "keelson", "sealing-keys", `${environment}-${Date.now()}.pem`);
}

function refuseWorkTree(keyFile: string): void {
  const workTree = findWorkTree(keyFile);
  if (workTree === undefined) return;
  throw new KeelsonError("the private key would land in a Git work tree", {
    code: "SEALING_KEY_IN_WORK_TREE",
    fault: "usage",
    at: { file: keyFile },
    fix: `name a path outside of ${workTree}: --key PATH`,
  });
}

function exists(code: string, file: string): KeelsonError {
  return new KeelsonError(
    "there is a file already, and a sealing key is never replaced by itself",
    {
      code,
      fault: "input",
      at: { file },
      fix: "move it away first, when nothing needs it any more",
    },
  );
}

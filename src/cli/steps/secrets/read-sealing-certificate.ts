import { join } from "node:path";
import { readTextIfThere } from "../../../host/files.ts";
import { KeelsonError } from "../../../model/keelson-error.ts";
import type { CertificateRequest } from "../../../secrets/sealing-certificate.ts";
import type { Settings } from "../../settings.ts";

/**
 * What an environment's sealing certificate is judged by.
 * @throws SEALING_CERT_MISSING there is no such file
 */
export async function readCertificateRequest(
  root: string,
  settings: Settings,
  environment: string,
): Promise<CertificateRequest> {
  const pattern = settings.secrets?.certificate ?? "secrets/{environment}/sealing-cert.pem";
  const file = pattern.replace("{environment}", environment);
  const text = await readTextIfThere(join(root, file));
  if (text === undefined) {
    throw new KeelsonError(`${environment} has no sealing certificate`, {
      code: "SEALING_CERT_MISSING",
      fault: "input",
      at: { file },
      fix: `fetch the cluster's: kubeseal --fetch-cert > ${file}; without a cluster: keelson secrets init-key ${environment}`,
    });
  }
  const trustedKeys = settings.environments[environment]?.trustedSealingKeys ?? [];
  return { file, text, now: new Date(), trustedKeys, environment };
}

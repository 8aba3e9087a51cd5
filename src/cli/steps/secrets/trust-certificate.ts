import { join } from "node:path";
import { readTextIfThere, writeTextAtomic } from "../../../host/files.ts";
import type { CliContext } from "../../../model/cli-context.ts";
import { KeelsonError } from "../../../model/keelson-error.ts";
import { parseCertificate } from "../../../secrets/sealing-certificate.ts";
import { trustSealingKey } from "../../../secrets/trust-sealing-key.ts";
import { readSettings } from "../../read-settings.ts";
import { readCertificateRequest } from "./read-sealing-certificate.ts";

/**
 * Write into keelson.yaml that an environment's certificate is trusted, when its fingerprint is the one given.
 * @throws SEALING_CERT_OTHER the file holds another key
 */
export async function trustCertificate(
  context: CliContext,
  environments: readonly string[],
  fingerprint: string,
): Promise<void> {
  const settings = await readSettings(context.root);
  const [environment, ...others] = environments;
  if (environment === undefined || others.length > 0) {
    throw new KeelsonError("a certificate is trusted for one environment at a time", {
      code: "SEALING_CERT_ENVIRONMENT",
      fault: "usage",
      fix: "name the environment: keelson secrets seal ENVIRONMENT --trust-cert FINGERPRINT",
    });
  }
  const request = await readCertificateRequest(context.root, settings, environment);
  const certificate = parseCertificate(request);
  if (certificate.fingerprint !== fingerprint) {
    throw new KeelsonError(`the certificate is for the key ${certificate.fingerprint}`, {
      code: "SEALING_CERT_OTHER",
      fault: "input",
      at: { file: request.file },
      fix: `put the certificate of ${fingerprint} there, or trust the one that is there after comparing it with the controller's log`,
    });
  }
  const path = join(context.root, "keelson.yaml");
  const text = (await readTextIfThere(path)) ?? "";
  await writeTextAtomic(path, trustSealingKey(text, environment, fingerprint));
}

import type { Ask } from "../../../model/ask.ts";
import type { CliContext } from "../../../model/cli-context.ts";
import { KeelsonError } from "../../../model/keelson-error.ts";
import { parseCertificate } from "../../../secrets/sealing-certificate.ts";
import { readSettings } from "../../read-settings.ts";
import { initSealingKey } from "./init-sealing-key.ts";
import { readCertificateRequest } from "./read-sealing-certificate.ts";
import { trustCertificate } from "./trust-certificate.ts";

/**
 * See that an environment has a sealing certificate and that it is trusted, asking where it is not. Gives the
 * files that were written.
 * @throws SEALING_CERT_MISSING there is none and none shall be made here
 */
export async function prepareCertificate(
  context: CliContext,
  environment: string,
  ask: Ask,
): Promise<readonly string[]> {
  const settings = await readSettings(context.root);
  try {
    const request = await readCertificateRequest(context.root, settings, environment);
    const { fingerprint } = parseCertificate(request);
    if (request.trustedKeys.includes(fingerprint)) return [];
    const question = `${request.file} is for the key ${fingerprint}. Does the controller of ${environment} log the same?`;
    if (!(await ask.confirm(question))) return [];
    await trustCertificate(context, [environment], fingerprint);
    return [request.file, "keelson.yaml"];
  } catch (error) {
    if (!(error instanceof KeelsonError) || error.code !== "SEALING_CERT_MISSING") throw error;
    const question = `${environment} has no sealing certificate. Make a key here, for an environment without a cluster?`;
    if (!(await ask.confirm(question))) throw error;
  }
  const made = await initSealingKey(context, environment, undefined);
  context.say(`Keep    ${made.keyFile} (it opens everything that is sealed for ${environment})\n`);
  return [made.certificateFile, "keelson.yaml"];
}

import { isDeepStrictEqual } from "node:util";
import type { Finding } from "../model/finding.ts";
import { asMap } from "../model/value.ts";
import { declaredAt } from "./declaration-findings.ts";
import type { EnvironmentSecret } from "./declared-secrets.ts";
import type { SealedFile } from "./read-sealed.ts";
import { encryptedData, sealedTemplate } from "./sealed-secret.ts";
import { annotatedScope } from "./sealing-label.ts";
import type { SecretManifestRequest } from "./secret-request.ts";

/** How a declared Secret and its file of sealed values differ. */
export function sealedFindings(
  secret: EnvironmentSecret,
  sealed: SealedFile | undefined,
  request: SecretManifestRequest,
): readonly Finding[] {
  const { environment, origins } = request;
  const declared = declaredAt(origins, ["secrets", secret.name]);
  const command = `keelson secrets seal ${environment}`;
  if (sealed === undefined) {
    const says = `${secret.name} has no sealed values in ${environment}`;
    return [{ code: "SECRET_NOT_SEALED", level: "error", at: declared, says, fix: command }];
  }
  const found = encryptedData(sealed.manifest);
  const missing = [...secret.keys.keys()].filter((key) => !found.has(key));
  const unsealed = missing.map((key): Finding => {
    const at = declaredAt(origins, ["secrets", secret.name, "keys", key]);
    const says = `key ${key} of ${secret.name} is not sealed in ${environment} (${sealed.file})`;
    return { code: "SECRET_NOT_SEALED", level: "error", at, says, fix: command };
  });
  const outdated = differences(secret, sealed, request).map((says): Finding => ({
    code: "SECRET_SEALED_OUTDATED",
    level: "error",
    at: { file: sealed.file },
    says: `${secret.name} in ${environment} ${says}`,
    fix: command,
  }));
  return [...unsealed, ...outdated];
}

function differences(
  secret: EnvironmentSecret,
  { manifest, namespace }: SealedFile,
  request: SecretManifestRequest,
): readonly string[] {
  const scope = annotatedScope(asMap(asMap(manifest["metadata"])["annotations"]));
  const extra = [...encryptedData(manifest).keys()].filter((key) => !secret.keys.has(key));
  const template = asMap(manifest["spec"])["template"];
  const isSameTemplate = isDeepStrictEqual(template, sealedTemplate(secret, request.namespace));
  return [
    ...(namespace === request.namespace
      ? []
      : [
          `is sealed for namespace ${namespace ?? "(none)"}, and shall land in ${request.namespace}`,
        ]),
    ...(scope === secret.scope ? [] : [`is sealed ${scope}, and declared ${secret.scope}`]),
    ...(extra.length === 0 ? [] : [`holds ${extra.join(", ")}, declared no more`]),
    ...(isSameTemplate ? [] : ["has another type, label, annotation or template than declared"]),
  ];
}

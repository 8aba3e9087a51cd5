import type { Finding } from "../model/finding.ts";
import type { Checks } from "../model/keelson-config.ts";
import type { Manifest } from "../model/manifest.ts";
import { asMap, asText } from "../model/value.ts";
import { encryptedData } from "./sealed-secret.ts";

export type PlaintextPolicy = NonNullable<Checks["plaintext"]>[number];

export interface AppliedPolicies {
  readonly manifests: readonly Manifest[];
  readonly findings: readonly Finding[];
}

/**
 * Do with the plaintext Secrets of charts one does not own what keelson.yaml says: `drop` leaves them out,
 * `seal` too, once a sealed or external secret of the same name brings all their keys. `allow` keeps them.
 */
export function applyPlaintextPolicies(
  manifests: readonly Manifest[],
  policies: readonly PlaintextPolicy[],
): AppliedPolicies {
  if (policies.length === 0) return { manifests, findings: [] };
  const policyOf = (manifest: Manifest): PlaintextPolicy | undefined =>
    policies.find(({ object }) => isMeant(object, manifest));
  const actionOf = (manifest: Manifest): PlaintextPolicy["action"] | undefined =>
    manifest.identity.kind === "Secret" ? policyOf(manifest)?.action : undefined;
  const used = new Set(manifests.map(policyOf));
  return {
    manifests: manifests.filter((manifest) => (actionOf(manifest) ?? "allow") === "allow"),
    findings: [
      ...manifests
        .filter((manifest) => actionOf(manifest) === "seal")
        .flatMap((manifest) => unsealedFindings(manifest, manifests)),
      ...policies.filter((policy) => !used.has(policy)).map(unusedFinding),
    ],
  };
}

/** Whether a policy accepts plain text in this object. */
export function isAllowed(manifest: Manifest, policies: readonly PlaintextPolicy[]): boolean {
  return policies.some(({ action, object }) => action === "allow" && isMeant(object, manifest));
}

/** `Kind name` or `Kind namespace/name`, `*` for any part of a name. */
function isMeant(pattern: string, { identity }: Manifest): boolean {
  const { kind, namespace = "", name } = identity;
  const source = pattern.split("*").map((part) => RegExp.escape(part));
  const wanted = new RegExp(`^${source.join("[^/ ]*")}$`, "u");
  return wanted.test(`${kind} ${namespace}/${name}`) || wanted.test(`${kind} ${name}`);
}

function unsealedFindings(secret: Manifest, manifests: readonly Manifest[]): readonly Finding[] {
  const { namespace = "", name } = secret.identity;
  const wanted = [secret.body["data"], secret.body["stringData"]].flatMap((each) =>
    Object.keys(asMap(each)),
  );
  const brought = manifests
    .filter(({ identity }) => identity.namespace === secret.identity.namespace)
    .flatMap((manifest) => keysBrought(manifest, name));
  const missing = wanted.filter((key) => !brought.includes(key));
  if (missing.length === 0) return [];
  return [
    {
      code: "SECRET_POLICY_UNSEALED",
      level: "error",
      at: { object: `Secret ${namespace}/${name}` },
      says: `keelson.yaml wants it sealed, and no sealed or external secret brings ${missing.join(", ")}`,
      fix: `declare ${name} with these keys under secrets/, then: keelson secrets seal`,
    },
  ];
}

/** The keys that a SealedSecret or ExternalSecret brings to the Secret of that name. */
function keysBrought({ identity, body }: Manifest, name: string): readonly string[] {
  const spec = asMap(body["spec"]);
  if (identity.kind === "SealedSecret" && identity.name === name) {
    return [...encryptedData(body).keys(), ...Object.keys(asMap(asMap(spec["template"])["data"]))];
  }
  const target = asMap(spec["target"]);
  if (identity.kind !== "ExternalSecret" || (target["name"] ?? identity.name) !== name) return [];
  const data = Array.isArray(spec["data"]) ? spec["data"] : [];
  const fetched = data.map((each) => asText(asMap(each)["secretKey"]));
  return [...fetched, ...Object.keys(asMap(asMap(target["template"])["data"]))];
}

function unusedFinding({ object }: PlaintextPolicy): Finding {
  return {
    code: "SECRET_POLICY_UNUSED",
    level: "warning",
    at: { file: "keelson.yaml" },
    says: `checks.plaintext names ${object}, and nothing in this environment is called so`,
    fix: "correct the name, or take it out",
  };
}

import type { DeclaredSecret } from "../../model/secret-declarations.ts";
import { environmentSecrets, type EnvironmentSecret } from "../declared-secrets.ts";
import { readSealed } from "../read-sealed.ts";
import { planSealing, type SealingRules, type SecretPlan } from "../seal-plan.ts";
import { sealedText, sealSecret } from "../seal-secret.ts";
import { testSealingKey } from "./sealing-key.ts";

type TestKey = ReturnType<typeof testSealingKey>;

const own: TestKey = testSealingKey();
export const certificate: TestKey["certificate"] = own.certificate;
export const privateKey: TestKey["privateKey"] = own.privateKey;
export const other: TestKey = testSealingKey();
export const now: Date = new Date("2026-11-22T19:00:00.123Z");

export const rules: SealingRules = {
  namespace: "shop",
  certificate,
  trustedKeys: [certificate.fingerprint],
  prefix: "",
  versions: new Map([["/dev/db AWSCURRENT", "v1"]]),
  named: [],
  resealAll: false,
};

export function secret(declared: DeclaredSecret = {}): EnvironmentSecret {
  const keys = { user: { from: "/{env}/db", property: "user" }, token: { generate: {} } };
  const [only] = environmentSecrets({ secrets: { db: { keys, ...declared } } }, "dev");
  if (only === undefined) throw new Error("no secret");
  return only;
}

export function seal(plan: SecretPlan, by: SealingRules = rules): string {
  const toSeal = plan.keys.filter(({ why }) => why !== undefined);
  const values = new Map(toSeal.map((key) => [key, Buffer.from(`value of ${key.key}`)]));
  return sealedText(sealSecret(plan, by, { now, values }), undefined);
}

export function replan(
  text: string,
  change: Partial<SealingRules> = {},
  declared: EnvironmentSecret = secret(),
): SecretPlan {
  return planSealing(declared, readSealed({ file: "db.yaml", text }), { ...rules, ...change });
}

export function whys(plan: SecretPlan): Readonly<Record<string, string | undefined>> {
  return Object.fromEntries(plan.keys.map(({ key, why }) => [key, why]));
}

export const first: string = seal(planSealing(secret(), undefined, rules));

import type { Finding } from "../../model/finding.ts";
import { pointerTo } from "../../model/json-pointer.ts";
import type { Manifest } from "../../model/manifest.ts";
import { asksAsItsAccount } from "../aws-identity.ts";
import { placeIn } from "../object-name.ts";
import { textOf, valueAt } from "../read-value.ts";
import type { LinkedScene, RuleResult } from "../rule.ts";
import { objectKey } from "../scene.ts";
import type { Workload } from "../workloads.ts";

const annotation = "eks.amazonaws.com/role-arn";
const roleArn = /^arn:aws[\w-]*:iam::\d{12}:role\/[\w+=,.@/-]+$/u;
/** What is filled in after the render. */
const placeholder = /\$\{|\{\{|</u;

/** A workload that asks AWS for what is its own, and the ServiceAccount that it runs as. */
interface Client {
  readonly workload: Workload;
  readonly account: Manifest;
}

/**
 * Roles are named as AWS names them. Where some of the ServiceAccounts that ask AWS name one, all do; where none does,
 * the cluster may hand the roles out itself (EKS Pod Identity).
 */
export function checkIamRoles(scene: LinkedScene): RuleResult {
  const accounts = scene.manifests.filter(({ identity }) => identity.kind === "ServiceAccount");
  const clients = scene.workloads.flatMap((workload) => clientOf(scene, workload));
  const named = clients.find(({ account }) => roleOf(account) !== undefined);
  const associated = associatedAccounts(scene);
  const nameless = named === undefined ? [] : clients.filter(({ account }) => isNameless(account));
  const byAccount = new Map(nameless.map((client) => [client.account, client]));
  return {
    findings: [
      ...accounts.flatMap((account) => checkArn(account)),
      ...[...byAccount.values()]
        .filter(({ account }) => !associated.has(keyOf(account)))
        .map((client) => withoutRole(client, named)),
    ],
  };
}

function clientOf(scene: LinkedScene, workload: Workload): readonly Client[] {
  const name = textOf(workload.pod["serviceAccountName"]) ?? "default";
  const account = scene.objects.get(objectKey("/ServiceAccount", workload.namespace, name));
  if (account === undefined || !asksAsItsAccount(scene, workload)) return [];
  return [{ workload, account }];
}

function roleOf({ body }: Manifest): string | undefined {
  return textOf(valueAt(body, "metadata", "annotations", annotation));
}

function isNameless(account: Manifest): boolean {
  return roleOf(account) === undefined;
}

/** The accounts that objects of the render give a role by EKS Pod Identity. */
function associatedAccounts({ manifests }: LinkedScene): ReadonlySet<string> {
  const associations = manifests.filter(
    ({ identity }) => identity.kind === "PodIdentityAssociation",
  );
  return new Set(
    associations.map(({ body }) => {
      const namespace = textOf(valueAt(body, "spec", "namespace")) ?? "";
      return `${namespace}/${textOf(valueAt(body, "spec", "serviceAccount")) ?? ""}`;
    }),
  );
}

function keyOf({ identity }: Manifest): string {
  return `${identity.namespace ?? ""}/${identity.name}`;
}

function checkArn(account: Manifest): readonly Finding[] {
  const role = roleOf(account);
  if (role === undefined || roleArn.test(role) || placeholder.test(role)) return [];
  return [
    {
      code: "LINK_IAM_ROLE",
      level: "error",
      at: placeIn(account, pointerTo("/metadata/annotations", annotation)),
      says: `${role} is no ARN of an IAM role`,
      fix: "write arn:aws:iam::ACCOUNT:role/NAME, with the twelve digits of the account",
    },
  ];
}

function withoutRole({ workload, account }: Client, named: Client | undefined): Finding {
  const { name } = account.identity;
  const other = named?.account.identity.name ?? "";
  return {
    code: "LINK_IAM_ROLE_MISSING",
    level: "warning",
    at: placeIn(account, "/metadata"),
    says: `${workload.manifest.identity.name} asks AWS as ServiceAccount ${name}, which names no IAM role, as ${other} does`,
    fix: `annotate it with ${annotation}, or accept it with the reason`,
  };
}

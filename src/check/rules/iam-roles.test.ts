import { expect, test } from "vitest";
import { checkManifests } from "../check-manifests.ts";
import { manifestsOf } from "../test-manifests.ts";

const arn = "arn:aws:iam::123456789012:role/shop";

interface Shop {
  readonly role?: string;
  /** Further variables, fields of the container and of the pod that has no role. */
  readonly env?: string;
  readonly fields?: string;
  readonly pod?: string;
  /** Further objects. */
  readonly more?: string;
}

/** Two pods that ask AWS: `a` as an account with a role, `b` as one without. */
function codes({
  role = arn,
  env = "",
  fields = "",
  pod = "",
  more = "",
}: Shop): readonly string[] {
  const text = `
{ apiVersion: v1, kind: ServiceAccount, metadata: { name: a, annotations: { eks.amazonaws.com/role-arn: "${role}" } } }
---
{ apiVersion: v1, kind: ServiceAccount, metadata: { name: b } }
---
{ apiVersion: v1, kind: ConfigMap, metadata: { name: keys }, data: { c.yaml: "s3.access-key: x" } }
---
{ apiVersion: v1, kind: Pod, metadata: { name: a }, spec: { serviceAccountName: a,
  containers: [{ name: c, env: [{ name: AWS_REGION, value: eu-west-1 }] }] } }
---
{ apiVersion: v1, kind: Pod, metadata: { name: b }, spec: { ${pod} serviceAccountName: b,
  containers: [{ name: c, ${fields} env: [{ name: AWS_DEFAULT_REGION, value: eu-west-1 }, ${env}] }] } }
${more}`;
  const { findings } = checkManifests(manifestsOf(text), { environment: "dev" });
  return findings.map(({ code }) => code).filter((code) => code.startsWith("LINK_IAM"));
}

test.each(["shop", "arn:aws:iam::1234:role/shop", "arn:aws:iam::123456789012:user/shop"])(
  "what is no role's ARN is found: %s",
  (role) => {
    expect(codes({ role })).toContain("LINK_IAM_ROLE");
  },
);

test.each([arn, "arn:aws-us-gov:iam::123456789012:role/team/shop", "${SHOP_ROLE}"])(
  "a role's ARN has no finding: %s",
  (role) => {
    expect(codes({ role })).not.toContain("LINK_IAM_ROLE");
  },
);

test("an account without a role is found where another one has a role", () => {
  expect(codes({})).toEqual(["LINK_IAM_ROLE_MISSING"]);
});

test.each<[string, Shop]>([
  ["no account has a role", { role: "" }],
  ["it has keys", { env: "{ name: AWS_ACCESS_KEY_ID, value: x }" }],
  ["it has a profile", { env: "{ name: AWS_PROFILE, value: x }" }],
  ["it asks another service", { env: "{ name: AWS_ENDPOINT_URL_S3, value: 'http://b:9000' }" }],
  ["it may be given keys", { fields: "envFrom: [{ secretRef: { name: k, optional: true } }]," }],
  [
    "it has a file of keys",
    {
      fields: "volumeMounts: [{ name: v, mountPath: /home/web/.aws }],",
      pod: "volumes: [{ name: v, emptyDir: {} }],",
    },
  ],
  ["it reads keys", { pod: "volumes: [{ name: v, configMap: { name: keys } }]," }],
  [
    "the cluster gives it a role",
    {
      more: `---
{ apiVersion: eks.services.k8s.aws/v1alpha1, kind: PodIdentityAssociation, metadata: { name: b }, spec: { namespace: shop, serviceAccount: b } }`,
    },
  ],
])("an account without a role has no finding where %s", (_title, shop) => {
  expect(codes(shop)).toEqual([]);
});

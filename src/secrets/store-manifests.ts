import type { AwsStore, SecretDeclarations, Store } from "../model/secret-declarations.ts";
import { asMap, type ValueMap } from "../model/value.ts";
import { isAtLeast } from "./operator-version.ts";
import { waves, withWave } from "./sync-waves.ts";

/** What the manifests of one environment depend on besides the declarations. */
export interface StorePlace {
  readonly namespace: string;
  /** Version of the External Secrets Operator in the cluster: `2.9.0`. */
  readonly operatorVersion: string;
}

/** How ExternalSecrets name the store. */
export function storeReference(store: Store): { readonly kind: string; readonly name: string } {
  return { kind: store.kind ?? "SecretStore", name: store.name ?? "keelson" };
}

/** The ServiceAccount and the store that a declaration asks for; nothing for a store that somebody else makes. */
export function storeManifests(
  declarations: SecretDeclarations,
  place: StorePlace,
): readonly ValueMap[] {
  const { store } = declarations;
  if (store === undefined) return [];
  const provider = store.aws === undefined ? store.provider : { aws: awsProvider(store, place) };
  if (provider === undefined) return [];
  const { kind, name } = storeReference(store);
  const namespace = kind === "SecretStore" ? { namespace: place.namespace } : {};
  const manifest: ValueMap = {
    apiVersion: "external-secrets.io/v1",
    kind,
    metadata: { name, ...namespace },
    spec: { provider: asMap(JSON.parse(JSON.stringify(provider))) },
  };
  return [...serviceAccounts(store, place), withWave(manifest, waves.store)];
}

function serviceAccounts(store: Store, place: StorePlace): readonly ValueMap[] {
  const account = store.aws?.serviceAccount;
  if (account?.roleArn === undefined) return [];
  const manifest: ValueMap = {
    apiVersion: "v1",
    kind: "ServiceAccount",
    metadata: {
      name: account.name,
      namespace: account.namespace ?? place.namespace,
      annotations: { "eks.amazonaws.com/role-arn": account.roleArn },
    },
  };
  return [withWave(manifest, waves.serviceAccount)];
}

function awsProvider(store: Store, place: StorePlace): ValueMap {
  const aws = store.aws ?? { region: "" };
  const auth = awsAuth(aws, store.kind === "ClusterSecretStore" ? place.namespace : undefined);
  return {
    service: "SecretsManager",
    region: aws.region,
    ...(aws.prefix === undefined ? {} : { prefix: aws.prefix }),
    ...(aws.role === undefined ? {} : { role: aws.role }),
    // The one field of this provider that the API server fills in by itself.
    ...(isAtLeast(place.operatorVersion, "2.9") ? { sessionTagsPolicy: "None" } : {}),
    ...(auth === undefined ? {} : { auth }),
  };
}

/** Undefined for the operator's own identity: with EKS Pod Identity a ServiceAccount here would be wrong. */
function awsAuth(aws: AwsStore, clusterNamespace: string | undefined): ValueMap | undefined {
  if (aws.serviceAccount !== undefined) {
    const { name, namespace = clusterNamespace } = aws.serviceAccount;
    return { jwt: { serviceAccountRef: { name, ...inNamespace(namespace, clusterNamespace) } } };
  }
  if (aws.staticKeys === undefined) return undefined;
  const { secret, namespace = clusterNamespace } = aws.staticKeys;
  const { accessKey = "accessKey", secretKey = "secretKey", sessionToken } = aws.staticKeys;
  const where = inNamespace(namespace, clusterNamespace);
  const at = (key: string): ValueMap => ({ name: secret, key, ...where });
  return {
    secretRef: {
      accessKeyIDSecretRef: at(accessKey),
      secretAccessKeySecretRef: at(secretKey),
      ...(sessionToken === undefined ? {} : { sessionTokenSecretRef: at(sessionToken) }),
    },
  };
}

/** Only a ClusterSecretStore may name a namespace; a SecretStore reads in its own. */
function inNamespace(namespace: string | undefined, cluster: string | undefined): ValueMap {
  return cluster === undefined || namespace === undefined ? {} : { namespace };
}

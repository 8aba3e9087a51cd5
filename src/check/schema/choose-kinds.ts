import type { Finding } from "../../model/finding.ts";
import type { Environment } from "../../model/keelson-config.ts";

/** The definitions that are at hand, Kubernetes' own first. */
const products = [
  { product: "kubernetes", version: "1.36" },
  { product: "external-secrets", version: "2.9.0" },
  { product: "sealed-secrets", version: "0.40.0" },
  { product: "prometheus-operator", version: "0.93.0" },
  { product: "argo-cd", version: "3.5.1" },
] as const;

/** The files of definitions to read, relative to the package's root, and where they are of another version. */
export interface KindsChoice {
  readonly files: readonly string[];
  readonly findings: readonly Finding[];
}

/** Choose the definitions for a cluster by what keelson.yaml says of it; what it does not name is no finding. */
export function chooseKinds(name: string, environment: Environment): KindsChoice {
  const findings = products.flatMap(({ product, version }) => {
    const wanted = wantedVersion(environment, product);
    const isSame = wanted === undefined || wanted === version || wanted.startsWith(`${version}.`);
    return isSame ? [] : [otherVersion({ name, product, version, wanted })];
  });
  const files = products.map(({ product, version }) => `schemas/kinds/${product}-${version}.json`);
  return { files, findings };
}

function wantedVersion(environment: Environment, product: string): string | undefined {
  return product === "kubernetes" ? environment.kubernetes : environment.operators?.[product];
}

interface Versions {
  readonly name: string;
  readonly product: string;
  readonly version: string;
  readonly wanted: string;
}

function otherVersion({ name, product, version, wanted }: Versions): Finding {
  return {
    code: "SCHEMA_OTHER_VERSION",
    level: "warning",
    at: { file: "keelson.yaml", pointer: `/environments/${name}` },
    says: `${name} runs ${product} ${wanted}; its objects were checked by the definitions of ${version}`,
    fix: `add the definitions of ${wanted} with scripts/compact-kinds.ts, or accept this`,
  };
}

import { describe, expect, test } from "vitest";
import type { Manifest } from "../model/manifest.ts";
import type { ValueMap } from "../model/value.ts";
import { findPlaintext } from "./find-plaintext.ts";
import { applyPlaintextPolicies, type PlaintextPolicy } from "./plaintext-policy.ts";

function object(kind: string, name: string, body: ValueMap): Manifest {
  const group = kind === "Secret" ? "" : "bitnami.com";
  return { identity: { group, kind, namespace: "n", name }, release: "r", body: { kind, ...body } };
}

const secret = object("Secret", "grafana", { apiVersion: "v1", data: { password: "eA==" } });
const reason = "the chart makes it";

function applied(
  policy: Partial<PlaintextPolicy>,
  manifests: readonly Manifest[],
): readonly unknown[] {
  const policies = [{ object: "Secret grafana", action: "drop" as const, reason, ...policy }];
  const { manifests: kept, findings } = applyPlaintextPolicies(manifests, policies);
  return [kept.map(({ identity }) => identity.kind), findings.map(({ code }) => code)];
}

describe("applyPlaintextPolicies", () => {
  test("drop leaves the Secret out", () => {
    expect(applied({}, [secret])).toEqual([[], []]);
  });

  test("seal leaves it out when a sealed one brings its keys", () => {
    const sealed = object("SealedSecret", "grafana", {
      spec: { encryptedData: { password: "Ag" } },
    });
    expect(applied({ action: "seal" }, [secret, sealed])).toEqual([["SealedSecret"], []]);
  });

  test("seal without a sealed one is an error, and the value still stays out", () => {
    expect(applied({ action: "seal" }, [secret])).toEqual([[], ["SECRET_POLICY_UNSEALED"]]);
  });

  test("a policy that means nothing is said", () => {
    expect(applied({ object: "Secret n/other-*" }, [secret])).toEqual([
      ["Secret"],
      ["SECRET_POLICY_UNUSED"],
    ]);
  });

  test("allow accepts the plain text of that object alone", () => {
    const policies = [{ object: "Secret n/graf*", action: "allow" as const, reason }];
    expect(applyPlaintextPolicies([secret], policies).manifests).toEqual([secret]);
    expect(findPlaintext([secret], policies)).toEqual([]);
    expect(
      findPlaintext([{ ...secret, identity: { ...secret.identity, name: "x" } }], policies),
    ).toHaveLength(1);
  });
});

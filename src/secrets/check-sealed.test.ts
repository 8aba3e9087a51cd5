import { describe, expect, test } from "vitest";
import { parse } from "yaml";
import { asMap } from "../model/value.ts";
import { certificate, first, other } from "./__fixtures__/sealed-example.ts";
import { checkSealed } from "./check-sealed.ts";
import { encryptedData } from "./sealed-secret.ts";

describe("checkSealed", () => {
  const context = { environment: "dev", trustedKeys: [certificate.fingerprint] };
  const token = encryptedData(asMap(parse(first))).get("token") ?? "";

  function codes(
    text: string,
    by = context,
    identity: { name?: string; namespace?: string } = {},
  ): readonly string[] {
    const body = asMap(parse(text));
    const manifest = {
      identity: {
        group: "bitnami.com",
        kind: "SealedSecret",
        namespace: "shop",
        name: "db",
        ...identity,
      },
      release: "r",
      body,
    };
    return checkSealed([manifest], by).map(({ code, at }) => `${code} ${at.pointer ?? ""}`);
  }

  test("what we sealed holds where it was sealed for", () => {
    expect(codes(first)).toEqual([]);
  });

  test("a rename and another namespace are found", () => {
    const both = [
      "SECRET_SEALED_ELSEWHERE /spec/encryptedData/token",
      "SECRET_SEALED_ELSEWHERE /spec/encryptedData/user",
    ];
    expect(codes(first, context, { name: "db2" })).toEqual(both);
    expect(codes(first, context, { namespace: "prod" })).toEqual(both);
  });

  test("another scope is found", () => {
    const wider = first.replace(
      "  annotations:\n",
      '  annotations:\n    sealedsecrets.bitnami.com/cluster-wide: "true"\n',
    );
    expect(codes(wider)).toHaveLength(2);
  });

  test("a foreign certificate is found", () => {
    const foreign = { ...context, trustedKeys: [other.certificate.fingerprint] };
    expect(codes(first, foreign)[0]).toBe("SECRET_SEALED_FOREIGN /spec/encryptedData/token");
  });

  test("a value cut short is found, also where its form is right", () => {
    const wanted = ["SECRET_SEALED_DAMAGED /spec/encryptedData/token"];
    expect(codes(first.replace(token, token.slice(0, 80)))).toEqual(wanted);
    const bytes = Buffer.from(token, "base64");
    expect(codes(first.replace(token, bytes.subarray(0, -1).toString("base64")))).toEqual(wanted);
  });

  test("without a record it cannot be known", () => {
    expect(codes(first.replace("keelson.dev/sealed", "other"))).toEqual([
      "SECRET_SEALED_UNKNOWN /spec/encryptedData/token",
      "SECRET_SEALED_UNKNOWN /spec/encryptedData/user",
    ]);
  });
});

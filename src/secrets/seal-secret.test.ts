import * as fc from "fast-check";
import { describe, expect, test } from "vitest";
import { parse } from "yaml";
import { asMap } from "../model/value.ts";
import {
  certificate,
  first,
  now,
  other,
  privateKey,
  replan,
  rules,
  seal,
  secret,
  whys,
} from "./__fixtures__/sealed-example.ts";
import { planSealing } from "./seal-plan.ts";
import { sealedText, sealSecret } from "./seal-secret.ts";
import { openValue } from "./seal-value.ts";
import { encryptedData } from "./sealed-secret.ts";

describe("planSealing", () => {
  test("what was never sealed is sealed, and opens", () => {
    const sealed = encryptedData(asMap(parse(first)));
    expect([...sealed.keys()]).toEqual(["token", "user"]);
    const opened = openValue(sealed.get("user") ?? "", privateKey, "shop/db");
    expect(Buffer.from(opened).toString()).toBe("value of user");
  });

  test("nothing is sealed again while sources, place and key stay", () => {
    expect(whys(replan(first))).toEqual({ user: undefined, token: undefined });
  });

  test("a new version at the source seals that key alone", () => {
    const versions = new Map([["/dev/db AWSCURRENT", "v2"]]);
    expect(whys(replan(first, { versions }))).toEqual({
      user: "new version in aws",
      token: undefined,
    });
  });

  test("a name on the command line reads again what has no version", () => {
    expect(whys(replan(first, { named: ["db"] }))).toEqual({ user: undefined, token: "named" });
  });

  test("another property is another source", () => {
    const keys = { user: { from: "/{env}/db", property: "name" }, token: { generate: {} } };
    expect(whys(replan(first, {}, secret({ keys })))).toMatchObject({ user: "another source" });
  });

  test("another namespace or scope seals all", () => {
    const why = "name, namespace or scope changed";
    expect(whys(replan(first, { namespace: "store" }))).toEqual({ user: why, token: why });
    expect(whys(replan(first, {}, secret({ scope: "cluster-wide" })))).toEqual({
      user: why,
      token: why,
    });
  });

  test("a new certificate seals nothing while the old key is trusted", () => {
    const trustedKeys = [certificate.fingerprint, other.certificate.fingerprint];
    const plan = replan(first, { certificate: other.certificate, trustedKeys });
    expect(whys(plan)).toEqual({ user: undefined, token: undefined });
    const untrusted = replan(first, {
      certificate: other.certificate,
      trustedKeys: [other.certificate.fingerprint],
    });
    expect(whys(untrusted)).toMatchObject({ token: "its sealing key is not trusted" });
  });

  test("age and force seal again", () => {
    expect(whys(replan(first, { resealAll: true }))).toEqual({
      user: "asked for",
      token: "asked for",
    });
    const day = 24 * 60 * 60 * 1000;
    const later = replan(first, { resealBefore: new Date(now.getTime() + day) });
    expect(whys(later)).toEqual({ user: "sealed long ago", token: "sealed long ago" });
    const earlier = replan(first, { resealBefore: new Date(now.getTime() - day) });
    expect(whys(earlier)).toEqual({ user: undefined, token: undefined });
  });

  test("a damaged value is sealed again", () => {
    const token = encryptedData(asMap(parse(first))).get("token") ?? "";
    const cut = first.replace(token, token.slice(0, 40));
    expect(whys(replan(cut))).toEqual({ user: undefined, token: "the sealed value was damaged" });
  });

  test("without a record, only what has a version is sealed again", () => {
    const bare = first.replace("keelson.dev/sealed", "other");
    expect(whys(replan(bare))).toEqual({
      user: "nothing says which version is sealed",
      token: undefined,
    });
  });
});

describe("sealedText", () => {
  test("sealing twice gives the same bytes", () => {
    const plan = replan(first);
    expect(sealedText(sealSecret(plan, rules, { now, values: new Map() }), first)).toBe(first);
  });

  test("one new key leaves the others and the comments alone", () => {
    const commented = first.replace("  encryptedData:", "# ours\n  encryptedData:\n    # theirs");
    const plan = replan(commented, { versions: new Map([["/dev/db AWSCURRENT", "v2"]]) });
    const values = new Map(
      plan.keys.filter(({ why }) => why !== undefined).map((key) => [key, Buffer.from("x")]),
    );
    const text = sealedText(sealSecret(plan, rules, { now, values }), commented);
    const [before, after] = [first, text].map((each) => encryptedData(asMap(parse(each))));
    expect(after?.get("token")).toBe(before?.get("token"));
    expect(after?.get("user")).not.toBe(before?.get("user"));
    expect(text).toMatch(/# ours\n {2}encryptedData:\s+# theirs\n/);
  });

  test("a second plan after any first one keeps everything", () => {
    const keyName = fc.stringMatching(/^[-._a-zA-Z0-9]{1,20}$/);
    const keys = fc.dictionary(keyName, fc.constant({ generate: {} }), { minKeys: 1, maxKeys: 4 });
    const scope = fc.constantFrom("strict", "namespace-wide", "cluster-wide");
    fc.assert(
      fc.property(keys, scope, (found, at) => {
        const declared = secret({ keys: found, scope: at });
        const text = seal(planSealing(declared, undefined, rules));
        const again = replan(text, {}, declared);
        expect(again.keys.every(({ why }) => why === undefined)).toBe(true);
        expect(sealedText(sealSecret(again, rules, { now, values: new Map() }), text)).toBe(text);
      }),
      { numRuns: 40 },
    );
  });
});

import { describe, expect, test } from "vitest";
import { parse } from "yaml";
import { trustSealingKey } from "./trust-sealing-key.ts";

const file = `# ours
environments:
  dev: # first
    cluster: any
    list: [a, b]

  # second
  prod:
    namespace: p
    trustedSealingKeys:
      - SHA256:old # until spring
gitops:
  branch: "environments/{environment}"
`;

describe("trustSealingKey", () => {
  test("adds the list below the environment and leaves all else", () => {
    expect(trustSealingKey(file, "dev", "SHA256:new")).toBe(
      file.replace(
        "    list: [a, b]\n",
        "    list: [a, b]\n    trustedSealingKeys:\n      - SHA256:new\n",
      ),
    );
  });

  test("adds to a list that is there", () => {
    const text = trustSealingKey(file, "prod", "SHA256:new");
    expect(text).toContain("# until spring");
    expect(parse(text)).toMatchObject({
      environments: { prod: { trustedSealingKeys: ["SHA256:old", "SHA256:new"] } },
    });
  });

  test("a key that is trusted already changes nothing", () => {
    expect(trustSealingKey(file, "prod", "SHA256:old")).toBe(file);
  });

  test.each(["", "environments: { dev: { cluster: any } }\n", "environments:\n  dev: {}\n"])(
    "a file like %j gets the key too",
    (text) => {
      expect(parse(trustSealingKey(text, "dev", "SHA256:new"))).toMatchObject({
        environments: { dev: { trustedSealingKeys: ["SHA256:new"] } },
      });
    },
  );
});

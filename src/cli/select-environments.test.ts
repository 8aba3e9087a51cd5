import { expect, test } from "vitest";
import { selectEnvironments, unknownEnvironment } from "./select-environments.ts";

const declared = ["dev", "staging", "prod"];

test("all environments are meant when none is named", () => {
  expect(selectEnvironments(declared, [])).toEqual(declared);
});

test("the order is the declared one and a name counts once", () => {
  expect(selectEnvironments(declared, ["prod", "dev", "prod"])).toEqual(["dev", "prod"]);
});

test("an unknown name is answered with the nearest", () => {
  expect(unknownEnvironment("prd", declared)).toMatchObject({
    code: "ENVIRONMENT_UNKNOWN",
    fix: "did you mean prod? There are: dev, staging, prod",
  });
  expect(() => selectEnvironments(declared, ["prd"])).toThrow("there is no environment `prd`");
});

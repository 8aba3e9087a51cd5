import { expect, test } from "vitest";
import { forbiddenVariables, renderVariables } from "./render-variables.ts";
import { hiddenVariables } from "./search-variables.ts";

const given = { PATH: "/bin", REGION: "eu", OTHER: "x", AWS_SESSION_TOKEN: "t", KEELSON_X: "1" };

test("only what programs need, our own and what keelson.yaml names gets through", () => {
  const { PATH, REGION, OTHER, AWS_SESSION_TOKEN, KEELSON_X } = renderVariables(given, "/s", [
    "REGION",
  ]);
  expect([PATH, REGION, KEELSON_X]).toEqual(["/bin", "eu", "1"]);
  expect([OTHER, AWS_SESSION_TOKEN]).toEqual([undefined, undefined]);
});

test.each([
  "AWS_SECRET_ACCESS_KEY",
  "VAULT_TOKEN",
  "db_password",
  "GITHUB_PAT",
  "SIGNING_KEY",
  "KUBECONFIG",
  "GOOGLE_APPLICATION_CREDENTIALS",
  "AWS_CONFIG_FILE",
  "LD_PRELOAD",
  "NODE_OPTIONS",
  "HELM_PLUGINS",
])("%s never gets through", (name) => {
  expect(forbiddenVariables([name])).toEqual([name]);
});

test.each(["AWS_REGION", "CLUSTER", "KEYSPACE", "CI_COMMIT_SHA"])("%s may get through", (name) => {
  expect(forbiddenVariables([name])).toEqual([]);
});

test("a variable that is set and does not get through is told where a template reads it", () => {
  const text =
    'a: {{ env "REGION" }}\nb: {{ requiredEnv `OTHER` }}\nc: {{ env "UNSET" }}\nd: env "REGION"\n';
  const found = hiddenVariables([{ path: "helmfile.yaml.gotmpl", text }], given, ["OTHER"]);
  expect(found.map(({ at, says }) => `${at.line} ${says.split(" ")[0]}`)).toEqual(["1 REGION"]);
});

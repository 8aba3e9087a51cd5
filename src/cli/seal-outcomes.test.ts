import { afterEach, beforeEach, expect, test } from "vitest";
import { formatOutcomes, jsonOutcomes, olderKeysNote } from "./seal-outcomes.ts";
import {
  secretsRepository,
  type SecretsRepository,
} from "./steps/secrets/test-secrets-repository.ts";

let repository: SecretsRepository;
beforeEach(async () => {
  repository = await secretsRepository(
    "provider: sealed-secrets\nsecrets: { app: { keys: { token: { env: T }, pin: { generate: {} } } } }\n",
    { T: "token-of-the-shop" },
  );
});
afterEach(() => repository.remove());

test("says what was sealed and why, then what was kept", async () => {
  expect(formatOutcomes("dev", await repository.seal())).toBe(
    "dev  app  sealed   token (was not sealed yet), pin (was not sealed yet)\n",
  );
  expect(formatOutcomes("dev", await repository.seal())).toBe("dev  app  kept     (2 keys)\n");
});

test("the same as data", async () => {
  expect(jsonOutcomes("dev", await repository.seal())).toEqual({
    environment: "dev",
    secrets: [
      {
        name: "app",
        file: "secrets/dev/app.yaml",
        isWritten: true,
        keys: { token: "was not sealed yet", pin: "was not sealed yet" },
      },
    ],
  });
});

test("a new certificate is said and seals nothing by itself", async () => {
  const outcomes = await repository.seal();
  expect(olderKeysNote("dev", outcomes)).toBe("");
  const kept = (await repository.seal()).map((outcome) => ({
    ...outcome,
    sealingKey: "SHA256:new",
  }));
  expect(olderKeysNote("dev", kept)).toMatch(/^dev {2}2 values are sealed with an older key/u);
});

import { expect, test } from "vitest";
import { remoteUses, unknowableUses } from "./remote-uses.ts";

test("a search and a generator are said to be unknowable, and nothing is asked for them", () => {
  const request = {
    environment: "dev",
    origins: new Map(),
    declarations: {
      provider: "external-secrets" as const,
      secrets: {
        app: {
          dataFrom: [
            { from: "/{env}/app" },
            { find: { name: "x" } },
            { generator: { kind: "Password", name: "p" } },
          ],
        },
      },
    },
  };
  expect(remoteUses(request).map(({ source }) => source.id)).toEqual(["/dev/app"]);
  expect(unknowableUses(request)).toMatchObject([
    { code: "SECRET_REMOTE_UNKNOWN", level: "warning", at: { pointer: "/secrets/app/dataFrom/1" } },
    { code: "SECRET_REMOTE_UNKNOWN", level: "warning", at: { pointer: "/secrets/app/dataFrom/2" } },
  ]);
});

import { expect, test } from "vitest";
import { hideCredentials, readRemote, withoutCredentials } from "./git-remote.ts";

const secret = /hunter|ter2/u;

test.each([
  "https://user:hunter2@host/x.git",
  "fatal: unable to access 'https://hunter2@host/x': 403",
  "https://user:p@hun:ter2@host/x.git and ssh://user:hunter2@other:22/y",
  "https://user:hunter2@host",
])("no password is left in %j", (text) => {
  expect(hideCredentials(text)).not.toMatch(secret);
  expect(hideCredentials(text)).toContain("***@");
});

test("a URL for others names the repository alone", () => {
  expect(withoutCredentials("https://user:p@hunter2@host/x.git")).toBe("https://host/x.git");
  expect(withoutCredentials("git@host:x.git")).toBe("git@host:x.git");
});

test.each(["https://user:hun ter2@host/x", "https://user:hun/ter2@h o", "ext::x://u:hunter2@h"])(
  "a remote that is none is told without its password: %j",
  (remote) => {
    expect(() => readRemote("/", remote)).toThrow(/is no Git remote/u);
    expect(() => readRemote("/", remote)).not.toThrow(secret);
  },
);

import { expect, test } from "vitest";
import { branchRef, hideCredentials, readRemote, withoutCredentials } from "./git-remote.ts";

const secret = /hunter|ter2/u;

test.each([
  "https://user:hunter2@host/x.git",
  "fatal: unable to access 'https://hunter2@host/x': 403",
  "https://user:p@hun:ter2@host/x.git and ssh://user:hunter2@other:22/y",
  "https://user:hunter2@host",
  "fatal: unable to access 'https://user:hun/ter2@host/x.git/': bad URL",
])("no password is left in %j", (text) => {
  expect(hideCredentials(text)).not.toMatch(secret);
  expect(hideCredentials(text)).toContain("***@");
});

test("a token among a URL's parameters is hidden, and nothing else of it", () => {
  const address = "https://host:8443/@scope/x.git?ref=main&private_token=hunter2&depth=1";
  expect(hideCredentials(address)).toBe(address.replace("hunter2", "***"));
  expect(readRemote("/", address).label).not.toMatch(secret);
});

test("a URL for others names the repository alone", () => {
  expect(withoutCredentials("https://user:p@hunter2@host/x.git")).toBe("https://host/x.git");
  expect(withoutCredentials("git@host:x.git")).toBe("git@host:x.git");
});

test.each([
  "https://user:hun ter2@host/x",
  "https://user:hun/ter2@h o",
  "https://user:hun/ter2@host/x.git",
  "https:/user:hunter2@host/x.git",
  "x-access-token:hunter2@host/x.git",
  "user:hunter2@host:x.git",
  "ext::x://u:hunter2@h",
])("a remote that is none is told without its password: %j", (remote) => {
  expect(() => readRemote("/", remote)).toThrow(/is no Git remote/u);
  expect(() => readRemote("/", remote)).not.toThrow(secret);
});

test.each([
  "https://host/x.git",
  "https://u:p%2Fq@host:8443/x.git",
  "ssh://git@[::1]:22/x.git",
  "ssh://git@host/~/x.git",
  "http://127.0.0.1:1/x.git",
  "file:///x.git",
])("%s is a URL", (remote) => {
  expect(readRemote("/", remote).address).toBe(remote);
});

test.each([
  "--upload-pack=touch x",
  "ext::sh -c touch% x",
  "-oProxyCommand=x",
  "ssh://-oProxyCommand=x/y",
  "git@-oProxyCommand=x:y",
  "fd::1",
  "a b\n",
  "",
])("%j is no remote", (hostile) => {
  expect(() => readRemote("/", hostile)).toThrow(/is no Git remote/u);
});

test("a path below .build/ is ours to make, no other", () => {
  expect(readRemote("/a", ".build/gitops.git").embedded).toBe("/a/.build/gitops.git");
  expect(readRemote("/a", ".build/../x.git").embedded).toBeUndefined();
  expect(readRemote("/a", "/tmp/x.git").embedded).toBeUndefined();
});

test.each([
  "-x",
  "a..b",
  "a b",
  "a~1",
  "refs/../x",
  "a.lock",
  "@",
  "a//b",
  "",
  "a\u0007",
  "a@{1}",
  "x:y",
])("%j cannot be a branch", (name) => {
  expect(() => branchRef(name)).toThrow(/cannot be the name of a branch/u);
});

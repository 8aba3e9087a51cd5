import { expect, test } from "vitest";
import { isContended, remoteError } from "./git-remote-error.ts";
import { readRemote } from "./git-remote.ts";

const remote = readRemote("/", "https://git.example.com/403/r.git");

test.each([
  ["remote: error: GH006: Protected branch update failed for refs/heads/x.", "REMOTE_PROTECTED"],
  ["remote: error: GH013: Repository rule violations found for refs/heads/x.", "REMOTE_PROTECTED"],
  [
    "remote: GitLab: You are not allowed to push code to protected branches on this project.",
    "REMOTE_PROTECTED",
  ],
  ["remote: Permission to o/r.git denied to someone.", "REMOTE_AUTH"],
  ["fatal: unable to access 'x': The requested URL returned error: 403", "REMOTE_AUTH"],
  ["error: RPC failed; HTTP 401 curl 22", "REMOTE_AUTH"],
  ["ERROR: The key you are authenticating with has been marked as read only.", "REMOTE_AUTH"],
  ["error: cannot lock ref 'x': Unable to create 'x.lock': Permission denied", "REMOTE_AUTH"],
  ["! [remote rejected] a -> a (directory file conflict)", "REMOTE_BRANCH_BLOCKED"],
  ["fatal: Could not resolve host: git.example.com", "REMOTE_UNREACHABLE"],
])("%s", (stderr, code) => {
  const result = { exitCode: 128, stdout: "", stderr };
  const error = remoteError(remote, result);
  expect(error).toMatchObject({ code });
  expect(error.message).toContain(stderr);
  expect(isContended(result, error)).toBe(false);
});

test("a number in the remote's own name says nothing", () => {
  const stderr = "To https://git.example.com/403/r.git\n! [rejected] a -> a (stale info)";
  const result = { exitCode: 1, stdout: "", stderr };
  expect(isContended(result, remoteError(remote, result))).toBe(true);
});

import { KeelsonError } from "../model/keelson-error.ts";

const room = "make room on that disk, then run it again";
const rights = "see that you may write there, then run it again";
const open = "close other programs or raise the limit (ulimit -n), then run it again";

/** What the operating system refuses that is no fault of ours, and what helps. */
const refusals: Readonly<Record<string, string>> = {
  ENOSPC: room,
  EDQUOT: room,
  EFBIG: "raise the limit of file sizes (ulimit -f), then run it again",
  EACCES: rights,
  EPERM: rights,
  EROFS: rights,
  EMFILE: open,
  ENFILE: open,
  ENOMEM: "close other programs, then run it again",
  EAGAIN: "close other programs or raise the limit (ulimit -u), then run it again",
  EIO: "look at the disk",
};

/** A failure as it is told: what the operating system refused is no bug of ours. */
export function knownFailure(error: unknown): unknown {
  if (!(error instanceof Error) || error instanceof KeelsonError || !("code" in error))
    return error;
  const fix = refusals[String(error.code)];
  if (fix === undefined) return error;
  return new KeelsonError(`the system refused: ${error.message}`, {
    code: "SYSTEM_REFUSED",
    fault: "tool",
    fix,
    cause: error,
  });
}

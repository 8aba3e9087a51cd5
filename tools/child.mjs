import { spawn } from "node:child_process";

/**
 * Run a program to its end on our own terminal. SIGTERM and SIGHUP are passed on, so is SIGINT when there is
 * no terminal: a terminal's Ctrl-C reaches the child by itself.
 */
export function runChild(program, args, options) {
  return new Promise((resolve, reject) => {
    const child = spawn(program, args, { stdio: "inherit", ...options });
    const pass = (signal) => {
      if (signal !== "SIGINT" || !process.stdin.isTTY) child.kill(signal);
    };
    const signals = ["SIGINT", "SIGTERM", "SIGHUP"];
    for (const signal of signals) process.on(signal, pass);
    const done = (settle, outcome) => {
      for (const signal of signals) process.off(signal, pass);
      settle(outcome);
    };
    child.on("error", (error) => done(reject, error));
    child.on("close", (code, signal) => done(resolve, { code, signal }));
  });
}

/** End as the child ended: with its exit code, or by its signal. */
export function endLike({ code, signal }) {
  if (signal === null) process.exitCode = code;
  else process.kill(process.pid, signal);
}

#!/usr/bin/env node
import { runGuardHook } from "./guard-hook.ts";
import { runPrepareHook } from "./prepare-hook.ts";

/** `keelson-hook prepare ENVIRONMENT` and `keelson-hook guard ENVIRONMENT CONTEXT`: what a helmfile calls. */
const hooks = new Map([
  ["prepare", runPrepareHook],
  ["guard", runGuardHook],
]);
const [name = "", ...args] = process.argv.slice(2);
const hook = hooks.get(name);
if (hook === undefined) {
  process.stdout.write(
    `keelson: there is no hook \`${name}\`\n  fix: keelson-hook prepare ENVIRONMENT, or keelson-hook guard ENVIRONMENT CONTEXT\n`,
  );
  process.exitCode = 2;
} else {
  process.exitCode = await hook(args);
}

import type { Command } from "../src/model/command.ts";

/** The `npm ci` that installs what the lockfile of `folder` names, with integrity, and runs no package's script. */
export function npmCiCommand(folder: string): Command;

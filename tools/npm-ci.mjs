import { delimiter, dirname, join } from "node:path";
import { fileURLToPath } from "node:url";

/** The `npm ci` that installs what the lockfile of `folder` names, with integrity, and runs no package's script. */
export function npmCiCommand(folder) {
  const kinds = ["--ignore-scripts", "--include=dev", "--include=optional"];
  const quiet = ["--no-audit", "--no-fund", "--no-update-notifier", "--loglevel=error"];
  return {
    program: "npm",
    args: ["ci", ...kinds, ...quiet],
    cwd: folder,
    environment: { ...outsideNpmRun(process.env), PATH: hostPath(process.env.PATH) },
  };
}

/** `npm run` tells its children where it stands; another npm below it must not take that for its own place. */
function outsideNpmRun(environment) {
  const place =
    /^npm_(package_|lifecycle_|config_(local_prefix|prefix|global|location|workspaces?|dry_run)$)/i;
  return Object.fromEntries(Object.entries(environment).filter(([name]) => !place.test(name)));
}

/** npm finds its global settings, such as a company's certificates, beside the Node that it came with: not beside ours. */
function hostPath(path) {
  const ours = join(dirname(dirname(fileURLToPath(import.meta.url))), ".tools", "bin");
  return path
    .split(delimiter)
    .filter((folder) => folder !== ours)
    .join(delimiter);
}

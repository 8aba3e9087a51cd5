import { packageVersion } from "./package-version.ts";
import { runCommand } from "./run-command.ts";

const questions: Readonly<Record<string, readonly string[]>> = {
  helm: ["version", "--template", "{{.Version}}"],
  helmfile: ["version", "--output", "short"],
};

/** Versions of the programs that render, Keelson among them; one that is not there is left out. */
export async function readToolVersions(folder: string): Promise<Readonly<Record<string, string>>> {
  const environment = plainEnvironment();
  const asked = Object.entries(questions).map(async ([program, args]) => {
    try {
      const { stdout } = await runCommand({
        program,
        args,
        cwd: folder,
        environment,
        timeoutMs: 10_000,
      });
      return [program, /\d+(\.\d+)+/u.exec(stdout)?.[0] ?? ""] as const;
    } catch {
      // A program that cannot be started fails where it is needed, with the reason.
      return [program, ""] as const;
    }
  });
  const versions = (await Promise.all(asked)).filter(([, version]) => version !== "");
  const own = { keelson: packageVersion(), node: process.versions.node };
  return { ...Object.fromEntries(versions), ...own };
}

/** Helmfile asks the network for its newest version otherwise. */
function plainEnvironment(): Record<string, string> {
  const entries = Object.entries(process.env).filter(
    (entry): entry is [string, string] => entry[1] !== undefined,
  );
  return { ...Object.fromEntries(entries), HELMFILE_UPGRADE_NOTICE_DISABLED: "1" };
}

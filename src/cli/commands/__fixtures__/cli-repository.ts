import { spawnSync } from "node:child_process";
import { mkdtempSync, readdirSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { writeFiles } from "../../../host/test-files.ts";

export const main: string = join(import.meta.dirname, "../../main.ts");

/** How a call of the command ended. */
export interface CliRun {
  readonly exitCode: number | null;
  readonly out: string;
  readonly said: string;
}

/** A repository in a temporary folder, and the command in it. */
export class CliRepository {
  readonly root: string = mkdtempSync(join(tmpdir(), "render-cli-"));

  constructor(texts: Readonly<Record<string, string>>) {
    this.write(texts);
  }

  write(texts: Readonly<Record<string, string>>): void {
    writeFiles(this.root, texts);
  }

  keelson(...args: readonly string[]): CliRun {
    return this.keelsonWith({}, ...args);
  }

  keelsonWith(variables: Readonly<Record<string, string>>, ...args: readonly string[]): CliRun {
    const run = spawnSync(process.execPath, [main, ...args], {
      cwd: this.root,
      encoding: "utf8",
      env: { ...process.env, GITHUB_BASE_REF: "", NO_COLOR: "1", ...variables },
    });
    return { exitCode: run.status, out: run.stdout, said: run.stderr };
  }

  git(...args: readonly string[]): string {
    const identity = ["-c", "user.name=a", "-c", "user.email=a@example.org"];
    return spawnSync("git", [...identity, ...args], {
      cwd: this.root,
      encoding: "utf8",
    }).stdout.trim();
  }

  commit(): string {
    this.write({ ".gitignore": ".build/\n.cache/\nout/\n" });
    this.git("init", "-q", "-b", "main");
    this.git("add", "-A");
    this.git("commit", "-q", "-m", "first");
    return this.git("rev-parse", "HEAD");
  }

  listed(folder: string): readonly string[] {
    return readdirSync(join(this.root, folder), { recursive: true, encoding: "utf8" })
      .filter((name) => name.endsWith(".yaml"))
      .toSorted();
  }

  remove(): void {
    rmSync(this.root, { recursive: true, force: true });
  }
}

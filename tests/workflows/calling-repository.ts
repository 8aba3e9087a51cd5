import { execFileSync } from "node:child_process";
import { mkdirSync, mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { writeFiles } from "../../src/host/test-files.ts";
import { type JobRun, type RunRequest, runWorkflow } from "./run-workflow.ts";

/** The caller's workflow as the manual has it. */
function callingWorkflow(): string {
  const manual = readFileSync(join(import.meta.dirname, "../../docs/publishing.md"), "utf8");
  const [text = ""] = [...manual.matchAll(/```yaml\n(.*?)```/gs)]
    .map(([, code = ""]) => code)
    .filter((code) => code.includes("OWNER/keelson/.github/workflows"));
  const inputs = "{ setup: echo ready, working-directory: platform, name: team }";
  const workflow = text
    .replaceAll("OWNER/keelson", "called/keelson")
    .replaceAll("@COMMIT", "@main")
    .replaceAll("{ setup: npm ci }", inputs);
  return `${workflow}  report:
    needs: check
    if: "!cancelled()"
    runs-on: ubuntu-24.04
    steps: [{ run: 'echo "$URL"', env: { URL: "\${{ needs.check.outputs.diff-url }}" } }]
`;
}

/** A first source of its own. */
export const files: Readonly<Record<string, string>> = {
  ".github/workflows/delivery.yaml": callingWorkflow(),
  "platform/.gitignore": ".build\n.cache\n",
  "platform/keelson.yaml": "environments: { dev: {}, prod: {} }\n",
  "platform/helmfile.yaml": `environments: { dev: {}, prod: {} }
---
releases:
  - { name: web, namespace: x, chart: ./map, values: ["web.{{ .Environment.Name }}.yaml"] }
  - { name: db, namespace: x, chart: ./map, values: [db.yaml] }
`,
  "platform/map/Chart.yaml": "apiVersion: v2\nname: map\nversion: 1.0.0\n",
  "platform/map/templates/map.yaml": `apiVersion: v1
kind: ConfigMap
metadata: { name: "{{ .Release.Name }}" }
data: { text: "{{ .Values.text }}" }
`,
  "platform/web.dev.yaml": "text: first\n",
  "platform/web.prod.yaml": "text: first\n",
  "platform/db.yaml": "text: first\n",
};

type Texts = Readonly<Record<string, string>>;

/** A repository of somebody who calls our workflows, and its server. */
export class CallingRepository {
  readonly #folder = mkdtempSync(join(tmpdir(), "keelson-workflows-"));
  readonly #source = join(this.#folder, "source.git");
  readonly #work = join(this.#folder, "work");
  #runs = 0;

  constructor() {
    execFileSync("git", ["init", "--quiet", "--bare", "--initial-branch=main", this.#source]);
    this.git("config", "uploadpack.allowFilter", "true");
    this.git("config", "uploadpack.allowAnySHA1InWant", "true");
    execFileSync("git", ["clone", "--quiet", this.#source, this.#work], { stdio: "pipe" });
  }

  /** Ask the server's repository. */
  git(...args: readonly string[]): string {
    return execFileSync("git", ["-C", this.#source, ...args], { encoding: "utf8" }).trim();
  }

  note(environment: string): string {
    return this.git("notes", "--ref=hydrator.metadata", "show", `environments/${environment}`);
  }

  /** The folder of one run's artifacts, counted from 1. */
  artifacts(run: number): string {
    return join(this.#folder, `run-${run}/artifacts`);
  }

  push(texts: Texts, branch = "main"): void {
    writeFiles(this.#work, texts);
    const identity = ["-c", "user.name=Writer", "-c", "user.email=writer@example.com"];
    for (const args of [
      ["add", "--all"],
      ["commit", "--quiet", "--message", `feat: ${Object.keys(texts).join()}`],
      ["push", "--quiet", "origin", `HEAD:${branch}`],
    ]) {
      execFileSync("git", [...identity, ...args], { cwd: this.#work, stdio: "pipe" });
    }
  }

  /** What happens for the commit at hand. */
  run(event: RunRequest["event"]): readonly JobRun[] {
    this.#runs += 1;
    const folder = join(this.#folder, `run-${this.#runs}`);
    mkdirSync(folder);
    return runWorkflow({ checkout: this.#work, source: this.#source, folder, event });
  }

  /** Push files to main. Gives what then ran. */
  publish(texts: Texts): readonly JobRun[] {
    this.push(texts);
    return this.run("push");
  }

  /** Propose files to main. Gives what then ran. */
  propose(texts: Texts): readonly JobRun[] {
    this.push(texts, "change");
    return this.run("pull_request");
  }

  remove(): void {
    rmSync(this.#folder, { recursive: true });
  }
}

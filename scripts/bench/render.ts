import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { loadAll } from "js-yaml";
import { runCommand } from "../../src/host/run-command.ts";
import type { Command } from "../../src/model/command.ts";
import { formatManifest } from "../../src/render/format-manifest.ts";
import { parseRender } from "../../src/render/parse-render.ts";
import { medianTimesMs } from "./measure.ts";
import { type Bench, type Outcome, ratioOutcome } from "./row.ts";

const root = join(import.meta.dirname, "../..");
const environments = ["dev", "staging", "prod"];
const allowedMs = 100;
const mostSideBySide = 0.65;
const mostParsing = 3;
const manifests = 10_000;

/** `keelson render` of one environment as a process of its own, beside Helmfile doing the same. */
export const coldRender: Bench = {
  name: "cold render of one environment",
  goal: `at most bare helmfile template + ${allowedMs} ms`,
  run: () => withCache(measureCold),
};

/** Three environments in one call, beside three calls. */
export const sideBySide: Bench = {
  name: "three environments",
  goal: `at most ${mostSideBySide} × of one after another`,
  run: () => withCache(measureSideBySide),
};

/** Reading and writing manifests, beside js-yaml reading them. */
export const canonicalForm: Bench = {
  name: `${manifests} manifests to canonical form`,
  goal: `at most ${mostParsing} × the time of parsing them with js-yaml`,
  run: measureCanonical,
};

async function measureCold(cache: string): Promise<Outcome> {
  const bare: Command = {
    program: "helmfile",
    args: ["-q", "-e", "dev", "template", "--include-crds", "--skip-tests"],
  };
  const times = await medianTimesMs(
    () => render(cache, ["dev"]),
    () => run(bare),
    9,
  );
  const moreMs = times.oursMs - times.theirsMs;
  const measured = `${ms(times.oursMs)} beside ${ms(times.theirsMs)}: ${moreMs < 0 ? "-" : "+"} ${ms(Math.abs(moreMs))}`;
  return { measured, isReached: moreMs <= allowedMs };
}

async function measureSideBySide(cache: string): Promise<Outcome> {
  const oneByOne = async (): Promise<void> => {
    for (const environment of environments) await render(cache, [environment]);
  };
  const times = await medianTimesMs(() => render(cache, environments), oneByOne, 7);
  return ratioOutcome(times, mostSideBySide);
}

async function measureCanonical(): Promise<Outcome> {
  const text = Array.from({ length: manifests }, (_, index) => manifestText(index)).join("---\n");
  const ours = async (): Promise<number> => parseRender(text).manifests.map(formatManifest).length;
  const theirs = async (): Promise<number> => loadAll(text).length;
  if ((await ours()) !== manifests) throw new Error("not every manifest was read");
  return ratioOutcome(await medianTimesMs(ours, theirs, 7), mostParsing);
}

/** A Deployment as charts write them, with a text of several lines in every tenth. */
function manifestText(index: number): string {
  const labels = `app.kubernetes.io/name: web-${index}\n        app.kubernetes.io/part-of: "shop"`;
  const script =
    index % 10 === 0
      ? "\n          command: [sh, -c]\n          args:\n            - |\n              set -eu\n              exec web"
      : "";
  return `# Source: web/templates/deployment.yaml
apiVersion: apps/v1
kind: Deployment
metadata:
  name: web-${index}
  namespace: shop
spec:
  replicas: ${index % 5}
  selector:
    matchLabels: {app.kubernetes.io/name: web-${index}}
  template:
    metadata:
      labels:
        ${labels}
    spec:
      containers:
        - name: web
          image: "registry.example.org/web:1.${index}"${script}
          ports: [{containerPort: 8080, name: http}]
          env:
            - {name: HOST, value: "web-${index}.shop.svc"}
            - name: PASSWORD
              valueFrom: {secretKeyRef: {name: web, key: password}}
          resources: {requests: {cpu: 100m, memory: 128Mi}, limits: {memory: 256Mi}}
`;
}

async function withCache(measure: (cache: string) => Promise<Outcome>): Promise<Outcome> {
  const cache = await mkdtemp(join(tmpdir(), "keelson-bench-"));
  try {
    return await measure(cache);
  } finally {
    await rm(cache, { recursive: true, force: true });
  }
}

function render(cache: string, named: readonly string[]): Promise<void> {
  const args = [join(root, "src/cli/main.ts"), "render", ...named];
  return run({ program: process.execPath, args }, { NODE_COMPILE_CACHE: cache });
}

async function run(command: Command, more: Readonly<Record<string, string>> = {}): Promise<void> {
  const { PATH = "", HOME = "" } = process.env;
  const environment = { PATH, HOME, HELMFILE_UPGRADE_NOTICE_DISABLED: "1", ...more };
  const result = await runCommand({ ...command, cwd: root, environment });
  if (result.exitCode !== 0) throw new Error(`${command.program}: ${result.stderr}`);
}

function ms(time: number): string {
  return `${time.toFixed(0)} ms`;
}

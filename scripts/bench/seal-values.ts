import { mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { runCommand } from "../../src/host/run-command.ts";
import { makeSealingKeyPair } from "../../src/host/sealing-key.ts";
import { selfSignedCertificate } from "../../src/secrets/self-signed-certificate.ts";
import { medianTimeMs, medianTimesMs } from "./measure.ts";
import type { Bench, Outcome } from "./row.ts";

const count = 1000;
const runs = 9;
const loopSample = 10;
const mostOfOne = 0.6;
const leastOfLoop = 50;

/** A thousand values of one Secret, sealed by a process of ours and by one kubeseal, and by one for each. */
export const sealValues: Bench = {
  name: `seal ${count} values`,
  goal: `at most ${mostOfOne} × one kubeseal with all of them, ${leastOfLoop} × faster than a loop of it`,
  run: measureSealing,
};

async function measureSealing(): Promise<Outcome> {
  const folder = await mkdtemp(join(tmpdir(), "keelson-bench-"));
  try {
    const certificate = await writeInputs(folder);
    const one = ["--cert", certificate, "-o", "json"];
    const input = await readFile(join(folder, "secret.json"));
    const ours = (): Promise<void> =>
      run(process.execPath, [
        join(import.meta.dirname, "seal-all.ts"),
        certificate,
        join(folder, "secret.json"),
      ]);
    const { oursMs, theirsMs } = await medianTimesMs(ours, () => run("kubeseal", one, input), runs);
    const raw = ["--cert", certificate, "--raw", "--namespace", "shop", "--name", "app"];
    const callMs = await medianTimeMs(() => run("kubeseal", raw, Buffer.from("value")), loopSample);
    const ofOne = oursMs / theirsMs;
    const ofLoop = (callMs * count) / oursMs;
    const measured =
      `${oursMs.toFixed(0)} ms beside ${theirsMs.toFixed(0)} ms: ${ofOne.toFixed(2)} ×; ` +
      `a loop takes ${((callMs * count) / 1000).toFixed(0)} s (${loopSample} calls timed): ${ofLoop.toFixed(0)} × faster`;
    return { measured, isReached: ofOne <= mostOfOne && ofLoop >= leastOfLoop };
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

async function writeInputs(folder: string): Promise<string> {
  const pair = await makeSealingKeyPair();
  const certificate = join(folder, "cert.pem");
  const notBefore = new Date(Date.now() - 1000);
  await writeFile(certificate, selfSignedCertificate({ ...pair, notBefore, years: 1 }));
  const stringData = Object.fromEntries(
    Array.from({ length: count }, (_, index) => [`key-${index}`, `value of key ${index}`]),
  );
  const metadata = { name: "app", namespace: "shop" };
  const secret = { apiVersion: "v1", kind: "Secret", metadata, stringData };
  await writeFile(join(folder, "secret.json"), JSON.stringify(secret));
  return certificate;
}

async function run(program: string, args: readonly string[], input?: Uint8Array): Promise<void> {
  // Node keeps what it has compiled, as our hooks let it.
  const environment = {
    PATH: process.env["PATH"] ?? "",
    NODE_COMPILE_CACHE: join(tmpdir(), "keelson-bench-cache"),
  };
  const given = input === undefined ? {} : { input };
  const result = await runCommand({ program, args, environment, ...given });
  if (result.exitCode !== 0) throw new Error(`${program}: ${result.stderr}`);
}

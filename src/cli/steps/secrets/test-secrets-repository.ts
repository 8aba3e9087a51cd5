import { execFileSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { makeSealingKeyPair, type SealingKeyPair } from "../../../host/sealing-key.ts";
import { writeFiles } from "../../../host/test-files.ts";
import type { CliContext } from "../../../model/cli-context.ts";
import { parseCertificate } from "../../../secrets/sealing-certificate.ts";
import { selfSignedCertificate } from "../../../secrets/self-signed-certificate.ts";
import { readSettings } from "../../read-settings.ts";
import { testContext } from "../../test-context.ts";
import { sealEnvironment, type SealOutcome, type SealRequest } from "./seal-environment.ts";

/** A repository with secrets in a temporary folder, for tests: its sealing key lies outside of it. */
export interface SecretsRepository {
  readonly root: string;
  readonly keyFile: string;
  readonly context: CliContext;
  readonly write: (file: string, text: string) => void;
  readonly read: (file: string) => string;
  readonly git: (...args: readonly string[]) => string;
  readonly seal: (change?: Partial<SealRequest>) => Promise<readonly SealOutcome[]>;
  readonly remove: () => void;
}

/** One key pair for all repositories of a test file: making one takes a second. */
const keyPair: ReturnType<typeof makeSealingKeyPair> = makeSealingKeyPair();

/** Make the repository; `declarations` is the text of secrets/dev.yaml, `variables` what sources may read. */
export async function secretsRepository(
  declarations: string,
  variables: Readonly<Record<string, string>> = {},
): Promise<SecretsRepository> {
  const folder = mkdtempSync(join(tmpdir(), "keelson-secrets-"));
  const root = join(folder, "repository");
  const keyFile = join(folder, "key.pem");
  const write = (file: string, text: string): void => writeFiles(root, { [file]: text });
  const pair = await keyPair;
  writeFileSync(keyFile, pair.privateKeyPem, { mode: 0o600 });
  const { text, fingerprint } = makeCertificate(pair);
  write(certificateFile, text);
  write("secrets/dev.yaml", declarations);
  write("keelson.yaml", configuration(fingerprint));
  const context = testContext(root, { environment: variables });
  const git = (...args: readonly string[]): string => runGit(root, args);
  git("init", "-q", "-b", "main");
  return {
    root,
    keyFile,
    context,
    write,
    git,
    read: (path) => readFileSync(join(root, path), "utf8"),
    seal: async (change = {}) => {
      const settings = await readSettings(root);
      const request = { settings, environment: "dev", names: [], resealAll: false, ...change };
      return await sealEnvironment(context, request);
    },
    remove: () => rmSync(folder, { recursive: true }),
  };
}

const certificateFile = "secrets/dev/sealing-cert.pem";

function makeCertificate(pair: SealingKeyPair): { text: string; fingerprint: string } {
  const notBefore = new Date(Date.now() - 1000);
  const text = selfSignedCertificate({ ...pair, notBefore, years: 10 });
  const request = { file: certificateFile, text, now: new Date(), trustedKeys: [] };
  return { text, fingerprint: parseCertificate({ ...request, environment: "dev" }).fingerprint };
}

function runGit(cwd: string, args: readonly string[]): string {
  const name = ["-c", "user.name=Writer", "-c", "user.email=writer@example.com"];
  return execFileSync("git", [...name, ...args], { cwd, encoding: "utf8" }).trim();
}

function configuration(fingerprint: string): string {
  return `secrets:
  layers: ["secrets/{environment}.yaml"]
  output: .build/{environment}/secrets.yaml
environments:
  dev:
    namespace: shop
    trustedSealingKeys: ["${fingerprint}"]
`;
}

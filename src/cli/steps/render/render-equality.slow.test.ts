import { execFile, spawnSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { basename, join } from "node:path";
import { promisify } from "node:util";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { writeFiles } from "../../../host/test-files.ts";
import { hasPrograms } from "../../../host/test-programs.ts";
import type { Manifest } from "../../../model/manifest.ts";
import { asMap, asText, isMap, type ValueMap } from "../../../model/value.ts";
import type { HelmfileFixture } from "../../../render/__fixtures__/helmfile-fixture.ts";
import { helmfiles } from "../../../render/__fixtures__/helmfiles.ts";
import { repositoryFixture } from "../../../render/__fixtures__/release-helmfiles.ts";
import { formatManifest } from "../../../render/format-manifest.ts";
import { fillSettings } from "../../settings.ts";
import { testContext } from "../../test-context.ts";
import { renderEnvironment, type RenderedEnvironment } from "./render-environment.ts";

const run = promisify(execFile);
const hasKustomize = hasPrograms("kustomize");
const wave = "argocd.argoproj.io/sync-wave";
const syncOptions = "argocd.argoproj.io/sync-options";
const variables = { ...process.env, HELMFILE_UPGRADE_NOTICE_DISABLED: "1" };
const fixtures = Object.entries(helmfiles);

describe.skipIf(!hasPrograms("helm", "helmfile", "kubectl"))(
  "Keelson and plain helmfile template (npm run setup installs them)",
  () => {
    let root = "";

    beforeEach(() => {
      root = mkdtempSync(join(tmpdir(), "equality-"));
    });
    afterEach(() => rmSync(root, { recursive: true }));

    function write({ files }: HelmfileFixture): void {
      writeFiles(root, files);
    }

    function render({ state, selectors }: HelmfileFixture): Promise<RenderedEnvironment> {
      const context = testContext(root, { environment: variables });
      const settings = fillSettings({ render: { helmfile: state ?? "helmfile.yaml" } });
      return renderEnvironment(context, "prod", { settings, selectors: selectors ?? [] });
    }

    async function plainTemplate({ selectors, state }: HelmfileFixture): Promise<string> {
      const chosen = (selectors ?? []).flatMap((selector) => ["--selector", selector]);
      const file = ["--file", state ?? "helmfile.yaml"];
      const action = ["template", "--include-crds", "--skip-tests"];
      const args = ["-q", "-e", "prod", ...file, ...chosen, ...action];
      return (await run("helmfile", args, { cwd: root, env: variables })).stdout;
    }

    /** What kubectl reads in both outputs, without what Keelson adds. */
    async function compare(fixture: HelmfileFixture) {
      write(fixture);
      const rendered = await render(fixture);
      const written = rendered.manifests.map((each) => `---\n${formatManifest(each)}`).join("");
      const read = readByKubectl(written);
      const expected = readByKubectl(await plainTemplate(fixture));
      return {
        rendered,
        ours: sorted(read.map(withoutAdditions)),
        theirs: sorted(expected.map(withoutAdditions)),
        isReadAsMeant:
          sorted(read).join() === sorted(rendered.manifests.map((each) => each.body)).join(),
        releases: rendered.releases.map((release) => release.name).toSorted(),
      };
    }

    test.each(fixtures.filter(([, fixture]) => fixture.patches !== true))(
      "mean the same: %s",
      async (_, fixture) => {
        const { ours, theirs, isReadAsMeant, releases } = await compare(fixture);
        expect(ours).toEqual(theirs);
        expect(isReadAsMeant).toBe(true);
        expect(releases).toEqual(fixture.releases.toSorted());
      },
    );

    test.skipIf(!hasKustomize).each(fixtures.filter(([, fixture]) => fixture.patches === true))(
      "mean the same (with kustomize): %s",
      async (_, fixture) => {
        const { ours, theirs, releases } = await compare(fixture);
        expect(ours).toEqual(theirs);
        expect(releases).toEqual(fixture.releases.toSorted());
      },
    );

    test("mean the same: a chart from a repository", async () => {
      const server = createServer((request, response) => {
        response.end(readFileSync(join(root, "repository", basename(request.url ?? ""))));
      });
      const url = await listen(server);
      const fixture = repositoryFixture(url);
      write(fixture);
      await run("helm", ["package", "web", "-d", "repository"], { cwd: root });
      await run("helm", ["repo", "index", "repository", "--url", url], { cwd: root });
      const { ours, theirs, rendered } = await compare(fixture);
      server.close();
      expect(ours).toEqual(theirs);
      expect(rendered.manifests.map(nameOf)).toEqual(["ConfigMap x/a", "Deployment x/a"]);
    });

    test.each([
      ["several releases that need each other", ["back -1", "front ", "store -2"]],
      ["bases and a template to inherit from", ["a -1", "b "]],
      ["sub-helmfiles", ["one ", "own ", "three ", "two -1"]],
    ])("releases that others need get a wave before them: %s", async (name, waves) => {
      const fixture = helmfiles[name];
      if (fixture !== undefined) write(fixture);
      const { manifests } = await render(fixture ?? repositoryFixture(""));
      const found = manifests.map((each) => `${each.release} ${waveOf(each)}`);
      expect([...new Set(found)]).toEqual(waves);
    });

    test("every kind that has a namespace carries it, no other does", async () => {
      const fixture = helmfiles["CRDs, Helm hooks, tests, lists and every kind of YAML"];
      if (fixture !== undefined) write(fixture);
      const { manifests } = await render(fixture ?? repositoryFixture(""));
      expect(manifests.map(nameOf)).toEqual([
        "ConfigMap elsewhere/texts",
        "ServiceAccount x/one",
        "CustomResourceDefinition bars.example.org",
        "CustomResourceDefinition foos.example.org",
        "Job x/r-migrate",
        "Bar x/inside",
        "Foo cluster-wide",
        "ClusterRole two",
        "ConfigMap x/w",
        "Deployment x/w",
      ]);
    });
  },
);

/** What kubectl reads in a text. */
function readByKubectl(input: string): readonly ValueMap[] {
  const args = ["patch", "--local", "-f", "-", "--type=merge", "-p", "{}", "-o", "json"];
  const said = spawnSync("kubectl", args, { input, encoding: "utf8", maxBuffer: 1e8 });
  if (said.status !== 0) throw new Error(said.stderr);
  const parts = said.stdout.split(/^(?=\{$)/m).filter((part) => part.trim() !== "");
  return parts.map((part) => asMap(JSON.parse(part)));
}

async function listen(server: Server): Promise<string> {
  await new Promise<void>((ready) => void server.listen(0, "127.0.0.1", ready));
  const address: AddressInfo | string | null = server.address();
  if (typeof address !== "object" || address === null) throw new Error("the server has no port");
  return `http://127.0.0.1:${address.port}`;
}

function nameOf({ identity: { kind, namespace, name } }: Manifest): string {
  return namespace === undefined ? `${kind} ${name}` : `${kind} ${namespace}/${name}`;
}

function waveOf({ body }: Manifest): string {
  return asText(asMap(asMap(body["metadata"])["annotations"])[wave]);
}

/** Without the namespace, the wave, and what has Argo CD confirm a removal. */
function withoutAdditions(body: ValueMap): ValueMap {
  const { namespace: _, annotations, ...metadata } = asMap(body["metadata"]);
  const { [wave]: __, [syncOptions]: ___, ...kept } = asMap(annotations);
  const isEmpty = Object.keys(kept).length === 0;
  return { ...body, metadata: isEmpty ? metadata : { ...metadata, annotations: kept } };
}

function sorted(bodies: readonly ValueMap[]): readonly string[] {
  return bodies.map(stable).toSorted();
}

function stable(body: ValueMap): string {
  return JSON.stringify(body, (_, each: unknown) =>
    isMap(each) ? Object.fromEntries(Object.entries(each).toSorted(byKey)) : each,
  );
}

function byKey([a]: readonly [string, unknown], [b]: readonly [string, unknown]): number {
  return a < b ? -1 : 1;
}

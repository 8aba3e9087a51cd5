import { expect, test } from "vitest";
import { formatManifest, formatManifestOver } from "./format-manifest.ts";
import { parseRender, RenderReader } from "./parse-render.ts";

const marker = "# keelson 42";

function render(release: string, namespace: string, ...documents: readonly string[]): string {
  return [`${marker} release "${release}" "${namespace}" ""`, ...documents].join("\n---\n");
}

function codes(text: string): readonly string[] {
  return parseRender(text, { marker }).findings.map((finding) => finding.code);
}

const map = (name: string): string => `apiVersion: v1\nkind: ConfigMap\nmetadata: {name: ${name}}`;

test("a namespace is stamped where the kind has one", () => {
  const role = "apiVersion: rbac.authorization.k8s.io/v1\nkind: ClusterRole\nmetadata: {name: r}";
  const { manifests } = parseRender(render("a", "prod", map("m"), role), { marker });
  expect(manifests.map((manifest) => manifest.identity)).toEqual([
    { group: "", kind: "ConfigMap", namespace: "prod", name: "m" },
    { group: "rbac.authorization.k8s.io", kind: "ClusterRole", name: "r" },
  ]);
  expect(manifests[0]?.body["metadata"]).toEqual({ name: "m", namespace: "prod" });
});

test("a definition in the render and keelson.yaml say which custom kinds have no namespace", () => {
  const crd = `apiVersion: apiextensions.k8s.io/v1
kind: CustomResourceDefinition
metadata: {name: foos.x.io}
spec: {group: x.io, scope: Cluster, names: {kind: Foo}}`;
  const objects = ["Foo", "Bar", "Baz"].map(
    (kind) => `apiVersion: x.io/v1\nkind: ${kind}\nmetadata: {name: a}`,
  );
  const text = render("a", "prod", crd, ...objects);
  const { manifests } = parseRender(text, { marker, clusterScoped: ["Bar.x.io"] });
  const namespaced = manifests.filter((manifest) => manifest.identity.namespace !== undefined);
  expect(namespaced.map((manifest) => manifest.identity.kind)).toEqual(["Baz"]);
});

test("an own namespace stays, and is taken off a kind that has none", () => {
  const own = "apiVersion: v1\nkind: Secret\nmetadata: {name: s, namespace: kube-system}";
  const wrong = "apiVersion: v1\nkind: Namespace\nmetadata: {name: s, namespace: x}";
  const { manifests } = parseRender(render("a", "prod", own, wrong), { marker });
  expect(manifests.map((manifest) => manifest.body["metadata"])).toEqual([
    { name: "s" },
    { name: "s", namespace: "kube-system" },
  ]);
});

test("lists are flattened, whatever they are lists of", () => {
  const list = `apiVersion: v1\nkind: List\nitems:\n- {apiVersion: v1, kind: Secret, metadata: {name: a}}`;
  const typed = `apiVersion: v1\nkind: ConfigMapList\nitems:\n- metadata: {name: b}`;
  const { manifests } = parseRender(render("a", "prod", list, typed), { marker });
  expect(
    manifests.map((manifest) => `${manifest.identity.kind} ${manifest.identity.name}`),
  ).toEqual(["ConfigMap b", "Secret a"]);
});

test("only our own marker names a release", () => {
  const forged = `# keelson 41 release "b" "other" ""\n${map("m")}`;
  const { manifests, releases } = parseRender(render("a", "prod", forged), { marker });
  expect(releases).toEqual([{ name: "a", namespace: "prod", kubeContext: "" }]);
  expect(manifests[0]?.release).toBe("a");
});

test("what has no kind, no name or no YAML is said with its template and line", () => {
  const text = render(
    "a",
    "prod",
    "# Source: web/templates/x.yaml\nkind: A\nmetadata: {name: a}",
    "# Source: web/templates/y.yaml\n\n\na: [",
  );
  expect(parseRender(text, { marker }).findings).toMatchObject([
    { code: "RENDER_NO_IDENTITY", at: { file: "web/templates/x.yaml", line: 1 } },
    { code: "RENDER_YAML", at: { file: "web/templates/y.yaml" } },
  ]);
});

test("a line inside a template's second document counts from the template's start", () => {
  const text = render("a", "prod", `# Source: w/templates/x.yaml\n${map("a")}`, "a: b\nc: d: e");
  const line = parseRender(text, { marker }).findings[0]?.at.line;
  expect(line).toBe(6);
});

test("aliases that stand for too much are refused", () => {
  const levels = Array.from(
    { length: 12 },
    (_, level) => `a${level}: &a${level} [${`*a${level - 1}, `.repeat(level === 0 ? 0 : 9)}]`,
  );
  expect(codes(render("a", "p", levels.join("\n")))).toEqual(["RENDER_YAML"]);
});

test("an integer that a JSON number cannot hold is refused", () => {
  expect(codes(render("a", "p", `${map("a")}\ndata: 9007199254740993`))).toEqual(["RENDER_YAML"]);
});

test("a key written twice keeps its last value, as with helm, and is said", () => {
  const text = render("a", "p", `${map("a")}\ndata:\n  a: x\n  a: z`);
  const { manifests, findings } = parseRender(text, { marker });
  expect(manifests[0]?.body["data"]).toEqual({ a: "z" });
  expect(findings).toMatchObject([{ code: "RENDER_REPEATED_KEY", at: { line: 6 } }]);
});

test("a failed release says why, and the others are there", () => {
  const text = `${render("a", "p", map("a"))}\n${marker} release "b" "p" ""\n\n${marker} failed\n${marker} said Error: no`;
  const { manifests, releases } = parseRender(text, { marker });
  expect(manifests).toHaveLength(1);
  expect(releases[1]).toMatchObject({ name: "b", failure: "Error: no" });
});

const hook = (events: string): string =>
  `apiVersion: batch/v1\nkind: Job\nmetadata: {name: j, annotations: {helm.sh/hook: "${events}", helm.sh/hook-weight: "-5", helm.sh/hook-delete-policy: hook-succeeded}}`;

test("tests are dropped, hooks are kept, turned into Argo CD's, or dropped with a finding", () => {
  expect(parseRender(hook("test")).manifests).toHaveLength(0);
  expect(parseRender(hook("pre-install,pre-upgrade")).findings).toEqual([]);
  const turned = parseRender(hook("pre-install,pre-upgrade"), { hooks: "argocd" }).manifests[0];
  expect(turned?.body["metadata"]).toMatchObject({
    annotations: {
      "argocd.argoproj.io/hook": "PreSync",
      "argocd.argoproj.io/hook-delete-policy": "HookSucceeded",
      "argocd.argoproj.io/sync-wave": "-5",
    },
  });
  const dropped = parseRender(hook("post-install"), { hooks: "drop" });
  expect(dropped.manifests).toHaveLength(0);
  expect(dropped.findings[0]?.code).toBe("RENDER_HOOK_DROPPED");
});

test("what Argo CD does otherwise than Helm is said", () => {
  expect(parseRender(hook("pre-rollback")).findings[0]?.code).toBe("RENDER_HOOK_LOST");
  expect(parseRender(hook("pre-install")).findings[0]?.code).toBe("RENDER_HOOK_EVERY_SYNC");
});

test("two objects with one identity both stay, in their order", () => {
  const text = render("a", "p", `${map("a")}\ndata: {x: 1}`, `${map("a")}\ndata: {x: 0}`);
  const { manifests } = parseRender(text, { marker });
  expect(manifests.map((manifest) => manifest.body["data"])).toEqual([{ x: 1 }, { x: 0 }]);
});

test("the canonical form does not depend on order and quoting", () => {
  const one = parseRender(
    `kind: A\napiVersion: v1\nmetadata: {labels: {b: "1"}, name: a}\nspec: {b: yes, a: [{image: x, name: z}]}`,
  );
  const other = parseRender(
    `apiVersion: 'v1'\nkind: A\nspec:\n  a:\n  - name: "z"\n    image: x\n  b: true\nmetadata:\n  name: a\n  labels: {b: '1'}`,
  );
  const texts = [...one.manifests, ...other.manifests].map(formatManifest);
  expect(texts[0]).toBe(texts[1]);
  expect(texts[0]).toMatchInlineSnapshot(`
    "apiVersion: v1
    kind: A
    metadata:
      name: a
      labels:
        b: "1"
    spec:
      a:
      - name: z
        image: x
      b: true
    "
  `);
});

test("a file that says the same keeps its bytes", () => {
  const [manifest] = parseRender("apiVersion: v1\nkind: A\nmetadata: {name: a}").manifests;
  if (manifest === undefined) throw new Error("nothing read");
  const older = "kind: A\napiVersion: v1\nmetadata:\n    name: a\n";
  expect(formatManifestOver(manifest, older)).toBe(older);
  expect(formatManifestOver(manifest, older.replace("name: a", "name: b"))).toBe(
    formatManifest(manifest),
  );
});

test("text in pieces says the same as text as a whole, wherever it is cut", () => {
  const text = render(
    "a",
    "prod",
    map("m"),
    `# Source: a/templates/b.yaml\r\n${map("web")}\r`,
    "a: [",
  );
  const whole = parseRender(text, { marker });
  expect(whole.manifests).toHaveLength(2);
  for (let cut = 0; cut <= text.length; cut += 1) {
    const reader = new RenderReader({ marker });
    reader.take(text.slice(0, cut));
    reader.take(text.slice(cut));
    expect(reader.end()).toEqual(whole);
  }
});

import type { Finding } from "../../model/finding.ts";
import type { Manifest } from "../../model/manifest.ts";
import { placeIn } from "../object-name.ts";
import type { RuleResult } from "../rule.ts";
import type { Scene } from "../scene.ts";
import { walkTexts } from "../walk-texts.ts";

/** Kinds whose own controller fills in templates, and below which pointers. */
const templated: Readonly<Record<string, RegExp>> = {
  "external-secrets.io/ExternalSecret": /^\/spec\/(target\/template|data(From)?)\//u,
  "external-secrets.io/ClusterExternalSecret": /^\/spec\/externalSecretSpec\/target\/template\//u,
  "external-secrets.io/PushSecret": /^\/spec\/template\//u,
  "external-secrets.io/ClusterPushSecret": /^\/spec\/pushSecretSpec\/template\//u,
  "bitnami.com/SealedSecret": /^\/spec\/template\//u,
  "monitoring.coreos.com/PrometheusRule":
    /^\/spec\/groups\/\d+\/rules\/\d+\/(annotations|labels)\//u,
  "monitoring.coreos.com/AlertmanagerConfig": /^\/spec\/receivers\//u,
  "argoproj.io/ApplicationSet": /^\/spec\//u,
  "argoproj.io/Workflow": /^\/spec\//u,
  "argoproj.io/WorkflowTemplate": /^\/spec\//u,
  "argoproj.io/ClusterWorkflowTemplate": /^\/spec\//u,
  "argoproj.io/CronWorkflow": /^\/spec\//u,
  "argoproj.io/AnalysisTemplate": /^\/spec\//u,
  "argoproj.io/ClusterAnalysisTemplate": /^\/spec\//u,
  "/ConfigMap": /^\/(data|binaryData)\//u,
};

/** What only Helm and Helmfile fill in; no other reader of templates has these. */
const helmAction =
  /\{\{[^{}]*(\.(Values|Release|Chart|Capabilities|Files|Template|Environment|StateValues)\b|\b(include|tpl|toYaml|nindent) )/u;
/** What a ConfigMap's text may hold: dashboards, rules and message templates of other programs. */
const foreignText = /\.(json|tmpl|tpl|gotmpl|j2|html|mustache)$/u;
const foreignAction =
  /\{\{-?\s*(\$(labels|value|externalLabels|externalURL)\b|\.?(labels|value|Labels|Value)\b|"\{\{)/u;
const printed = /<no value>|<nil>|%!\w\([a-z]/u;
/** What Helmfile replaces in values; in an object nobody does, but for one operator's own kinds. */
const reference = /\b(?:secret)?ref\+[a-z0-9]+:\/\//iu;
const referring = "digitalis.io";

/** No template action or reference to a secret store is left over, and none printed that it had nothing to print. */
export function checkBraces(scene: Scene): RuleResult {
  return { findings: scene.manifests.flatMap((manifest) => [...searchObject(manifest)]) };
}

function searchObject(manifest: Manifest): readonly Finding[] {
  const { group, kind } = manifest.identity;
  const allowed = templated[`${group}/${kind}`];
  const findings: Finding[] = [];
  walkTexts(manifest.body, (text, pointer) => {
    if (printed.test(text)) findings.push(noValue(manifest, pointer()));
    if (group !== referring && reference.test(text)) {
      findings.push(leftReference(manifest, pointer()));
    }
    if (text.includes("{{") && isLeftover(text, pointer(), allowed)) {
      findings.push(leftover(manifest, pointer(), text));
    }
  });
  return findings;
}

function isLeftover(text: string, pointer: string, allowed: RegExp | undefined): boolean {
  if (helmAction.test(text)) return true;
  if (allowed?.test(pointer) !== true) return true;
  if (!pointer.startsWith("/data/")) return false;
  return !foreignText.test(pointer) && !foreignAction.test(text);
}

function leftover(manifest: Manifest, pointer: string, text: string): Finding {
  const start = text.indexOf("{{");
  const line = text.slice(start, start + 60).split("\n", 1)[0] ?? "";
  return {
    code: "RENDER_BRACES",
    level: "error",
    at: placeIn(manifest, pointer),
    says: `a template action is left over: ${line}`,
    fix: "values files are not templates: compose the value in a template of the chart",
  };
}

function leftReference(manifest: Manifest, pointer: string): Finding {
  return {
    code: "RENDER_REFERENCE",
    level: "error",
    at: placeIn(manifest, pointer),
    says: "a reference to a secret store is left over, and nobody replaces it in the cluster",
    fix: "declare the secret under secrets/ and name it by secretKeyRef",
  };
}

function noValue(manifest: Manifest, pointer: string): Finding {
  return {
    code: "RENDER_NO_VALUE",
    level: "error",
    at: placeIn(manifest, pointer),
    says: "a template printed a value that is not there",
    fix: "set the value, or guard the template with `required` or `default`",
  };
}

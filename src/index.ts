/**
 * The library: the parts of the way as functions from data to data: values, secret manifests, render, check, plan.
 * What reads and writes a repository is the command's.
 */
export type { Command, CommandResult } from "./model/command.ts";
export type { Finding } from "./model/finding.ts";
export { KeelsonError } from "./model/keelson-error.ts";
export type { KeelsonConfig } from "./model/keelson-config.ts";
export type { Layer, Origin, ResolvedValues } from "./model/layer.ts";
export type { Manifest, ObjectIdentity } from "./model/manifest.ts";
export type { Place } from "./model/place.ts";
export type { BranchState, Plan, RenderedFile, SourceCommit } from "./model/plan.ts";
export type { SecretDeclarations } from "./model/secret-declarations.ts";
export type { Value, ValueMap } from "./model/value.ts";

export { checkSchema } from "./values/check-schema.ts";
export { formatValues, type FormatOptions } from "./values/format-values.ts";
export { resolveLayers } from "./values/resolve-layers.ts";

export { secretManifests, type SecretManifests } from "./secrets/secret-manifests.ts";
export type { SecretManifestRequest } from "./secrets/secret-request.ts";

export { formatManifest } from "./render/format-manifest.ts";
export { type ParsedRender, parseRender, type ParseOptions } from "./render/parse-render.ts";
export { templateCommand, type TemplateRequest } from "./render/template-command.ts";

export { checkManifests } from "./check/check-manifests.ts";
export type { CheckContext, CheckResult } from "./check/check-context.ts";
export type { Link, Verdict } from "./model/link.ts";

export { manifestPath } from "./publish/manifest-path.ts";
export { planCommit } from "./publish/plan-commit.ts";
export type { PlanRequest } from "./publish/plan-request.ts";

export { formatFindings, type TextOptions } from "./report/findings.ts";

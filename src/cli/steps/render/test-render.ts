import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { writeFiles } from "../../../host/test-files.ts";
import type { KeelsonConfig } from "../../../model/keelson-config.ts";
import type { KeelsonError } from "../../../model/keelson-error.ts";
import { failureOf } from "../../../model/test-failure.ts";
import { fillSettings } from "../../settings.ts";
import { testContext } from "../../test-context.ts";
import { renderEnvironment, type RenderedEnvironment } from "./render-environment.ts";

/** A repository with one small chart, `./web`, that prints its value `a`. */
export class RenderFolder {
  readonly root: string = mkdtempSync(join(tmpdir(), "render-test-"));

  constructor() {
    this.write({
      "web/Chart.yaml": "apiVersion: v2\nname: web\nversion: 1.0.0\n",
      "web/templates/map.yaml":
        "apiVersion: v1\nkind: ConfigMap\nmetadata: {name: web}\ndata: {a: {{ .Values.a | quote }}}\n",
    });
  }

  write(files: Readonly<Record<string, string>>): void {
    writeFiles(this.root, files);
  }

  render(config: KeelsonConfig = {}, variables = {}): Promise<RenderedEnvironment> {
    const environment = { ...process.env, ...variables };
    const settings = fillSettings(config);
    return renderEnvironment(testContext(this.root, { environment }), "prod", { settings });
  }

  failure(config: KeelsonConfig = {}, variables = {}): Promise<KeelsonError> {
    return failureOf(this.render(config, variables));
  }

  remove(): void {
    rmSync(this.root, { recursive: true });
  }
}

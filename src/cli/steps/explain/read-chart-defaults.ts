import type { Layer } from "../../../model/layer.ts";
import {
  releasesWithValues,
  readChartDefaults,
  type ChartDefaults,
} from "../../../values/chart-defaults.ts";
import type { Settings } from "../../settings.ts";
import { readSources } from "../render/read-sources.ts";

/** Who a values file is handed to; empty where only Helmfile can tell. */
export interface ValuesUsers {
  readonly releases: readonly string[];
  readonly defaults: readonly ChartDefaults[];
}

/** The releases that a values file is handed to, and the defaults of their local charts. */
export async function readValuesUsers(
  root: string,
  { environment, settings }: { readonly environment: string; readonly settings: Settings },
  output: string,
): Promise<ValuesUsers> {
  const file = settings.render.helmfile;
  const sources = await readSources(root, environment, [file]);
  const state = sources.states.find(({ path }) => path === file)?.text ?? "";
  const files: Layer[] = sources.charts.map(({ path, text }) => ({ file: path, text }));
  const users = releasesWithValues(state, { environment, output });
  const charts = [...new Set(users.map(({ chart }) => chart))];
  const defaults = charts.flatMap((chart) => readChartDefaults(chart, files));
  return { releases: users.map(({ name }) => name), defaults };
}

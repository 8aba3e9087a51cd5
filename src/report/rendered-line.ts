import type { Finding } from "../model/finding.ts";
import { counted } from "./counted.ts";
import { formatFindings, paint } from "./findings.ts";
import { plain } from "./plain.ts";

/** One environment that was rendered. */
export interface RenderedLine {
  readonly environment: string;
  readonly objects: number;
  readonly releases: number;
  readonly seconds: number;
  /** Whether a second render was the same. Left out: it was not asked for. */
  readonly isVerified?: boolean;
  readonly findings: readonly Finding[];
}

/** One line for each environment as soon as it is done, its findings under it. */
export function formatRenderedLine(
  line: RenderedLine,
  options: { readonly colour: boolean; readonly width: number },
): string {
  const colours = paint(options.colour);
  const parts = [
    plain(line.environment).padEnd(options.width),
    counted(line.objects, "object").padEnd(11),
    counted(line.releases, "release").padEnd(11),
    `${line.seconds.toFixed(1)} s`,
    ...(line.isVerified === true ? [colours.green("the same twice")] : []),
  ];
  const findings = line.findings.length === 0 ? "" : formatFindings(line.findings, options);
  return `${parts.join("  ").trimEnd()}\n${findings}`;
}

import { arch, platform } from "node:os";
import { join } from "node:path";
import { pins, type Pin } from "./pin.ts";

/** Where programs are installed and what the installing needs to know of the machine. */
export interface Site {
  /** The folder that holds `tools/pins.json` and gets `.tools/`. */
  readonly root: string;
  readonly toolsFolder: string;
  readonly pins: ReadonlyMap<string, Pin>;
  readonly environment: Readonly<Record<string, string | undefined>>;
  /** `linux` or `darwin`, `amd64` or `arm64`, as release archives name them. */
  readonly os: string;
  readonly arch: string;
  readonly say: (text: string) => void;
  /** Aborted by Ctrl-C. */
  readonly signal: AbortSignal;
}

export type SiteOptions = Pick<Site, "say" | "signal">;

/** The site of this repository on this machine. */
export function thisSite(options: SiteOptions): Site {
  const root = join(import.meta.dirname, "..", "..");
  return {
    ...options,
    root,
    toolsFolder: join(root, ".tools"),
    pins,
    environment: process.env,
    os: platform(),
    arch: arch() === "x64" ? "amd64" : arch(),
  };
}

/** `linux-amd64`: the key of what is pinned for one platform. */
export function platformOf(site: Site): string {
  return `${site.os}-${site.arch}`;
}

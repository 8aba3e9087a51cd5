/** What a kind's definition says of one field, as far as telling a list's items apart needs it. */
export interface FieldShape {
  /** The fields that tell the items of this list apart; left out where the definition names none. */
  readonly keys?: readonly string[];
  /** What is said of a key of this map. */
  readonly field: (key: string) => FieldShape | undefined;
  /** What is said of each item of this list. */
  readonly items: () => FieldShape | undefined;
}

/** What is known of a kind; undefined where its definition is not at hand. */
export type ShapeOf = (apiVersion: string, kind: string) => FieldShape | undefined;

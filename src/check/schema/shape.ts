/** What a field may hold: the part of a Kubernetes structural schema that can be checked without a cluster. */
export interface Shape {
  /** `int-or-string` and `quantity` are Kubernetes' own. Left out: anything. */
  readonly type?:
    | "object"
    | "array"
    | "string"
    | "integer"
    | "number"
    | "boolean"
    | "int-or-string"
    | "quantity";
  /** Name of a shape in the same file. Nothing else stands beside it. */
  readonly $ref?: string;
  readonly properties?: Readonly<Record<string, Shape>>;
  readonly required?: readonly string[];
  /** The shape of every value of a map with free keys. */
  readonly additionalProperties?: Shape;
  /** Fields that are not named here are kept by the API server. */
  readonly open?: boolean;
  readonly items?: Shape;
  /** The fields by which the items of a list are told apart: no two may have them the same. */
  readonly keys?: readonly string[];
  readonly enum?: readonly (string | number | boolean | null)[];
  readonly pattern?: string;
  readonly minimum?: number;
  readonly maximum?: number;
  readonly minLength?: number;
  readonly maxLength?: number;
  readonly minItems?: number;
  readonly maxItems?: number;
  readonly minProperties?: number;
  readonly maxProperties?: number;
  readonly anyOf?: readonly Shape[];
  readonly oneOf?: readonly Shape[];
  readonly allOf?: readonly Shape[];
  readonly not?: Shape;
}

/** The kinds of one product in one version. */
export interface KindSchemas {
  readonly product: string;
  readonly version: string;
  /** By `apiVersion Kind`, such as `apps/v1 Deployment`. */
  readonly kinds: Readonly<Record<string, Shape>>;
  /** What `$ref` names. */
  readonly shapes: Readonly<Record<string, Shape>>;
}

/** Whether a file that was read as JSON is a set of kinds; its shapes are taken as they are. */
export function isKindSchemas(read: unknown): read is KindSchemas {
  if (typeof read !== "object" || read === null) return false;
  return "product" in read && "version" in read && "kinds" in read && "shapes" in read;
}

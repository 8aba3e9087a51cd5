import { pointerTo } from "../../model/json-pointer.ts";
import { isList, isMap, type Value, type ValueMap } from "../../model/value.ts";
import { nearest } from "../nearest.ts";
import { fieldOf, resolveShape } from "./resolve-shape.ts";
import type { Shape } from "./shape.ts";
import { scalarProblem, type ShapeProblem } from "./validate-scalar.ts";

/** One thing that the API server would not take, or would drop. */
export interface Problem extends ShapeProblem {
  readonly pointer: string;
}

type Shapes = Readonly<Record<string, Shape>>;
type Path = (string | number)[];
type Report = (problem: ShapeProblem, path: Path) => void;

/** Everything in a value that its shape does not allow; `shapes` holds what `$ref` names. */
export function validateShape(shape: Shape, value: Value, shapes: Shapes): readonly Problem[] {
  const problems: Problem[] = [];
  const report: Report = (problem, path) => {
    problems.push({ ...problem, pointer: pointerTo("", ...path) });
  };
  new Validation(shapes, report).check(shape, value, []);
  return problems;
}

class Validation {
  readonly #shapes: Shapes;
  readonly #report: Report;

  constructor(shapes: Shapes, report: Report) {
    this.#shapes = shapes;
    this.#report = report;
  }

  /** Null is what the API server drops, so that it is as good as absent. */
  check(given: Shape, value: Value, path: Path): void {
    if (value === null) return;
    const shape = resolveShape(given, this.#shapes);
    if (shape === undefined) return;
    const problem = scalarProblem(shape, value);
    if (problem !== undefined) {
      this.#report(problem, path);
      return;
    }
    if (isMap(value)) this.#checkMap(shape, value, path);
    else if (isList(value)) this.#checkList(shape, value, path);
    if (hasJunctors(shape)) this.#checkJunctors(shape, value, path);
  }

  #checkMap(shape: Shape, map: ValueMap, path: Path): void {
    for (const key of missingFields(shape, map)) this.#report(missingField(key), path);
    for (const key of Object.keys(map)) {
      const inner = fieldOf(shape, key);
      path.push(key);
      if (inner !== undefined) this.check(inner, map[key] ?? null, path);
      else if (isClosed(shape)) this.#report(unknownField(key, shape), path);
      path.pop();
    }
  }

  #checkList(shape: Shape, list: readonly Value[], path: Path): void {
    if (shape.keys !== undefined) this.#checkKeys(shape.keys, list, path);
    if (shape.items === undefined) return;
    for (let index = 0; index < list.length; index += 1) {
      path.push(index);
      this.check(shape.items, list[index] ?? null, path);
      path.pop();
    }
  }

  #checkKeys(keys: readonly string[], list: readonly Value[], path: Path): void {
    const seen = new Set<string>();
    for (const [index, item] of list.entries()) {
      const id = JSON.stringify(keys.map((key) => (isMap(item) ? item[key] : undefined) ?? null));
      if (seen.has(id)) this.#report(repeatedItem(keys), [...path, index]);
      seen.add(id);
    }
  }

  #checkJunctors(shape: Shape, value: Value, path: Path): void {
    for (const part of shape.allOf ?? none) this.check(part, value, path);
    for (const { branches, isRight, problem } of junctors(shape)) {
      if (!isRight(this.#countHolding(branches, value))) this.#report(problem, path);
    }
  }

  #countHolding(branches: readonly Shape[], value: Value): number {
    return branches.filter((branch) => this.#holds(branch, value)).length;
  }

  #holds(shape: Shape, value: Value): boolean {
    let holds = true;
    const quiet = new Validation(this.#shapes, () => {
      holds = false;
    });
    quiet.check({ ...shape, open: true }, value, []);
    return holds;
  }
}

const none: readonly Shape[] = [];

interface Junctor {
  readonly branches: readonly Shape[];
  readonly isRight: (holding: number) => boolean;
  readonly problem: ShapeProblem;
}

function junctors({ anyOf, oneOf, not }: Shape): readonly Junctor[] {
  const found: Junctor[] = [];
  if (anyOf !== undefined) {
    found.push({ branches: anyOf, isRight: (holding) => holding > 0, problem: noBranch(anyOf) });
  }
  if (oneOf !== undefined) {
    found.push({ branches: oneOf, isRight: (holding) => holding === 1, problem: noBranch(oneOf) });
  }
  if (not !== undefined) {
    found.push({ branches: [not], isRight: (holding) => holding === 0, problem: forbidden });
  }
  return found;
}

function hasJunctors(shape: Shape): boolean {
  return "anyOf" in shape || "oneOf" in shape || "allOf" in shape || "not" in shape;
}

const forbidden: ShapeProblem = {
  code: "SCHEMA_VALUE",
  says: "is what it must not be",
  fix: "see the kind's reference",
};

function missingFields({ required = [] }: Shape, map: ValueMap): readonly string[] {
  return required.filter((key) => map[key] === undefined || map[key] === null);
}

function isClosed({ properties, open }: Shape): boolean {
  return properties !== undefined && open !== true;
}

function missingField(key: string): ShapeProblem {
  return { code: "SCHEMA_REQUIRED", says: `has no ${key}`, fix: `add ${key}` };
}

function unknownField(key: string, { properties = {} }: Shape): ShapeProblem {
  const near = nearest(key, Object.keys(properties));
  return {
    code: "SCHEMA_UNKNOWN_FIELD",
    says: "is not a field here",
    fix:
      near === undefined ? "take it out, or move it to where it belongs" : `did you mean ${near}?`,
  };
}

function repeatedItem(keys: readonly string[]): ShapeProblem {
  const names = keys.join(", ");
  return {
    code: "SCHEMA_REPEATED_ITEM",
    says: `has the same ${names} as an item before it`,
    fix: `change its ${names}`,
  };
}

function noBranch(branches: readonly Shape[]): ShapeProblem {
  const wanted = branches.flatMap(({ required }) =>
    required === undefined ? [] : [required.join(" and ")],
  );
  const either = wanted.length === 0 ? "one of its allowed forms" : wanted.join(", or ");
  return {
    code: "SCHEMA_VALUE",
    says: `must have exactly one of: ${either}`,
    fix: "see the kind's reference",
  };
}

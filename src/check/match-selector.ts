import { asList, asMap, type Value, type ValueMap } from "../model/value.ts";
import { textOf, valueAt } from "./read-value.ts";

/** Whether labels meet a selector of `matchLabels` and `matchExpressions`; an empty one takes all. */
export function matchesSelector(labels: ValueMap, selector: Value): boolean {
  const pairs = Object.entries(asMap(valueAt(selector, "matchLabels")));
  if (!pairs.every(([key, value]) => labels[key] === value)) return false;
  return asList(valueAt(selector, "matchExpressions")).every((each) => meets(labels, each));
}

function meets(labels: ValueMap, expression: Value): boolean {
  const label = labels[textOf(valueAt(expression, "key")) ?? ""];
  const values = asList(valueAt(expression, "values"));
  const isIn = label !== undefined && values.includes(label);
  const answers = new Map([
    ["In", isIn],
    ["NotIn", !isIn],
    ["Exists", label !== undefined],
    ["DoesNotExist", label === undefined],
  ]);
  return answers.get(textOf(valueAt(expression, "operator")) ?? "") ?? false;
}

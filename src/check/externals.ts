import type { External } from "../model/link.ts";
import { externalsHere } from "./exceptions.ts";
import { isObjectMeant } from "./match-object.ts";
import type { Reference } from "./reference.ts";
import type { Scene } from "./scene.ts";

/** The declaration in keelson.yaml of an object outside that a reference names. */
export function findExternalObject(scene: Scene, reference: Reference): External | undefined {
  const kind = kindOf(reference.type);
  const object = { ...reference, kind };
  const { context } = scene;
  return [...externalsHere(context), ...(context.outside ?? [])].find(
    (external) => external.object !== undefined && isObjectMeant(external.object, object),
  );
}

/** The kind in `group/Kind`. */
export function kindOf(type: string): string {
  return type.slice(type.indexOf("/") + 1);
}

import type { Finding } from "../model/finding.ts";
import type { Place } from "../model/place.ts";
import type { RemoteState, RemoteValue } from "../model/remote-secret.ts";
import { decodeValue } from "./decode-value.ts";
import { propertyFinding } from "./property-findings.ts";
import { remoteFinding, versionFinding, wrong } from "./remote-findings.ts";
import { remoteKeys, remoteProperty } from "./remote-property.ts";
import { versionIdAt } from "./remote-version.ts";
import type { AwsSource } from "./value-source.ts";

/** One thing that a declaration takes from a remote secret. */
export interface RemoteUse {
  readonly source: AwsSource;
  /** All properties become keys. */
  readonly isExtract: boolean;
  readonly at: Place;
}

/** What is wrong with one use as far as the state of the secret tells, without its value. */
export function checkRemoteState(use: RemoteUse, state: RemoteState): Finding | undefined {
  const { id, version } = use.source;
  if (state.kind !== "there") return remoteFinding(id, state, use.at);
  return versionIdAt(state, version) === undefined
    ? versionFinding(id, version, use.at)
    : undefined;
}

/** The same with the value at hand: property, JSON and encoding, as the External Secrets Operator reads them. */
export function checkRemoteValue(use: RemoteUse, answer: RemoteValue): Finding | undefined {
  const { source, at } = use;
  if (answer.kind !== "there") return remoteFinding(source.id, answer, at);
  const property = remoteProperty(answer.bytes, source.property);
  if (property.kind !== "found") return propertyFinding(source, property, at);
  if (use.isExtract) return checkExtract(use, property.bytes);
  return decodeValue(property.bytes, source.decode) === undefined
    ? encodingFinding(source, at)
    : undefined;
}

/** A value that is not encoded as its declaration says. */
export function encodingFinding({ id, decode }: AwsSource, at: Place): Finding {
  return wrong(at, "SECRET_REMOTE_ENCODING", {
    says: `${id} does not hold ${decode}`,
    fix: "correct `decode`, or what is stored",
  });
}

function checkExtract({ source, at }: RemoteUse, bytes: Uint8Array): Finding | undefined {
  const keys = remoteKeys(bytes);
  if (keys === undefined) {
    return wrong(at, "SECRET_REMOTE_NOT_JSON", {
      says: `${source.id} holds no JSON object, so nothing can be taken out of it`,
      fix: "store a JSON object, or name its keys one by one without a property",
    });
  }
  const illegal = keys.filter((key) => !/^[-._a-zA-Z0-9]{1,253}$/.test(key));
  if (illegal.length === 0) return undefined;
  return wrong(at, "SECRET_REMOTE_KEY", {
    says: `${source.id} has properties that cannot be keys of a Secret: ${illegal.join(", ")}`,
    fix: "rename them there (letters, digits, `-`, `_` and `.`), or take single properties",
  });
}

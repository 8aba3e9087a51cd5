import type { Finding } from "../../model/finding.ts";
import { pointerTo } from "../../model/json-pointer.ts";
import type { Manifest } from "../../model/manifest.ts";
import { asList } from "../../model/value.ts";
import { placeIn } from "../object-name.ts";
import { textOf, valueAt } from "../read-value.ts";
import type { LinkedScene, RuleResult } from "../rule.ts";

/** @see https://docs.aws.amazon.com/AmazonS3/latest/userguide/bucketnamingrules.html */
const bucketName = /^(?!\d+\.\d+\.\d+\.\d+$)(?!xn--)(?!.*\.\.)[a-z0-9][a-z0-9.-]{1,61}[a-z0-9]$/u;

interface Bucket {
  readonly name: string;
  readonly manifest: Manifest;
  readonly pointer: string;
}

/** Each bucket that connectors and containers are told has a name that S3 takes. */
export function checkBuckets(scene: LinkedScene): RuleResult {
  const buckets = [...fromConnectors(scene), ...fromContainers(scene)];
  return {
    findings: buckets.filter(({ name }) => !bucketName.test(name)).map((bucket) => invalid(bucket)),
  };
}

function fromConnectors(scene: LinkedScene): readonly Bucket[] {
  return scene.connectors.flatMap(({ config, manifest, pointer }) => {
    const name = config.get("s3.bucket.name") ?? config.get("aws.s3.bucket.name");
    return name === undefined ? [] : [{ name, manifest, pointer }];
  });
}

function fromContainers({ workloads }: LinkedScene): readonly Bucket[] {
  return workloads.flatMap(({ manifest, containers }) =>
    containers.flatMap(({ spec, pointer }) =>
      asList(spec["env"]).flatMap((entry, index) => {
        const name = textOf(valueAt(entry, "value"));
        const isBucket = /(^|_)S3_?BUCKET(_|$)|(^|_)BUCKET(_NAME)?$/u.test(
          textOf(valueAt(entry, "name")) ?? "",
        );
        if (!isBucket || name === undefined || name.includes("$")) return [];
        return [{ name, manifest, pointer: pointerTo(pointer, "env", index, "value") }];
      }),
    ),
  );
}

function invalid({ name, manifest, pointer }: Bucket): Finding {
  return {
    code: "LINK_BUCKET",
    level: "error",
    at: placeIn(manifest, pointer),
    says: `${name} is no name that a bucket can have`,
    fix: "3 to 63 lower-case letters, digits, dots and hyphens, a letter or digit at both ends",
  };
}

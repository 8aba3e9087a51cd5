import type { Finding } from "../../model/finding.ts";
import { checkDebezium } from "../connect/check-debezium.ts";
import { checkS3Sink } from "../connect/check-s3-sink.ts";
import type { ConnectorProblem } from "../connect/connector-problem.ts";
import type { Connector } from "../connect/read-connectors.ts";
import { placeIn } from "../object-name.ts";
import type { LinkedScene, RuleResult } from "../rule.ts";

type Check = (config: ReadonlyMap<string, string>) => readonly ConnectorProblem[];

/** The connectors whose keys are known, by class. */
const checks: Readonly<Record<string, Check>> = {
  "io.debezium.connector.postgresql.PostgresConnector": checkDebezium,
  "io.confluent.connect.s3.S3SinkConnector": checkS3Sink,
};

/** Each connector's keys are ones that its class reads, and what the class needs is there. */
export function checkConnectorKeys(scene: LinkedScene): RuleResult {
  return {
    findings: scene.connectors.flatMap((connector) => {
      const check = checks[connector.config.get("connector.class") ?? ""];
      return (check?.(connector.config) ?? []).map((problem) => describe(connector, problem));
    }),
  };
}

function describe(
  { name, manifest, pointer }: Connector,
  { says, fix }: ConnectorProblem,
): Finding {
  return {
    code: "SCHEMA_CONNECTOR",
    level: "error",
    at: placeIn(manifest, pointer),
    says: `connector ${name}: ${says}`,
    fix,
  };
}

import type { Rule } from "./rule.ts";
import { checkAllowances } from "./rules/allowances.ts";
import { checkBraces } from "./rules/braces.ts";
import { checkBuckets } from "./rules/buckets.ts";
import { checkConnectClusters } from "./rules/connect-clusters.ts";
import { checkConnectorClasses } from "./rules/connector-classes.ts";
import { checkConnectorKeys } from "./rules/connector-keys.ts";
import { checkDuplicates } from "./rules/duplicates.ts";
import { checkEnvironments } from "./rules/environments.ts";
import { checkHiddenFiles } from "./rules/hidden-files.ts";
import { checkHosts } from "./rules/hosts.ts";
import { checkIamRoles } from "./rules/iam-roles.ts";
import { checkMemory } from "./rules/memory.ts";
import { checkMonitors } from "./rules/monitors.ts";
import { checkNames } from "./rules/names.ts";
import { checkPlaceholders } from "./rules/placeholders.ts";
import { checkPlaintext } from "./rules/plaintext.ts";
import { checkPolicies } from "./rules/policies.ts";
import { checkProbes } from "./rules/probes.ts";
import { checkReplication } from "./rules/replication.ts";
import { checkSchema } from "./rules/schema.ts";
import { checkServices } from "./rules/services.ts";
import { checkSlots } from "./rules/slots.ts";
import { checkTopics } from "./rules/topics.ts";
import { checkVolumes } from "./rules/volumes.ts";

/** Every rule family, in the order in which people should read what they find. */
export const rules: readonly Rule[] = [
  checkDuplicates,
  checkPlaintext,
  checkBraces,
  checkSchema,
  checkNames,
  checkVolumes,
  checkHiddenFiles,
  checkServices,
  checkProbes,
  checkMonitors,
  checkHosts,
  checkPlaceholders,
  checkConnectClusters,
  checkConnectorClasses,
  checkConnectorKeys,
  checkTopics,
  checkBuckets,
  checkIamRoles,
  checkEnvironments,
  checkReplication,
  checkSlots,
  checkMemory,
  checkPolicies,
  checkAllowances,
];

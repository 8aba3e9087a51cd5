import type { Finding } from "../../model/finding.ts";
import type { External, Link } from "../../model/link.ts";
import { compilePattern } from "../compile-pattern.ts";
import { collectTopics, type Topics, type TopicUse } from "../connect/topics.ts";
import { externalsHere } from "../exceptions.ts";
import { isObjectMeant } from "../match-object.ts";
import { nearest } from "../nearest.ts";
import { placeIn } from "../object-name.ts";
import type { LinkedScene, RuleResult } from "../rule.ts";

/** Each topic that is read is written or declared outside, and each that is written is made by someone. */
export function checkTopics(scene: LinkedScene): RuleResult {
  const topics = collectTopics(scene);
  const externals = externalsHere(scene.context).filter(
    ({ object }) => object?.startsWith("Topic ") === true,
  );
  const results = [
    ...topics.read.map((use) => checkRead(use, topics, externals)),
    ...topics.written.map((use) => checkMade(use, topics)),
  ];
  return {
    findings: results.flatMap(({ findings }) => findings),
    links: results.flatMap(({ links }) => links ?? []),
  };
}

function checkRead(use: TopicUse, topics: Topics, externals: readonly External[]): RuleResult {
  const link = { from: placeIn(use.manifest, use.pointer), names: `topic ${use.topic}` };
  const written = topics.written.map(({ topic }) => topic);
  const writer = topics.written.find(({ topic }) => isMeant(use, topic));
  if (writer !== undefined) return held({ ...link, verdict: "ok", to: writer.who });
  if ([...topics.selfMade].some((topic) => isMeant(use, topic)))
    return held({ ...link, verdict: "ok" });
  const topic = { kind: "Topic", name: use.topic };
  const external = externals.find(({ object }) => isObjectMeant(object ?? "", topic));
  if (external !== undefined) return held({ ...link, verdict: "external", external });
  // Without a writer in the render, whoever writes is outside it.
  if (written.length === 0) return held({ ...link, verdict: "unverifiable" });
  return missing({ ...link, verdict: "missing" }, use, written);
}

function isMeant({ topic, isPattern }: TopicUse, written: string): boolean {
  if (!isPattern) return topic === written;
  return compilePattern(`^(?:${topic})$`)?.test(written) ?? true;
}

function held(link: Link): RuleResult {
  return { findings: [], links: [link] };
}

function missing(link: Link, use: TopicUse, written: readonly string[]): RuleResult {
  const near = use.isPattern ? undefined : nearest(use.topic, written);
  const says = use.isPattern
    ? `${use.who} reads topics like ${use.topic}, and none that is written is`
    : `${use.who} reads topic ${use.topic}, which nothing writes`;
  const finding: Finding = {
    code: "LINK_TOPIC",
    level: "error",
    at: link.from,
    says,
    fix:
      near === undefined
        ? "write it, or declare `Topic NAME` under `checks.externals`"
        : `did you mean ${near}?`,
    notes: [`written   ${written.join(", ")}`],
  };
  return { findings: [finding], links: [link] };
}

/** Where a list of topics is worked off, the broker makes none by itself. */
function checkMade(use: TopicUse, { created, selfMade }: Topics): RuleResult {
  const { topic, who } = use;
  if (created.size === 0 || created.has(topic) || selfMade.has(topic)) return { findings: [] };
  const finding: Finding = {
    code: "LINK_TOPIC_CREATED",
    level: "error",
    at: placeIn(use.manifest, use.pointer),
    says: `${who} writes topic ${topic}, which no job makes`,
    fix: "add it to the list of topics, or set topic.creation.default.partitions and replication.factor",
  };
  return { findings: [finding] };
}

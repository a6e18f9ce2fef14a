import { unknownValue } from "../../iam/value";
import { type Finding, unknownAt, violation } from "../../lib/facts/finding";
import { type FilterGroup, filterGroups, narrows } from "../../lib/pipeline/webhook-filters";
import { type JudgedResource, resourceRule } from "../../lib/rule/rule";

export const codebuildWebhookFiltered = resourceRule({
  name: "codebuild-webhook-filtered",
  displayName: "Webhooks filter what starts a build",
  description:
    "CodeBuild webhooks should filter the events, branches, tags, files or users that start a build. Without filters, every event starts one.",
  severity: "high",
  enforcementLevel: "mandatory",
  remediationSteps:
    "Give every element of filterGroups an EVENT filter and one of HEAD_REF, BASE_REF, TAG_NAME, FILE_PATH or ACTOR_ACCOUNT_ID. branchFilter does not count.",
  url: "https://docs.aws.amazon.com/codebuild/latest/userguide/github-webhook.html",
  tags: ["codebuild", "trigger"],
  equivalentChecks: { owasp: ["SEC-1", "SEC-4"] },
  types: ["aws:codebuild/webhook:Webhook"],
  judge: filtered,
});

const narrowing = ["HEAD_REF", "BASE_REF", "ACTOR_ACCOUNT_ID", "TAG_NAME", "FILE_PATH"];

/** Filter types that AWS supports for queued workflow jobs. */
const narrowingJobs = ["WORKFLOW_NAME", "REPOSITORY_NAME"];

function filtered({ props }: JudgedResource): Finding[] {
  const groups = filterGroups(props.filterGroups);
  if (props.filterGroups === unknownValue) {
    return [unknownAt("filterGroups")];
  }
  return groups.length === 0
    ? [violation("filterGroups", "should say which events of which branches start a build: now every one does")]
    : groups.flatMap(judgeGroup);
}

function judgeGroup({ path, events, filters }: FilterGroup): Finding[] {
  const hidden = filters.find(({ type }) => type === unknownValue);
  const isJob = events !== unknownValue && events.includes("WORKFLOW_JOB_QUEUED");
  const types = isJob ? [...narrowing, ...narrowingJobs] : narrowing;
  if (filters.some(({ type }) => type === "EVENT") && filters.some((filter) => narrows(filter, types))) {
    return [];
  }
  return hidden === undefined
    ? [violation(`${path}.filters`, `should have an EVENT filter and one of ${types.join(", ")} that narrows it`)]
    : [unknownAt(`${hidden.path}.type`)];
}

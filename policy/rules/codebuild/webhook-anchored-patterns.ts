import { textOf, unknownValue } from "../../iam/value";
import { type Finding, unknownAt, violation } from "../../lib/facts/finding";
import { isAnchored } from "../../lib/pipeline/anchored";
import { type Filter, filterGroups } from "../../lib/pipeline/webhook-filters";
import { type JudgedResource, resourceRule } from "../../lib/rule/rule";

export const codebuildWebhookAnchoredPatterns = resourceRule({
  name: "codebuild-webhook-anchored-patterns",
  displayName: "Webhook patterns match whole values",
  description:
    "CodeBuild webhook patterns should start with ^ and end with $. The pattern 123 also matches the account 91234, which anybody can register.",
  severity: "critical",
  enforcementLevel: "mandatory",
  remediationSteps: "Write every alternative of the pattern as ^value$, as in ^(123|456)$ or ^refs/heads/main$.",
  url: "https://docs.aws.amazon.com/codebuild/latest/userguide/github-webhook.html",
  tags: ["codebuild", "trigger"],
  equivalentChecks: { prowler: ["codebuild_project_webhook_filters_use_anchored_patterns"], owasp: ["SEC-4"] },
  types: ["aws:codebuild/webhook:Webhook"],
  judge: patternsAnchored,
});

const matchedTypes = ["ACTOR_ACCOUNT_ID", "HEAD_REF", "BASE_REF", "REPOSITORY_NAME", "ORGANIZATION_NAME"];

function patternsAnchored({ props }: JudgedResource): Finding[] {
  if (props.filterGroups === unknownValue) {
    return [unknownAt("filterGroups")];
  }
  return filterGroups(props.filterGroups).flatMap(({ filters }) => filters.flatMap(judgeFilter));
}

/** A loose pattern of an excluding filter only excludes more. */
function judgeFilter({ path, type, pattern, excludes }: Filter): Finding[] {
  if (excludes === true || !(matchedTypes.includes(textOf(type)) || type === unknownValue)) {
    return [];
  }
  if (pattern === unknownValue) {
    return [unknownAt(`${path}.pattern`)];
  }
  if (isAnchored(textOf(pattern))) {
    return [];
  }
  return type === unknownValue
    ? [unknownAt(`${path}.type`)]
    : [violation(`${path}.pattern`, "should start with ^ and end with $ in each of its alternatives")];
}

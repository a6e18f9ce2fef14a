import { at, itemsOf, textOf, unknownValue, type Value } from "../../iam/value";
import { type Finding, unknownAt, violation } from "../../lib/facts/finding";
import { type FilterGroup, filterGroups, includesPullRequests, narrows } from "../../lib/pipeline/webhook-filters";
import { type JudgedResource, resourceRule } from "../../lib/rule/rule";

export const codebuildWebhookPrGuarded = resourceRule({
  name: "codebuild-webhook-pr-guarded",
  displayName: "Webhooks build only trusted pull requests",
  description:
    "CodeBuild webhooks should build pull requests only of known users or after a trusted comment. A pull request brings code and buildspec to the project's role.",
  severity: "critical",
  enforcementLevel: "mandatory",
  remediationSteps:
    "Add an ACTOR_ACCOUNT_ID filter with account ids to the group. Or set pullRequestBuildPolicy.requiresCommentApproval to ALL_PULL_REQUESTS with approverRoles that may write.",
  remediation: "sets pullRequestBuildPolicy.requiresCommentApproval to ALL_PULL_REQUESTS",
  url: "https://docs.aws.amazon.com/codebuild/latest/userguide/pull-request-build-policy.html",
  tags: ["codebuild", "trigger", "pull-request"],
  equivalentChecks: { owasp: ["SEC-4"] },
  types: ["aws:codebuild/webhook:Webhook"],
  judge: pullRequestsGuarded,
});

function pullRequestsGuarded({ props }: JudgedResource): Finding[] {
  const policy = props.pullRequestBuildPolicy;
  return requiresComment(policy) ? [] : filterGroups(props.filterGroups).flatMap((group) => judgeGroup(group, policy));
}

/** An unknown policy or value counts as present. */
function requiresComment(policy: Value): boolean {
  const requires = at(policy, "requiresCommentApproval");
  const guarded = requires === "ALL_PULL_REQUESTS" || requires === "FORK_PULL_REQUESTS" || requires === unknownValue;
  return guarded && !itemsOf(at(policy, "approverRoles")).some((role) => /_(READ|GUEST)$/.test(textOf(role)));
}

function judgeGroup({ path, events, filters }: FilterGroup, policy: Value): Finding[] {
  if (filters.some((filter) => narrows(filter, ["ACTOR_ACCOUNT_ID"]))) {
    return [];
  }
  if (events === unknownValue) {
    return [unknownAt(`${path}.filters`)];
  }
  if (!includesPullRequests(events)) {
    return [];
  }
  return at(policy, "approverRoles") === undefined || at(policy, "requiresCommentApproval") === "DISABLED"
    ? [
        violation(
          `${path}.filters`,
          "should have an ACTOR_ACCOUNT_ID filter, or pullRequestBuildPolicy require a comment",
          { "pullRequestBuildPolicy.requiresCommentApproval": "ALL_PULL_REQUESTS" },
        ),
      ]
    : [violation("pullRequestBuildPolicy.approverRoles", "should name no role that everybody has who may read")];
}

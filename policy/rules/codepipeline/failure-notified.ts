import { violation } from "../../lib/facts/finding";
import type { StackResource } from "../../lib/facts/stack";
import { pipelineType } from "../../lib/pipeline/actions";
import {
  eventRuleType,
  eventTargetType,
  notificationRuleType,
  notifiesOfFailure,
  passesOnFailure,
} from "../../lib/pipeline/failure-events";
import { type StackFinding, stackRule } from "../../lib/rule/rule";

export const codepipelineFailureNotified = stackRule({
  name: "codepipeline-failure-notified",
  displayName: "Pipelines report failures",
  description: "Pipelines should notify somebody when they fail. A failed pipeline otherwise looks like an idle one.",
  severity: "low",
  enforcementLevel: "advisory",
  remediationSteps:
    "Add an aws.codestarnotifications.NotificationRule for codepipeline-pipeline-pipeline-execution-failed, or an EventBridge rule with a target.",
  url: "https://docs.aws.amazon.com/codepipeline/latest/userguide/notification-rule-create.html",
  tags: ["codepipeline", "monitoring"],
  equivalentChecks: { owasp: ["SEC-10"] },
  types: [pipelineType, notificationRuleType, eventRuleType, eventTargetType],
  judge: failuresNotified,
});

function failuresNotified(resources: readonly StackResource[]): StackFinding[] {
  return resources
    .filter(({ type }) => type === pipelineType)
    .filter(
      (pipeline) =>
        !resources.some((rule) => notifiesOfFailure(rule, pipeline) || passesOnFailure(rule, pipeline, resources)),
    )
    .map(({ urn }) => ({
      urn,
      finding: violation("name", "should be in a notification rule, or an event rule with a target, for failed runs"),
    }));
}

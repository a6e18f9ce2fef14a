import { at, fromJson, isList, isProperties, itemsOf, textOf, unknownValue, type Value } from "../../iam/value";
import { leadsTo, referrers } from "../facts/links";
import { ofTypes, type StackResource } from "../facts/stack";

/** Type tokens of the resources that notify about failures of a pipeline. */
export const notificationRuleType = "aws:codestarnotifications/notificationRule:NotificationRule";
export const eventRuleType = "aws:cloudwatch/eventRule:EventRule";
export const eventTargetType = "aws:cloudwatch/eventTarget:EventTarget";

const failedEvents = ["pipeline", "stage", "action"].map((part) => `codepipeline-pipeline-${part}-execution-failed`);

/** Whether a notification rule notifies its targets when a pipeline fails. */
export function notifiesOfFailure(rule: StackResource, pipeline: StackResource): boolean {
  const { eventTypeIds, status, resource, targets } = rule.props;
  const tells = itemsOf(eventTypeIds).some((id) => id === unknownValue || failedEvents.includes(textOf(id)));
  return (
    rule.type === notificationRuleType &&
    status !== "DISABLED" &&
    itemsOf(targets).length > 0 &&
    tells &&
    (typeof resource === "string"
      ? resource.endsWith(`:${textOf(pipeline.props.name)}`)
      : leadsTo({ from: rule, property: "resource", name: resource }, pipeline, undefined))
  );
}

/** Whether an event rule notifies a target when a pipeline fails. An unknown pattern counts if it comes from the pipeline. */
export function passesOnFailure(
  rule: StackResource,
  pipeline: StackResource,
  resources: readonly StackResource[],
): boolean {
  const { name, eventPattern, state, isEnabled } = rule.props;
  return (
    rule.type === eventRuleType &&
    state !== "DISABLED" &&
    isEnabled !== false &&
    referrers(ofTypes(resources, [eventTargetType]), "rule", rule, name).length > 0 &&
    (eventPattern === unknownValue
      ? leadsTo({ from: rule, property: "eventPattern", name: eventPattern }, pipeline, undefined)
      : finds(fromJson(eventPattern), pipeline.props.name))
  );
}

function finds(pattern: Value, pipelineName: Value): boolean {
  return (
    isProperties(pattern) &&
    lets(at(pattern, "source"), "aws.codepipeline") &&
    lets(at(pattern, "detail", "state"), "FAILED") &&
    lets(at(pattern, "detail", "pipeline"), textOf(pipelineName)) &&
    ["Pipeline", "Stage", "Action"].some((part) =>
      lets(at(pattern, "detail-type"), `CodePipeline ${part} Execution State Change`),
    )
  );
}

/** An absent element matches every value. An object is a comparison, which may match. */
function lets(element: Value, value: string): boolean {
  return element === undefined || (isList(element) && element.some((item) => item === value || isProperties(item)));
}

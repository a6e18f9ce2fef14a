import type { ActionContext, ChangeEvent } from "../../actions/base/action-type";
import { actionTypeOf } from "../../actions/catalogue";
import { eventRuleArn, pipelineArn } from "../../aws/arn";
import { nameLimits, physicalName } from "../../aws/physical-name";
import { startRoleName } from "../../aws/role-names";
import type { StartRule } from "../../codebuild/build-starts";
import { allowStatement } from "../../iam/statement";
import { serviceTrust } from "../../iam/trust";
import type { PipelineModel } from "../definition/schema";
import { contextOf } from "../validation/cross-region";

/** An EventBridge rule that starts a pipeline, and the role that it starts it with. */
export interface PipelineStart extends StartRule {
  /** The key of the start, unique in its pipeline: `change+Repository` or `schedule+nightly`. */
  readonly key: string;
}

type When = Pick<PipelineStart, "description" | "when">;

/** Plans the EventBridge rules that start a pipeline: events of its sources, and schedules. */
export function planStarts(pipeline: PipelineModel, context: ActionContext): PipelineStart[] {
  const { pipelineName } = context;
  const sources = pipeline.stages.flatMap(({ actions }) => actions);
  const changes = sources.flatMap((action) => {
    const event = actionTypeOf(action).changeEvent?.(action, contextOf(context, action));
    const description = `Starts the pipeline ${pipelineName} when ${action.name} has changed`;
    return event === undefined
      ? []
      : [start("change", action.name, { description, when: { eventPattern: eventPattern(event) } }, context)];
  });
  const schedules = pipeline.schedules.map(({ name, expression }) => {
    const description = `Starts the pipeline ${pipelineName} by the schedule ${name}`;
    return start("schedule", name, { description, when: { scheduleExpression: expression } }, context);
  });
  return [...changes, ...schedules];
}

function start(
  kind: "change" | "schedule",
  name: string,
  when: When,
  { scope, pipelineName }: ActionContext,
): PipelineStart {
  // No name of a pipeline, stage or action has a plus sign: the role's resource shares its name with no action's.
  const key = `${kind}+${name}`;
  const ruleName = physicalName([`${startRuleBeginning(pipelineName, kind)}${inRuleName(name)}`], nameLimits.eventRule);
  return {
    ...when,
    key,
    ruleName,
    roleName: startRoleName(pipelineName, kind, name, scope.region),
    // https://docs.aws.amazon.com/eventbridge/latest/userguide/cross-service-confused-deputy-prevention.html
    trust: serviceTrust(scope, "events.amazonaws.com", eventRuleArn(scope, ruleName)),
    statements: [
      allowStatement({
        sid: "StartPipeline",
        actions: ["codepipeline:StartPipelineExecution"],
        resources: [pipelineArn(scope, pipelineName)],
      }),
    ],
  };
}

/** @see https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-event-patterns.html */
function eventPattern({ source, detailType, resources, detail }: ChangeEvent): string {
  return JSON.stringify({ source, "detail-type": detailType, ...(resources && { resources }), detail });
}

/** The beginning of the names of the rules that start a pipeline. */
export function startRuleBeginning(pipelineName: string, kind: "change" | "schedule"): string {
  return `${inRuleName(pipelineName)}-${kind}-`;
}

// The names of rules lack one character that those of pipelines and actions have.
function inRuleName(name: string): string {
  return name.replaceAll("@", "_at_");
}

import type { Statement } from "../../iam/document";
import { hasWildcard } from "../../iam/glob";
import { textOf, unknownValue, type Value } from "../../iam/value";
import { type Finding, unknownAt, violation } from "../facts/finding";
import type { PipelineTarget } from "./targets";

/** Judges the permissions of a statement beyond starting the pipeline of a target. */
export function judgeStart(
  { actions, notActions, resources, notResources }: Statement,
  target: PipelineTarget,
): Finding[] {
  const others = [...notActions, ...actions.filter(({ value }) => !isStart(textOf(value)))];
  const elsewhere = [
    ...notResources.map((place) => ({ ...place, verdict: false as const })),
    ...resources.map((place) => ({ ...place, verdict: isItsPipeline(target, place.value) })),
  ];
  return [
    ...others.map(({ path, value }) =>
      value === unknownValue ? unknownAt(path) : violation(path, "should be codepipeline:StartPipelineExecution"),
    ),
    ...elsewhere
      .filter(({ verdict }) => verdict !== true)
      .map(({ path, verdict }) =>
        verdict === unknownValue
          ? unknownAt(path)
          : violation(path, "should be the ARN of the pipeline that is started"),
      ),
  ];
}

function isStart(action: string): boolean {
  return action.toLowerCase() === "codepipeline:startpipelineexecution";
}

/** Whether a resource of a statement is the target's pipeline. Unknown when one of them is unknown. */
function isItsPipeline({ target, pipeline }: PipelineTarget, resource: Value): boolean | typeof unknownValue {
  const { arn } = target.props;
  const name = textOf(pipeline?.props.name);
  if (resource === unknownValue || (arn === unknownValue && name === "")) {
    return hasWildcard(textOf(resource)) ? false : unknownValue;
  }
  return (
    resource === arn ||
    (name !== "" && /^arn:[^:*?]*:codepipeline:[^*?]+$/.test(textOf(resource)) && textOf(resource).endsWith(`:${name}`))
  );
}

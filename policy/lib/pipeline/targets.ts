import { isSet, textOf } from "../../iam/value";
import { leadsTo, type Reference } from "../facts/links";
import type { StackResource } from "../facts/stack";
import type { Identity } from "../iam/identities";

const targetType = "aws:cloudwatch/eventTarget:EventTarget";
const pipelineType = "aws:codepipeline/pipeline:Pipeline";

/** A target of an EventBridge rule that starts a pipeline. */
export interface PipelineTarget {
  readonly target: StackResource;
  /** The pipeline resource, when it is in the stack. */
  readonly pipeline: StackResource | undefined;
}

export const pipelineTargetTypes = [targetType, pipelineType];

/** Returns the targets that start pipelines, by their ARN or by the pipeline that it comes from. */
export function pipelineTargets(resources: readonly StackResource[]): PipelineTarget[] {
  const pipelines = resources.filter(({ type }) => type === pipelineType);
  return resources
    .filter(({ type }) => type === targetType)
    .flatMap((target) => {
      const { arn } = target.props;
      const pipeline = pipelines.find((candidate) => isPipeline(target, candidate));
      return pipeline !== undefined || /^arn:[^:]*:codepipeline:/.test(textOf(arn)) ? [{ target, pipeline }] : [];
    });
}

/** Whether an identity is the role of a target. */
export function isRoleOf({ target }: PipelineTarget, { kind, name, resource }: Identity): boolean {
  const { roleArn } = target.props;
  const reference: Reference = { from: target, property: "roleArn", name: roleArn };
  const named = isSet(name) && textOf(roleArn).endsWith(`/${textOf(name)}`);
  return kind === "role" && (named || (resource !== undefined && leadsTo(reference, resource, resource.props.arn)));
}

function isPipeline(target: StackResource, pipeline: StackResource): boolean {
  return leadsTo({ from: target, property: "arn", name: target.props.arn }, pipeline, pipeline.props.arn);
}

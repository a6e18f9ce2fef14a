import type { ActionContext, RequiredGrant } from "../../actions/base/action-type";
import { type PipelineDefinition, pipelineSchema } from "../definition/schema";
import { contextOf } from "../validation/cross-region";
import { actionsAndRulesOf } from "./actions-and-rules";
import { type ArtifactBuckets, nameArtifactBuckets } from "./artifact-buckets";

/** A grant that an action or a rule needs others to have: whoever deploys for it, or owns a resource that it reads. */
export interface RequiredGrants extends RequiredGrant {
  /** The stage and the action, `Deploy/Web`; or the stage, the kind of condition and the rule: `Deploy/beforeEntry-Quiet`. */
  readonly action: string;
}

/**
 * Lists the grants that principals outside the pipeline need before its actions and rules can work.
 *
 * @param bucket - the name of the bucket of the pipeline's own region
 * @param regionalBuckets - the names of the buckets that exist in other regions
 */
export function requiredGrants(
  definition: PipelineDefinition,
  context: ActionContext,
  bucket: string,
  regionalBuckets: ArtifactBuckets = {},
): RequiredGrants[] {
  const pipeline = pipelineSchema.parse(definition);
  const buckets = nameArtifactBuckets(pipeline, context, bucket, regionalBuckets);
  return actionsAndRulesOf(pipeline).flatMap((actionOrRule) => {
    const own = contextOf(context, actionOrRule);
    return actionOrRule
      .requiredGrants(own, buckets[own.scope.region] ?? bucket)
      .map((ask) => ({ action: `${actionOrRule.stageName}/${actionOrRule.name}`, ...ask }));
  });
}

import * as pulumi from "@pulumi/pulumi";
import type { AwsScope } from "../aws/scope";
import { createApproverGrants } from "../iam/approver-grants";
import { withGateTag } from "../iam/gate-tags";
import { createDelivery } from "./create-delivery";
import type { SelfUpdatePlan } from "./self-update";
import type { DeliverySettings } from "./settings";

/** Arguments of a {@link SelfUpdatePipeline}. @internal */
export interface SelfUpdateArgs {
  readonly scope: AwsScope;
  readonly plan: SelfUpdatePlan;
  readonly logRetentionInDays: DeliverySettings["logRetentionInDays"];
  readonly protect: boolean;
  readonly tags: Readonly<Record<string, pulumi.Input<string>>>;
}

/** Plans are kept as long as an approval may wait. */
const expireAfterDays = 14;

/**
 * The pipeline that updates the stack of an environment from its repository. It has a store and a key of its own, and is a
 * gate of its own: no build changes it, its own builds included. A plan that changes a part of this component is refused.
 *
 * @internal
 */
export class SelfUpdatePipeline extends pulumi.ComponentResource {
  readonly pipelineName: pulumi.Output<string>;

  constructor(
    name: string,
    { scope, plan, logRetentionInDays, protect, tags }: SelfUpdateArgs,
    opts: pulumi.ComponentResourceOptions,
  ) {
    super("aws-pipelines:index:SelfUpdatePipeline", name, {}, opts);
    const own = withGateTag(tags, name);
    const { pipeline } = createDelivery(
      name,
      {
        subject: `The self-update ${name}`,
        scope,
        plan,
        artifacts: { expireAfterDays, noncurrentExpireAfterDays: expireAfterDays },
        logRetentionInDays,
        protect,
        tags: own,
      },
      this,
    );
    for (const { stage, ...approver } of plan.approvers) {
      createApproverGrants(`${name}-${stage}-approver`, scope, [approver], own, { parent: this });
    }
    this.pipelineName = pipeline.pipelineName;
    this.registerOutputs({ pipelineName: this.pipelineName });
  }
}

import type { ActionContext } from "../../actions/base/action-type";
import type { AwsScope } from "../../aws/scope";
import { downloadArtifacts } from "../../iam/artifact-access";
import type { KeyReference } from "../../iam/key-use";
import type { Statement } from "../../iam/statement";
import type { PipelineModel } from "../definition/schema";
import { contextOf } from "../validation/cross-region";
import { actionsAndRulesOf } from "./actions-and-rules";
import type { ArtifactBuckets } from "./artifact-buckets";

/**
 * A role that AWS acts with on behalf of an action, and that reads the input artifacts. A CloudFormation stack has such
 * a role, and an action can name others. The pipeline does not create the role.
 */
export interface ArtifactReader {
  readonly stageName: string;
  readonly actionName: string;
  readonly roleArn: string;
  readonly place: AwsScope;
  /** The statements that the role needs. */
  readonly statements: readonly Statement[];
}

/**
 * Plans the roles of others that read artifacts of a pipeline.
 *
 * @param keys - keys of the artifacts, by region
 */
export function planArtifactReaders(
  pipeline: PipelineModel,
  context: ActionContext,
  buckets: ArtifactBuckets,
  keys: Readonly<Record<string, KeyReference>> = {},
): ArtifactReader[] {
  return actionsAndRulesOf(pipeline).flatMap((actionOrRule) => {
    const own = contextOf(context, actionOrRule);
    const { scope: place } = own;
    const bucket = buckets[place.region];
    return actionOrRule.artifactReaders(own).map((roleArn) => ({
      stageName: actionOrRule.stageName,
      actionName: actionOrRule.name,
      roleArn,
      place,
      statements:
        bucket === undefined
          ? []
          : downloadArtifacts({ ...place, account: context.scope.account }, bucket, keys[place.region]),
    }));
  });
}

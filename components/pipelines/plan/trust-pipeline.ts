import { roleArn } from "../../aws/arn";
import { pipelineRoleName } from "../../aws/role-names";
import { type ScopeArgs, scopeOf } from "../../aws/scope";
import { roleTrust } from "../../iam/trust";

/**
 * Returns the trust policy of a role that actions of a pipeline name: only the role of the pipeline may assume it. The
 * role may exist before the pipeline.
 *
 * @param pipelineName - the name of the pipeline; that of a {@link DeliveryPipeline} is the name of the component
 * @param place - account and region of the pipeline, and the path of its roles if they have one
 * @example
 * ```ts
 * new Role("deployer", { name: "deployer", assumeRolePolicy: trustPipeline("shop", { account, region }) });
 * ```
 */
export function trustPipeline(
  pipelineName: string,
  place: ScopeArgs & { readonly rolePath?: string | undefined },
): string {
  const scope = scopeOf(place);
  return roleTrust(scope, roleArn(scope, pipelineRoleName(pipelineName, scope.region)));
}

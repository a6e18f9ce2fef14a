import { roleArn } from "../../components/aws/arn";
import { pipelineRoleName } from "../../components/aws/role-names";
import type { Statement } from "../../components/iam/statement";
import { roleTrust, serviceTrust } from "../../components/iam/trust";
import { otherRegions } from "../../components/pipelines/plan/artifact-buckets";
import type { PipelinePlan } from "../../components/pipelines/plan/plan";
import type { WrittenPipeline } from "./arbitrary-pipeline";
import { planOf as planWith, readPipeline } from "./pipelines";
import { keyArn, scope } from "./scopes";

/** Existing stores in the other regions of a pipeline. */
export function existingStores(definition: WrittenPipeline) {
  const regions = otherRegions(readPipeline(definition), scope);
  const store = (region: string) => ({ artifactBucketName: `store-${region}`, encryptionKeyArn: keyIn(region) });
  return Object.fromEntries(regions.map((region) => [region, store(region)]));
}

/** Plan of a pipeline with existing stores and keys. */
export function planOf(definition: WrittenPipeline): PipelinePlan {
  const existing = Object.entries(existingStores(definition));
  const regional = existing.map(([region, { artifactBucketName }]) => [region, artifactBucketName]);
  const artifacts = existing.map(([region, { encryptionKeyArn }]) => [region, encryptionKeyArn]);
  return planWith(definition, Object.fromEntries(regional), {
    artifacts: { [scope.region]: keyArn, ...Object.fromEntries(artifacts) },
    topics: keyArn,
  });
}

/** A role of a pipeline. */
export interface PlannedRole {
  /** Name of its resource. */
  readonly name: string;
  readonly roleName: string;
  readonly description: string;
  readonly trust: string;
  readonly statements: readonly Statement[];
  readonly managedPolicies: readonly string[];
}

/** All roles of a pipeline: the pipeline role and the roles of its actions, rules and starts. */
export function rolesOf({ context: { pipelineName }, roles, statements, starts }: PipelinePlan): PlannedRole[] {
  const roleName = pipelineRoleName(pipelineName, scope.region);
  const made = roles.filter(({ exists }) => !exists);
  return [
    {
      name: "shop-role",
      roleName,
      description: "The pipeline shop",
      trust: serviceTrust(scope, "codepipeline.amazonaws.com"),
      statements,
      managedPolicies: [],
    },
    ...made.map(({ stageName, actionName, ...role }) => ({
      ...role,
      name: `shop-${stageName}-${actionName}-role`,
      description: `${actionName} in ${stageName} of shop`,
      trust: roleTrust(scope, roleArn(scope, roleName)),
    })),
    ...starts.map(({ key, ...start }) => ({
      ...start,
      name: `shop-${key}-role`,
      managedPolicies: [],
    })),
  ];
}

/** Key of the store in a region. */
export function keyIn(region: string): string {
  return keyArn.replace(scope.region, region);
}

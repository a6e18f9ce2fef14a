import { accountOf } from "../../aws/arn";
import type { AwsScope } from "../../aws/scope";
import type { OtherAccountRoles } from "../../iam/bucket-policy";
import type { PipelineDefinition } from "../definition/schema";
import { type ArtifactUser, listArtifactUsers, readRolesAndBuilds } from "./artifact-users";

/**
 * The roles of other accounts that use the artifacts of a pipeline in one region, for the policy of the bucket there.
 * Actions and rules name these roles. The role of a build project of another account is among them only if its action
 * names it.
 *
 * @param scope - where the pipeline is made
 * @param region - the region of the bucket; that of the pipeline if none is given
 * @see https://docs.aws.amazon.com/codepipeline/latest/userguide/pipelines-create-cross-account.html
 */
export function otherAccountUsers(
  definition: PipelineDefinition,
  scope: AwsScope,
  region: string = scope.region,
): OtherAccountRoles {
  // The name of the pipeline is in the names of roles of its own account alone.
  const users = listArtifactUsers(readRolesAndBuilds(definition, { scope, pipelineName: "" }), region);
  return otherAccountRoles(users, scope);
}

/** Those among the users of artifacts that belong to other accounts, each once. */
export function otherAccountRoles(users: readonly ArtifactUser[], { account }: AwsScope): OtherAccountRoles {
  const others = users.filter((user) => accountOf(user.roleArn) !== account);
  const who = (uses: (user: ArtifactUser) => boolean) => [...new Set(others.filter(uses).map((user) => user.roleArn))];
  return {
    read: who(({ use }) => use.read),
    write: who(({ use }) => use.write),
    tag: who(({ use }) => use.write && use.tagged === true),
  };
}

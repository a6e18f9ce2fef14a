import { artifactAccess } from "../iam/artifact-access";
import { useOfKey } from "../iam/key-use";
import type { AwsScope } from "../iam/scope";
import { allow, type Statement } from "../iam/statement";
import type { ActionRole } from "./action-roles";

/** Everything that a pipeline's own role may do: move artifacts, and act through the roles of its actions. */
export function pipelineRoleStatements(
  scope: AwsScope,
  artifactBucket: string,
  roles: readonly ActionRole[],
  existingKeyArn: string | undefined,
): Statement[] {
  return [
    ...artifactAccess(scope, artifactBucket, { read: true, write: true }),
    ...(existingKeyArn === undefined ? [] : [useOfKey(existingKeyArn, "encrypt")]),
    ...(roles.length === 0
      ? []
      : [
          allow({
            sid: "ActThroughActionRoles",
            actions: ["sts:AssumeRole"],
            resources: roles.map(({ roleArn }) => roleArn),
          }),
        ]),
  ];
}

/** Everything that the role of one action may do. */
export function actionRoleStatements(role: ActionRole, existingKeyArn: string | undefined): Statement[] {
  const { read, write } = role.artifactUse;
  const key =
    existingKeyArn !== undefined && (read || write) ? [useOfKey(existingKeyArn, write ? "encrypt" : "decrypt")] : [];
  return [...role.statements, ...key];
}

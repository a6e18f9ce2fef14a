import { artifactAccess } from "../iam/artifact-access";
import { type KeyUse, useOfKey } from "../iam/key-use";
import type { AwsScope } from "../iam/scope";
import { allow, type Statement } from "../iam/statement";
import type { ActionRole } from "./action-roles";

/** The ARNs of keys that existed before: the roles' own documents name them. */
export interface ExistingKeys {
  /** What artifacts are encrypted under. */
  readonly artifacts?: string | undefined;
  /** What the topics of approvals are encrypted under. */
  readonly topics?: string | undefined;
}

/** Everything that a pipeline's own role may do: move artifacts, and act through the roles of its actions. */
export function pipelineRoleStatements(
  scope: AwsScope,
  artifactBucket: string,
  roles: readonly ActionRole[],
  existingKeys: ExistingKeys,
): Statement[] {
  return [
    ...artifactAccess(scope, artifactBucket, { read: true, write: true }),
    ...use(existingKeys.artifacts, "encrypt"),
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
export function actionRoleStatements(role: ActionRole, existingKeys: ExistingKeys): Statement[] {
  const { read, write } = role.artifactUse;
  return [
    ...role.statements,
    ...(read || write ? use(existingKeys.artifacts, write ? "encrypt" : "decrypt") : []),
    ...(role.notifiedTopic === undefined ? [] : use(existingKeys.topics, "publish")),
  ];
}

function use(keyArn: string | undefined, keyUse: KeyUse): Statement[] {
  return keyArn === undefined ? [] : [useOfKey(keyArn, keyUse)];
}

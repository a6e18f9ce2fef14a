import { keyArn } from "../../aws/arn";
import type { AwsScope } from "../../aws/scope";
import { artifactAccess } from "../../iam/artifact-access";
import { type KeyReference, type KeyUse, unknownKeyId, useOfForeignKey, useOfKey } from "../../iam/key-use";
import { allowStatement, type Statement } from "../../iam/statement";
import type { ActionRole } from "./action-roles";
import type { ArtifactBuckets } from "./artifact-buckets";

/** The ARNs of keys that existed before: the roles' own documents name them. */
export interface ExistingKeys {
  /** Keys of the artifacts, by region. */
  readonly artifacts: Readonly<Record<string, string>>;
  /** The key of the topics of approvals. */
  readonly topics?: string | undefined;
}

/** Everything that a pipeline's own role may do: move artifacts, and act through the roles of its actions. */
export function pipelineRoleStatements(
  scope: AwsScope,
  buckets: ArtifactBuckets,
  roles: readonly ActionRole[],
  existingKeys: ExistingKeys,
): Statement[] {
  return [
    ...artifactAccess(scope, Object.values(buckets), { read: true, write: true }),
    ...use(Object.values(existingKeys.artifacts), "encrypt"),
    ...(roles.length === 0
      ? []
      : [
          allowStatement({
            sid: "ActThroughActionRoles",
            actions: ["sts:AssumeRole"],
            resources: [...new Set(roles.map(({ roleArn }) => roleArn))],
          }),
        ]),
  ];
}

/** A role as far as its statements follow from it. */
type Holder = Pick<ActionRole, "place" | "artifactUse" | "statements"> & Partial<Pick<ActionRole, "notifiedTopic">>;

/** Everything that the role of one action may do. */
export function actionRoleStatements(role: Holder, existingKeys: ExistingKeys): Statement[] {
  const { read, write } = role.artifactUse;
  const artifactKey = existingKeys.artifacts[role.place.region];
  return [
    ...role.statements,
    ...(read || write ? use(artifactKey, write ? "encrypt" : "decrypt") : []),
    ...(role.notifiedTopic === undefined ? [] : use(existingKeys.topics, "publish")),
  ];
}

/**
 * Everything that a role must be allowed that is not made, in the words of its own document. In another account the
 * policy of a key is not enough. The role's document must name the key as well, whose id may be unknown still.
 */
export function ownersStatements(scope: AwsScope, role: Holder, existingKeys: ExistingKeys): Statement[] {
  const { place } = role;
  const made = keyArn({ ...scope, region: place.region }, unknownKeyId);
  const key = place.account === scope.account ? {} : { [place.region]: made };
  return actionRoleStatements(role, { ...existingKeys, artifacts: { ...key, ...existingKeys.artifacts } });
}

/**
 * Everything that a role of another account may do if this package creates it. Its document names the key, because the
 * policy of a key is not enough there.
 *
 * @param key - the key of the artifacts in the region of the role
 */
export function elsewhereStatements(scope: AwsScope, role: Holder, key: KeyReference | undefined): Statement[] {
  const { read, write } = role.artifactUse;
  return [
    ...role.statements,
    ...(key === undefined || !(read || write)
      ? []
      : [useOfForeignKey({ ...scope, region: role.place.region }, key, write ? "encrypt" : "decrypt")]),
  ];
}

function use(keyArns: string | readonly string[] | undefined, keyUse: KeyUse): Statement[] {
  return keyArns === undefined || keyArns.length === 0 ? [] : [useOfKey(keyArns, keyUse)];
}

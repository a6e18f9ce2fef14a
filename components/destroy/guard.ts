import {
  anyKeyArn,
  bucketArn,
  keyAliasArn,
  logGroupArn,
  objectArn,
  pipelineArn,
  projectArn,
  rolePolicyArns,
  topicArn,
} from "../aws/arn";
import type { AwsScope } from "../aws/scope";
import { deny, type Statement } from "../iam/statement";
import { guardedActions as actions } from "./guarded-actions";

/** What stands between a person and a destroyed stack, by names that are known before any of it exists. */
export interface DestroyGate {
  readonly pipelineName: string;
  /** The projects that preview and destroy. */
  readonly projectNames: readonly string[];
  /** The ARNs of the roles of the pipeline, its actions and its builds, and of the roles that carry the guard besides. */
  readonly roleArns: readonly string[];
  /** The ARNs of the roles that approve. */
  readonly approverArns: readonly string[];
  readonly logGroupNames: readonly string[];
  /** The topics that tell the approvers. */
  readonly topicNames: readonly string[];
  /** The bucket of the plan and of the source that is destroyed by. */
  readonly artifactBucketName: string;
  /** The bucket of the state, where it is kept in one. */
  readonly stateBucketName: string | undefined;
  /** The aliases of the keys of both buckets, without `alias/`. */
  readonly keyAliases: readonly string[];
}

/** What the holder of the guard does with the artifacts behind the gate: the preview writes its plan there. */
export interface GuardOptions {
  readonly writesArtifacts: boolean;
}

/**
 * Forbids everything that leads round the gate: to start, approve, change or delete any part of it, to become one of its
 * roles or hand one on, to replace what it destroys by, and to delete the logs that show what happened. What settings
 * grant can be wide, and whoever deploys or destroys runs what the repository says; a grant wins over none of this.
 *
 * @see https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_evaluation-logic.html
 */
export function guardGate(scope: AwsScope, gate: DestroyGate, { writesArtifacts }: GuardOptions): Statement[] {
  const { artifactBucketName, stateBucketName, keyAliases } = gate;
  const pipeline = pipelineArn(scope, gate.pipelineName);
  const buckets = [artifactBucketName, ...(stateBucketName === undefined ? [] : [stateBucketName])];
  const guard = (sid: string, denied: readonly string[], resources: readonly string[]) =>
    deny({ sid: `Guard${sid}`, actions: denied, resources });
  return [
    guard("Pipeline", actions.pipeline, [pipeline, `${pipeline}/*`]),
    guard(
      "Projects",
      actions.projects,
      gate.projectNames.map((name) => projectArn(scope, name)),
    ),
    guard("Roles", actions.roles, [...gate.roleArns, ...gate.approverArns]),
    guard(
      "Policies",
      actions.policies,
      gate.roleArns.map((arn) => rolePolicyArns(arn)),
    ),
    guard(
      "Logs",
      actions.logs,
      gate.logGroupNames.flatMap((name) => [logGroupArn(scope, name), `${logGroupArn(scope, name)}:*`]),
    ),
    guard(
      "Topics",
      actions.topics,
      gate.topicNames.map((name) => topicArn(scope, name)),
    ),
    guard(
      "Buckets",
      actions.buckets,
      buckets.map((name) => bucketArn(scope, name)),
    ),
    guard(
      "Versions",
      actions.versions,
      buckets.map((name) => objectArn(scope, name)),
    ),
    guard(
      "Artifacts",
      [...actions.deletions, ...(writesArtifacts ? [] : actions.writes)],
      [objectArn(scope, artifactBucketName)],
    ),
    {
      ...guard("Keys", actions.keys, [anyKeyArn(scope)]),
      Condition: { "ForAnyValue:StringEquals": { "kms:ResourceAliases": keyAliases.map((name) => `alias/${name}`) } },
    },
    guard(
      "Aliases",
      actions.aliases,
      keyAliases.map((name) => keyAliasArn(scope, name)),
    ),
  ];
}

/** Something that stands behind the guard, and what it is. */
export interface Guarded {
  readonly what: string;
  readonly arn: string;
}

/** What no grant of settings should name, for it would grant nothing. Keys have no name in their ARNs. */
export function guardedResources(scope: AwsScope, gate: DestroyGate): Guarded[] {
  const each = (what: string, names: readonly string[], arn: (scope: AwsScope, name: string) => string) =>
    names.map((name) => ({ what, arn: arn(scope, name) }));
  return [
    ...each("the pipeline that destroys", [gate.pipelineName], pipelineArn),
    ...each("a project of the pipeline that destroys", gate.projectNames, projectArn),
    ...gate.roleArns.map((arn) => ({ what: "a role of the pipeline that destroys", arn })),
    ...gate.approverArns.map((arn) => ({ what: "a role that approves destroying", arn })),
    ...each("a log of the pipeline that destroys", gate.logGroupNames, logGroupArn),
    ...each("a topic of the pipeline that destroys", gate.topicNames, topicArn),
    ...each("the artifacts of the pipeline that destroys", [gate.artifactBucketName], bucketArn),
    ...(gate.stateBucketName === undefined ? [] : each("the state", [gate.stateBucketName], bucketArn)),
    ...each("a key of the pipeline that destroys", gate.keyAliases, keyAliasArn),
  ];
}

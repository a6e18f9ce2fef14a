import {
  anyKeyArn,
  bucketArn,
  keyAliasArn,
  logGroupArn,
  objectArn,
  pipelineArn,
  projectArn,
  rolePolicyArns,
  secretArn,
  topicArn,
} from "../aws/arn";
import type { AwsScope } from "../aws/scope";
import { guardAllGates } from "../iam/gate-tag";
import { guardPatterns as actions } from "../iam/guarded-actions";
import { secretId } from "../iam/reference-access";
import { deny, type Statement } from "../iam/statement";

/** The parts of a gate, by names that are known before any of them exists. */
export interface DestroyGate {
  /** The name of the component, which is the value of its gate tag. */
  readonly name: string;
  readonly pipelineName: string;
  /** The projects that preview and destroy. */
  readonly projectNames: readonly string[];
  /** ARNs of the roles of the pipeline, its actions and its builds, and of the other roles that carry the guard. */
  readonly roleArns: readonly string[];
  /** ARNs of the roles that approve. */
  readonly approverArns: readonly string[];
  readonly logGroupNames: readonly string[];
  /** The topics that tell the approvers. */
  readonly topicNames: readonly string[];
  /** The bucket of the plan and of the source. */
  readonly artifactBucketName: string;
  /** The bucket that logs every access to the artifacts. */
  readonly logBucketName: string;
  /** The bucket of the state, if one keeps it. */
  readonly stateBucketName: string | undefined;
  /** The aliases of the keys of both buckets, without `alias/`. */
  readonly keyAliases: readonly string[];
  /** The connection that brings the source. */
  readonly connectionArn: string;
  /** The secrets that hold tokens of the state, by name or ARN: the one that writes first. */
  readonly tokenSecrets: readonly string[];
}

/** The holder of a guard, by the parts of the gate that are its work. */
export interface GuardHolder {
  /** The name of the holder's project. */
  readonly projectName: string;
  /** Values of the gate tag on resources of the holder's own environment. */
  readonly gateNames: readonly string[];
  /**
   * ARN of the objects of the plan that the holder writes. A holder with a plan runs before its approval: it writes nothing
   * else, and reads no token that writes.
   */
  readonly planObjects: string | undefined;
}

/**
 * Denies every way around the gate: to start, approve, change, tag or delete a part of it. To assume or pass one of its
 * roles is denied too. The plan, the source, the token and the logs that approvers read are parts of it. A deployment
 * runs what the repository says, and its grants can be wide: a deny wins over each of them.
 *
 * @see https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_evaluation-logic.html
 */
export function guardGate(scope: AwsScope, gate: DestroyGate, holder: GuardHolder): Statement[] {
  const { stateBucketName: state } = gate;
  const pipeline = pipelineArn(scope, gate.pipelineName);
  const roles = rolePatterns(gate.roleArns);
  const streams = (logGroupName: string) => `${logGroupArn(scope, logGroupName)}:*`;
  const tokens = gate.tokenSecrets.map((secret) => secretArn(scope, secretId(secret)));
  const guard = (sid: string, denied: readonly string[], resources: readonly string[]) =>
    denied.length === 0 || resources.length === 0 ? [] : [deny({ sid: `Guard${sid}`, actions: denied, resources })];
  return [
    ...guard(
      "Gate",
      [
        ...actions.pipeline,
        ...actions.projects,
        ...actions.roles,
        ...actions.passing,
        ...actions.policies,
        ...actions.logs,
        ...actions.topics,
        ...actions.aliases,
        ...actions.connections,
        ...(tokens.length > 0 ? actions.tokens : []),
      ],
      [
        pipeline,
        `${pipeline}/*`,
        ...gate.projectNames.map((name) => projectArn(scope, name)),
        ...roles,
        ...gate.approverArns,
        ...roles.map(rolePolicyArns),
        ...gate.logGroupNames.flatMap((name) => [logGroupArn(scope, name), streams(name)]),
        ...gate.topicNames.map((name) => topicArn(scope, name)),
        ...gate.keyAliases.map((name) => keyAliasArn(scope, name)),
        gate.connectionArn,
        ...tokens,
      ],
    ),
    ...(state === undefined
      ? []
      : guard("State", [...actions.buckets, ...actions.versions], [bucketArn(scope, state), objectArn(scope, state)])),
    ...guard(
      "Events",
      actions.events,
      gate.logGroupNames.filter((name) => !name.endsWith(`/${holder.projectName}`)).map(streams),
    ),
    ...guard("Token", holder.planObjects === undefined ? [] : actions.readToken, tokens.slice(0, 1)),
    ...guard("Keys", actions.keys, [anyKeyArn(scope)]).map((statement) => ({
      ...statement,
      Condition: {
        "ForAnyValue:StringEquals": { "kms:ResourceAliases": gate.keyAliases.map((name) => `alias/${name}`) },
      },
    })),
    ...guardAllGates(scope, { gateNames: holder.gateNames, writesTo: holder.planObjects }),
  ];
}

/** One pattern for all roles of a pipeline: only this package gives a role a name with a plus sign. */
function rolePatterns(roleArns: readonly string[]): string[] {
  return [...new Set(roleArns.map((arn) => arn.replace(/\+.*$/, "+*")))];
}

/** A part of a gate, and what it is. */
export interface Guarded {
  readonly what: string;
  readonly arn: string;
}

/** Lists the parts of a gate that no grant of settings may name. Keys have no name in their ARNs. */
export function guardedResources(scope: AwsScope, gate: DestroyGate): Guarded[] {
  const each = (what: string, names: readonly string[], arn: (scope: AwsScope, name: string) => string) =>
    names.map((name) => ({ what, arn: arn(scope, name) }));
  return [
    ...each("the destroy pipeline", [gate.pipelineName], pipelineArn),
    ...each("a project of the destroy pipeline", gate.projectNames, projectArn),
    ...gate.roleArns.map((arn) => ({ what: "a role of the destroy pipeline", arn })),
    ...gate.approverArns.map((arn) => ({ what: "a role that approves a destroy", arn })),
    ...each("a log of the destroy pipeline", gate.logGroupNames, logGroupArn),
    ...each("a topic of the destroy pipeline", gate.topicNames, topicArn),
    ...each("the artifacts of the destroy pipeline", [gate.artifactBucketName], bucketArn),
    ...each("the access logs of the destroy pipeline", [gate.logBucketName], bucketArn),
    ...each("the state", gate.stateBucketName === undefined ? [] : [gate.stateBucketName], bucketArn),
    ...each("a key of the destroy pipeline", gate.keyAliases, keyAliasArn),
    { what: "the connection of the destroy pipeline", arn: gate.connectionArn },
    ...each("a token of the state", gate.tokenSecrets.map(secretId), secretArn),
  ];
}

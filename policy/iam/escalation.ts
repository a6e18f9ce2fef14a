import { isBounded, isOpenFor, isUnnamed } from "./bounds";
import { hasUnknownCondition } from "./conditions";
import type { Statement } from "./document";
import { type Grant, grantsOf } from "./evaluate";
import { globMatches, globsOverlap } from "./glob";
import { textOf, unknownValue } from "./value";

/** Actions that together let their holder gain rights that nobody granted. */
export interface EscalationSet {
  readonly actions: readonly string[];
  /** The service that receives a role. These sets also need `iam:PassRole` on roles that the statement does not name. */
  readonly passedTo?: string;
  /** Whether the actions must reach the same resource. */
  readonly sameResource?: true;
  /** The service that must be able to assume the role. Held by others, the set is harmless. */
  readonly heldBy?: string;
}

/** Sets that gain rights when the actions reach any identity, stack, function or build. */
const withoutPassing: readonly EscalationSet[] = [
  ...[
    "iam:AddUserToGroup",
    "iam:AttachGroupPolicy",
    "iam:AttachRolePolicy",
    "iam:AttachUserPolicy",
    "iam:CreateAccessKey",
    "iam:CreateLoginProfile",
    "iam:CreatePolicyVersion",
    "iam:DeleteRolePermissionsBoundary",
    "iam:DeleteUserPermissionsBoundary",
    "iam:PutGroupPolicy",
    "iam:PutRolePolicy",
    "iam:PutUserPolicy",
    "iam:SetDefaultPolicyVersion",
    "iam:UpdateAssumeRolePolicy",
    "iam:UpdateLoginProfile",
    "sts:AssumeRole",
  ].map(alone),
  // These resources have a role already.
  ...[
    "cloudformation:UpdateStack",
    "cloudformation:UpdateStackSet",
    "codebuild:ImportSourceCredentials",
    "codebuild:StartBuild",
    "codebuild:StartBuildBatch",
    "codebuild:UpdateProject",
    "codepipeline:UpdatePipeline",
    "glue:UpdateDevEndpoint",
    "lambda:UpdateFunctionCode",
    "ssm:SendCommand",
    "ssm:StartSession",
  ].map(alone),
  { actions: ["cloudformation:CreateChangeSet", "cloudformation:ExecuteChangeSet"], sameResource: true },
];

/** Sets that run the holder's code with a role that the holder picks. */
const withPassing: readonly EscalationSet[] = [
  ...passing("cloudformation", ["CreateStack"], ["UpdateStack"], ["UpdateStackSet"]),
  ...together("cloudformation", ["CreateChangeSet", "ExecuteChangeSet"]),
  ...passing("cloudformation", ["CreateStackSet", "CreateStackInstances"]),
  ...together("codebuild", ["CreateProject", "StartBuild"], ["CreateProject", "StartBuildBatch"]),
  ...together("codebuild", ["UpdateProject", "StartBuild"], ["UpdateProject", "StartBuildBatch"]),
  ...passing("codepipeline", ["CreatePipeline"], ["UpdatePipeline"]),
  ...passing("ec2", ["RunInstances"], ["AssociateIamInstanceProfile"]),
  ...["RunTask", "StartTask", "CreateService", "UpdateService"].map((run) => ({
    actions: ["ecs:RegisterTaskDefinition", `ecs:${run}`],
    passedTo: "ecs-tasks.amazonaws.com",
  })),
  ...passing("glue", ["CreateDevEndpoint"], ["CreateJob", "StartJobRun"], ["UpdateJob", "StartJobRun"]),
  ...together("lambda", ["CreateFunction", "InvokeFunction"], ["CreateFunction", "AddPermission"]),
  ...together("lambda", ["CreateFunction", "CreateFunctionUrlConfig"]),
  ...passing("lambda", ["CreateFunction", "CreateEventSourceMapping"]),
  ...passing("sagemaker", ["CreateNotebookInstance", "CreatePresignedNotebookInstanceUrl"], ["CreateTrainingJob"]),
  ...passing("ssm", ["StartAutomationExecution"]),
  ...passing("states", ["CreateStateMachine", "StartExecution"]),
];

/** Sets of actions by which an identity that holds all of a set gets permissions that it does not have. */
export const escalationSets: readonly EscalationSet[] = [
  ...withoutPassing,
  ...withPassing,
  // A build would approve its own release.
  { actions: ["codepipeline:PutApprovalResult"], heldBy: "codebuild" },
];

/** An identity with all statements that it holds. */
export interface Holder {
  readonly statements: readonly Statement[];
  /** Its kind and name as ARNs end, such as `role/deploy`. Empty for a policy that nothing attaches. */
  readonly ownName: string;
  /** The services that may assume it, such as `codebuild`. */
  readonly services: ReadonlySet<string>;
}

/**
 * Returns the paths of the statements that allow a holder all of a set, or nothing where one action is missing.
 *
 * @param unknownCounts - whether an unknown value counts as the one that completes the set
 */
export function placesOf(set: EscalationSet, holder: Holder, unknownCounts: boolean): string[] {
  if (set.heldBy !== undefined && !holder.services.has(set.heldBy)) {
    return [];
  }
  const passes = set.passedTo === undefined ? undefined : passesTo(set.passedTo, holder, unknownCounts);
  if (passes?.length === 0) {
    return [];
  }
  const isFree = set.passedTo !== undefined || set.heldBy !== undefined;
  const steps = set.actions.map((action) =>
    grantsFor(action, holder, unknownCounts).filter((grant) => isFree || isOpen(grant, holder, unknownCounts)),
  );
  const [first = [], second] = steps;
  const chosen = set.sameResource === true && second !== undefined ? overlapping(first, second) : steps;
  const grants = [...(passes === undefined ? [] : [passes]), ...chosen];
  return grants.every((found) => found.length > 0)
    ? [...new Set(grants.flatMap((found) => found.slice(0, 1).map(({ statement }) => statement.path)))]
    : [];
}

function alone(action: string): EscalationSet {
  return { actions: [action] };
}

function passing(service: string, ...sets: readonly (readonly string[])[]): EscalationSet[] {
  return sets.map((names) => ({
    actions: names.map((name) => `${service}:${name}`),
    passedTo: `${service}.amazonaws.com`,
  }));
}

function together(service: string, ...sets: readonly (readonly string[])[]): EscalationSet[] {
  return passing(service, ...sets).map((set) => ({ ...set, sameResource: true }));
}

function overlapping(first: readonly Grant[], second: readonly Grant[]): Grant[][] {
  const meets = (one: Grant, other: Grant) =>
    one.resource === unknownValue ||
    other.resource === unknownValue ||
    globsOverlap(textOf(one.resource), textOf(other.resource));
  const pair = first.flatMap((one) => second.filter((other) => meets(one, other)).map((other) => [one, other]))[0];
  return pair === undefined ? [[], []] : pair.map((grant) => [grant]);
}

function grantsFor(
  action: string,
  { statements }: Holder,
  unknownCounts: boolean,
  context?: Readonly<Record<string, string>>,
): Grant[] {
  const question = { actions: [action], ...(context === undefined ? {} : { context }) };
  return grantsOf(statements, question).filter(
    ({ resource, hidden }) =>
      (unknownCounts || hidden === undefined) && (resource === unknownValue || isFor(textOf(resource), action)),
  );
}

/** Whether a pattern is for the service of an action. Run Command names the instances of EC2. */
function isFor(pattern: string, action: string): boolean {
  const [service = ""] = action.split(":");
  const [, , named = "*"] = pattern.split(":");
  return globMatches(named, service) || (service === "ssm" && named === "ec2");
}

/** Whether a grant reaches resources that it does not name, or the holder itself. */
function isOpen({ action, resource, statement }: Grant, { ownName }: Holder, unknownCounts: boolean): boolean {
  const { conditions } = statement;
  if (isBounded(conditions) || (hasUnknownCondition(conditions) && !unknownCounts)) {
    return false;
  }
  return resource === unknownValue || isOpenFor(action, textOf(resource)) || isOwn(textOf(resource), action, ownName);
}

function isOwn(pattern: string, action: string, ownName: string): boolean {
  const [, , , , , name = ""] = pattern.split(":");
  return action.startsWith("iam:") && ownName !== "" && globMatches(name, ownName);
}

/** Returns the grants that pass a role to a service without naming the role. */
function passesTo(service: string, holder: Holder, unknownCounts: boolean): Grant[] {
  return grantsFor("iam:PassRole", holder, unknownCounts, { "iam:PassedToService": service }).filter(
    ({ resource, statement: { conditions } }) =>
      (unknownCounts || !hasUnknownCondition(conditions)) && (resource === unknownValue || isUnnamed(textOf(resource))),
  );
}

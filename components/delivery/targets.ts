import { z } from "zod";
import { findActionType } from "../actions/catalogue";
import { policyArn, roleArn } from "../aws/arn";
import { accountId, regionName } from "../aws/names";
import { actionRoleName, stackRoleName, targetRoleName } from "../aws/role-names";
import { type AwsScope, partitionOf } from "../aws/scope";
import { guardAllGates } from "../iam/gate-tag";
import { grantOf, grantSchema, grantStatements } from "../iam/grant";
import { type RolePolicies, rolePolicies, rolePolicyProblems } from "../iam/role-policies";
import { samStack, useSamTransform } from "../iam/sam-stack";
import { policyDocument } from "../iam/statement";
import { serviceTrust } from "../iam/trust";
import type { PipelineDefinition } from "../pipelines/definition/schema";
import type { PipelinePlan } from "../pipelines/plan/plan";
import { nearest, withAllowed } from "../schema/nearest";
import { type Problem, within } from "../schema/problem";
import { allowedKeys, matching, schemaProblems, shown } from "../schema/vocabulary";

/** The account and region that an action deploys to. */
export const targetSchema = allowedKeys({
  /**
   * The account, 12 digits in quotation marks. The role of the action is created there.
   * @default - the account of the pipeline
   */
  account: accountId.optional(),
  /**
   * The region. Each further region of an action has its own artifact store; builds need none.
   * @default - the region of the pipeline
   */
  region: regionName.optional(),
});

/** The account and region that an action deploys to. */
export interface Target {
  /** The account, 12 digits. @default - the account of the pipeline */
  readonly account?: string | undefined;
  /** The region. @default - the region of the pipeline */
  readonly region?: string | undefined;
}

/** The role that CloudFormation assumes for the stack of an action. The pipeline creates it. */
export const stackRoleSchema = allowedKeys({
  /**
   * The grants for a template of the Serverless Application Model: functions, their roles behind a boundary, log groups.
   * @default - only `permissions`
   */
  sam: allowedKeys({
    /**
     * The kind of API in the template: `http` for events of the type HttpApi, `rest` for the type Api.
     * @default - no API
     */
    api: z.enum(["http", "rest"]).optional(),
    /**
     * The roles of functions in the template, which names each `<stack>-<role>`.
     * @default ["functions"]
     */
    roles: z
      .array(matching(/^[\w+=,.@-]{1,40}$/, "give 1 to 40 letters, digits or _+=,.@-"))
      .min(1)
      .optional(),
    /**
     * Further permissions that the roles of the functions may have, at most.
     * @default - their own logs, and traces
     */
    functionPermissions: z.array(grantSchema).optional(),
  }).optional(),
  /**
   * Permissions for resources of the template.
   * @default - those of `sam`, and reading the artifacts
   */
  permissions: z.array(grantSchema).optional(),
});

/** The role that CloudFormation assumes for the stack of an action. */
export interface StackRoleSettings extends z.output<typeof stackRoleSchema> {}

/** The role of a stack, before the pipeline is planned. */
export interface NamedStackRole {
  readonly path: string;
  readonly place: AwsScope;
  readonly stackName: string;
  readonly roleName: string;
  readonly roleArn: string;
  readonly settings: StackRoleSettings;
}

/** The role of a stack with its documents. */
export interface PlannedStackRole extends Omit<NamedStackRole, "path" | "settings"> {
  readonly trust: string;
  readonly policies: RolePolicies;
  /** The permissions boundary of roles that the stack creates. */
  readonly boundary?: { readonly name: string; readonly arn: string; readonly document: string };
}

type Action = PipelineDefinition["stages"][number]["actions"][number];

/** An action with its place and its stack's role in the words of a pipeline. */
export interface PlacedAction {
  readonly action: Action;
  readonly stackRole: NamedStackRole | undefined;
  /** The ARN of the action's role, if the role is of another account. */
  readonly roleArn: string | undefined;
  readonly problems: readonly Problem[];
}

/** The keys of an action that this package adds. */
export interface PlacedKeys {
  /** The account and region of an action that deploys. The pipeline creates its role there. */
  readonly target?: Target | undefined;
  /** The role that CloudFormation assumes for the stack of an action. */
  readonly stackRole?: StackRoleSettings | undefined;
}

/** The place of an action: account and region of its target, or of the pipeline. */
export interface ActionPlace {
  readonly scope: AwsScope;
  readonly pipelineName: string;
  readonly stageName: string;
  /** Accounts whose roles somebody creates. */
  readonly accounts: readonly string[];
}

/** Reads `target` and `stackRole` of an action: they decide its role, its region and the role of its stack. */
export function placeAction(
  action: Action,
  { target, stackRole }: PlacedKeys,
  { scope, pipelineName, stageName, accounts }: ActionPlace,
): PlacedAction {
  const problems = [
    ...within("target", target === undefined ? [] : schemaProblems(targetSchema, target)),
    ...within("stackRole", stackRole === undefined ? [] : schemaProblems(stackRoleSchema, stackRole)),
  ];
  if (problems.length > 0) {
    return { action, stackRole: undefined, roleArn: undefined, problems };
  }
  const { account = scope.account, region = scope.region } = target ?? {};
  const place = { ...scope, account, region };
  const foreign =
    account === scope.account
      ? undefined
      : roleArn(place, actionRoleName(pipelineName, stageName, [action.name], scope.region));
  const role = stackRole && namedStackRole(action, stackRole, place, { pipelineName, home: scope.region });
  return {
    action: {
      ...action,
      ...(region !== scope.region && { region }),
      ...(foreign !== undefined && { roleArn: foreign }),
      ...(role !== undefined && { configuration: { ...action.configuration, RoleArn: role.roleArn } }),
      ...(stackRole?.sam !== undefined && {
        permissions: [...(action.permissions ?? []), grantOf(useSamTransform(place))],
      }),
    } as Action,
    stackRole: role,
    roleArn: foreign,
    problems: [
      ...targetProblems(action, target, scope, accounts),
      ...(stackRole?.sam === undefined || region === scope.region
        ? []
        : [
            {
              path: "target.region",
              reason: `is ${shown(region)}: Lambda reads code from a bucket of its own region, and samPackage stores it in ${scope.region}; create a pipeline in ${region}`,
            },
          ]),
      ...(stackRole === undefined ? [] : stackRoleProblems(action)),
    ],
  };
}

/** The place that a build works in. */
export interface TargetPlace {
  readonly place: AwsScope;
  /** The role in the target account, which the build assumes; undefined in the account of the pipeline. */
  readonly role: { readonly roleName: string; readonly roleArn: string } | undefined;
}

/** The place that the build or the commands of an action work in, with the role that they assume there. */
export function targetOf(
  scope: AwsScope,
  { account = scope.account, region = scope.region }: Target = {},
  pipelineName: string,
  stageName: string,
  actionName: string,
): TargetPlace {
  const place = { ...scope, account, region };
  const roleName = targetRoleName(pipelineName, stageName, actionName, scope.region);
  return { place, role: account === scope.account ? undefined : { roleName, roleArn: roleArn(place, roleName) } };
}

/** Lists the problems of the target of a build that the pipeline creates. */
export function buildTargetProblems(
  target: Target | undefined,
  scope: AwsScope,
  accounts: readonly string[],
): Problem[] {
  const refused = target === undefined ? [] : within("target", schemaProblems(targetSchema, target));
  return refused.length > 0 ? refused : unreachableProblems(target, scope, accounts);
}

function namedStackRole(
  action: Action,
  settings: StackRoleSettings,
  place: AwsScope,
  { pipelineName, home }: { readonly pipelineName: string; readonly home: string },
): NamedStackRole | undefined {
  const { StackName: stackName } = configurationOf(action);
  if (typeof stackName !== "string") {
    return undefined;
  }
  const roleName = stackRoleName(pipelineName, stackName, home);
  return { path: "stackRole", place, stackName, roleName, roleArn: roleArn(place, roleName), settings };
}

/** Refuses a target that has no way to get its roles, and targets of actions that act for the pipeline itself. */
function targetProblems(
  action: Action,
  target: Target | undefined,
  scope: AwsScope,
  accounts: readonly string[],
): Problem[] {
  if (target === undefined) {
    return [];
  }
  const type = findActionType(action);
  const acts = type?.categories.some((category) => category === "Deploy" || category === "Invoke") ?? false;
  const beside = (["region", "roleArn"] as const).filter((key) => action[key] !== undefined);
  return [
    ...(acts ? [] : [noTarget(action.provider)]),
    ...beside.map((key) => ({ path: key, reason: "stands beside target, which decides it: remove one of them" })),
    ...unreachableProblems(target, scope, accounts),
  ];
}

/** Refuses a target that has no way to get its roles, or that no role of the pipeline can reach. */
function unreachableProblems(
  { account, region }: Target = {},
  scope: AwsScope,
  accounts: readonly string[],
): Problem[] {
  return [
    ...(account === undefined || account === scope.account || accounts.includes(account)
      ? []
      : [
          {
            path: "target.account",
            reason: `is ${shown(account)}, and nothing creates roles there${misspelt(account, accounts)}. Give a provider of the account in accounts, or give "TargetAccount" there and run a TargetAccount in the account`,
          },
        ]),
    ...(region === undefined || partitionOf(region) === scope.partition
      ? []
      : [
          {
            path: "target.region",
            reason: `is ${shown(region)} of the partition ${partitionOf(region)}, which no role of ${scope.partition} reaches: create the environment there`,
          },
        ]),
  ];
}

/**
 * Refuses accounts with `TargetAccount` that no target names: a misspelt one would be overlooked. A program may pass the
 * same providers to several components, so those are not refused.
 *
 * @param used - accounts of the targets, each once
 */
export function unusedAccountProblems(
  accounts: Readonly<Record<string, unknown>> | undefined,
  used: readonly string[],
): Problem[] {
  return Object.entries(accounts ?? {})
    .filter(([account, value]) => value === "TargetAccount" && !used.includes(account))
    .map(([account]) => {
      const before = `is "TargetAccount", and no target has account ${account}`;
      return {
        path: `accounts.${account}`,
        reason: used.length === 0 ? `${before}: remove it` : withAllowed(before, account, used),
      };
    });
}

/** The accounts of the targets in settings, without that of the pipeline. A definition file has its targets itself. */
export function accountsOfSettings(settings: object, home: string | undefined): string[] {
  const { target, deployments }: { target?: Target; deployments?: unknown } = Object(settings);
  // Settings that are not read yet may have deployments of any shape.
  const placed: unknown[] = Array.isArray(deployments) ? deployments : [];
  return otherAccounts([target, ...placed.map((of): Target | undefined => Object(of).target)], home);
}

/** The accounts of the roles of a plan, without that of the pipeline. */
export function accountsOfPlan({ pipeline, stackRoles = [], targetRoles = [] }: PlannedRoles): string[] {
  const places = [...pipeline.roles, ...stackRoles, ...targetRoles].map(({ place }) => place);
  return otherAccounts(places, pipeline.context.scope.account);
}

/** The accounts of targets or places, each once, without that of the pipeline. */
export function otherAccounts(targets: readonly (Target | undefined)[], home: string | undefined): string[] {
  return [...new Set(targets.flatMap((target) => target?.account ?? []))].filter((account) => account !== home);
}

/** Roles of a plan, with their places. */
interface PlannedRoles {
  readonly pipeline: PipelinePlan;
  readonly stackRoles?: readonly { readonly place: AwsScope }[] | undefined;
  readonly targetRoles?: readonly { readonly place: AwsScope }[] | undefined;
}

function misspelt(account: string, accounts: readonly string[]): string {
  const meant = nearest(account, accounts);
  return meant === undefined ? "" : ` (accounts names ${meant})`;
}

/** Refuses a target of an action that acts for the pipeline itself. */
export function noTarget(provider: string): Problem {
  return {
    path: "target",
    reason: `is for actions that deploy or invoke, and ${provider} does neither: remove it`,
  };
}

function configurationOf(action: Action): Readonly<Record<string, unknown>> {
  return { ...action.configuration };
}

function stackRoleProblems(action: Action): Problem[] {
  const { provider } = action;
  const isOther = provider !== "CloudFormation";
  return [
    ...(isOther
      ? [{ path: "stackRole", reason: `is a key of CloudFormation actions, and ${provider} has no stack: remove it` }]
      : []),
    ...(configurationOf(action).RoleArn !== undefined
      ? [
          {
            path: "configuration.RoleArn",
            reason: "stands beside stackRole, which creates the role: remove one of them",
          },
        ]
      : []),
  ];
}

/** Plans the roles of stacks, each once, with what the pipeline makes them need. */
export function planStackRoles(
  { context, readers }: PipelinePlan,
  named: readonly NamedStackRole[],
): { readonly roles: readonly PlannedStackRole[]; readonly problems: readonly Problem[] } {
  const { pipelineName, scope } = context;
  const distinct = named.filter(({ roleArn: arn }, index) => named.findIndex((role) => role.roleArn === arn) === index);
  const planned = distinct.map(({ path, settings, ...role }) => {
    const { sam, permissions = [] } = settings;
    const { place, stackName } = role;
    const grants =
      sam &&
      samStack(place, {
        stackName,
        api: sam.api,
        roles: sam.roles,
        functionPermissions: grantStatements(sam.functionPermissions ?? []),
      });
    const policies = rolePolicies(
      [
        ...readers.filter((reader) => reader.roleArn === role.roleArn).flatMap(({ statements }) => statements),
        ...(grants?.statements ?? []),
        ...grantStatements(permissions),
        ...guardAllGates(place, { gateNames: [pipelineName] }),
      ],
      scope.managedPoliciesOnly,
    );
    return {
      ...role,
      path,
      trust: serviceTrust(place, "cloudformation.amazonaws.com"),
      policies,
      ...(grants && {
        boundary: {
          name: grants.boundaryName,
          arn: policyArn(place, grants.boundaryName),
          document: policyDocument(grants.boundary),
        },
      }),
    };
  });
  return {
    roles: planned.map(({ path: _, ...role }) => role),
    problems: [
      ...planned.flatMap(({ path, policies }) => rolePolicyProblems(path, policies)),
      ...repeatedStackProblems(named),
    ],
  };
}

/** Two actions on one stack share its role, so they must ask for the same. */
function repeatedStackProblems(named: readonly NamedStackRole[]): Problem[] {
  return named.flatMap(({ path, roleArn: arn, settings, stackName }, index) => {
    const first = named.findIndex((role) => role.roleArn === arn);
    const isSame = JSON.stringify(named[first]?.settings) === JSON.stringify(settings);
    return first === index || isSame
      ? []
      : [
          {
            path,
            reason: `differs from that of ${named[first]?.path} for the same stack ${stackName}: give one of them`,
          },
        ];
  });
}

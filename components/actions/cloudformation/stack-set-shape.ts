import { z } from "zod";
import { stackSetArn } from "../../aws/arn";
import { regionName } from "../../aws/names";
import type { AwsScope } from "../../aws/scope";
import { allowStatement, type Statement } from "../../iam/statement";
import type { Problem } from "../../schema/problem";
import { distinct, matching, shown } from "../../schema/vocabulary";
import type { BaseAction } from "../base/action-shape";
import { artifactPath, artifactPathPattern, artifactPathProblems } from "../base/artifact-path";
import { exposedParameterProblems } from "./template-parameters";

/*
 * The parts that the actions on stack sets and on stack instances share: targets, parameters and operation preferences.
 */

const account = /^\d{12}$/;

const target = matching(
  /^(\d{12}|ou-[a-z0-9]{4,32}-[a-z0-9]{8,32}|r-[a-z0-9]{4,32})$/,
  "give the number of an account, or the id of an organizational unit or of the organization's root",
);

/** The targets of a stack set: accounts, or organizational units, or a file of an input artifact that lists them. */
export const deploymentTargets = z.union(
  // A text that is no file ends here; otherwise its reason would replace the reason of the whole union.
  [z.string().regex(artifactPathPattern, { abort: true }), distinct(z.array(target).min(1))],
  {
    error: ({ input }) =>
      `is ${shown(input)}: give accounts, or organizational units, as a list, or a file that lists them, <artifact>::<path>`,
  },
);

/** The regions of a stack set, in the order of the operation. */
export const targetRegions = distinct(z.array(regionName).min(1));

type Targets = z.output<typeof deploymentTargets>;

/** The accounts among targets; none if a file lists them. */
export function accountsOf(targets: Targets | undefined): string[] {
  return typeof targets === "object" ? targets.filter((id) => account.test(id)) : [];
}

/**
 * Refuses targets of the wrong kind: accounts where AWS takes organizational units, or the other way round. Also
 * refuses a file that is in no input artifact.
 *
 * @see https://docs.aws.amazon.com/codepipeline/latest/userguide/action-reference-StackSets.html
 */
export function targetProblems(
  action: BaseAction,
  targets: Targets | undefined,
  wanted: "accounts" | "organizational units" | "one kind",
): Problem[] {
  if (typeof targets !== "object") {
    return artifactPathProblems(action, "DeploymentTargets", targets);
  }
  const accounts = accountsOf(targets).length;
  const fits = {
    accounts: accounts === targets.length,
    "organizational units": accounts === 0,
    "one kind": accounts === 0 || accounts === targets.length,
  };
  return fits[wanted]
    ? []
    : [{ path: "configuration.DeploymentTargets", reason: `is ${shown(targets)}: ${fixes[wanted]}` }];
}

const fixes = {
  accounts: "give accounts alone, or set PermissionModel to SERVICE_MANAGED",
  "organizational units": "give organizational units, or the root, alone: AWS manages the roles in them",
  "one kind": "give accounts alone, or organizational units alone",
};

interface Places {
  readonly OrganizationsAutoDeployment?: string | undefined;
  readonly DeploymentTargets?: Targets | undefined;
  readonly Regions?: readonly string[] | undefined;
}

/** Refuses targets without regions, regions without targets, and both beside automatic deployment. */
export function placeProblems({ OrganizationsAutoDeployment, DeploymentTargets, Regions }: Places): Problem[] {
  const given = Object.entries({ DeploymentTargets, Regions }).filter(([, value]) => value !== undefined);
  if (OrganizationsAutoDeployment !== undefined) {
    return given.map(([key]) => ({
      path: `configuration.${key}`,
      reason: "cannot stand beside OrganizationsAutoDeployment: remove one of them",
    }));
  }
  if (given.length !== 1) {
    return [];
  }
  const missing = DeploymentTargets === undefined ? "DeploymentTargets" : "Regions";
  return [{ path: `configuration.${missing}`, reason: `is missing, and ${given[0]?.[0]} needs it: add it` }];
}

const parameter = "ParameterKey=[A-Za-z0-9]{1,255}(?:,(?:ParameterValue|UsePreviousValue|ResolvedValue)=[^\\s,]*)+";

/**
 * Parameters in the short form of these two actions, or a file that lists them.
 *
 * @see https://docs.aws.amazon.com/codepipeline/latest/userguide/action-reference-StackSets.html#action-reference-StackSets-datatypes
 */
export const stackSetParametersSchema = z.union(
  [artifactPath, z.string().regex(new RegExp(`^\\s*${parameter}(\\s+${parameter})*\\s*$`))],
  {
    error: ({ input }) =>
      `is ${shown(input)}: give ParameterKey=<name>,ParameterValue=<value>, the next one after a space, values without spaces and commas; or a file, <artifact>::<path>`,
  },
);

/** A parameter of a stack set: its value, or the request to keep the current value. */
export type StackSetParameter = string | { readonly usePreviousValue: true };

/** Writes parameters in the form of the actions on stack sets. Values have neither spaces nor commas. */
export function stackSetParameters(parameters: Readonly<Record<string, StackSetParameter>>): string {
  return Object.entries(parameters)
    .map(([name, value]) => `ParameterKey=${name},${given(value)}`)
    .join(" ");
}

/** Refuses a file that is in no input artifact, and secrets in plain text. */
export function stackSetParameterProblems(action: BaseAction, key: string, parameters: string | undefined): Problem[] {
  if (parameters === undefined || !parameters.trimStart().startsWith("ParameterKey=")) {
    return artifactPathProblems(action, key, parameters);
  }
  return [...parameters.matchAll(/ParameterKey=([^\s,]+)\S*?,ParameterValue=([^\s,]*)/g)].flatMap(
    ([, name = "", value = ""]) => exposedParameterProblems(`configuration.${key}`, name, value),
  );
}

function given(value: StackSetParameter): string {
  return typeof value === "string" ? `ParameterValue=${value}` : "UsePreviousValue=true";
}

/**
 * The preferences of an operation on a stack set.
 *
 * @see https://docs.aws.amazon.com/AWSCloudFormation/latest/APIReference/API_StackSetOperationPreferences.html
 */
export const operationPreferences = {
  /**
   * The percentage of accounts per region in which the operation may fail before it stops there, 0 to 100.
   * @default 0
   */
  FailureTolerancePercentage: z.int().min(0).max(100).optional(),
  /**
   * The percentage of accounts that the operation works on at a time, 1 to 100.
   * @default - one account
   */
  MaxConcurrentPercentage: z.int().min(1).max(100).optional(),
  /**
   * Whether the operation works on regions one by one or in parallel.
   * @default - `SEQUENTIAL`
   */
  RegionConcurrencyType: z.enum(["SEQUENTIAL", "PARALLEL"]).optional(),
  /**
   * Whether failures slow the operation down, so that it never exceeds its tolerance.
   * @default - `STRICT_FAILURE_TOLERANCE`
   */
  ConcurrencyMode: z.enum(["STRICT_FAILURE_TOLERANCE", "SOFT_FAILURE_TOLERANCE"]).optional(),
  /**
   * Whether the account is the organization's management account or a delegated administrator. For stack sets whose
   * roles AWS manages.
   * @default - `SELF`
   */
  CallAs: z.enum(["SELF", "DELEGATED_ADMIN"]).optional(),
};

type CallAs = z.output<typeof operationPreferences.CallAs>;

/**
 * The ARN of a stack set. The stack sets of a delegated administrator live in the organization's management account,
 * whose number the pipeline does not know.
 *
 * @see https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/stacksets-orgs-delegated-admin.html
 */
export function stackSetOf(scope: AwsScope, name: string, callAs: CallAs): string {
  return stackSetArn(callAs === "DELEGATED_ADMIN" ? { ...scope, account: "*" } : scope, name);
}

/**
 * The further permissions of a delegated administrator: CloudFormation asks the organization, in the caller's name,
 * whether the account is one. AWS knows no resource for it, only the service principal.
 *
 * @see https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/stacksets-orgs-delegated-admin.html
 */
export function delegationPermissions(callAs: CallAs): Statement[] {
  if (callAs !== "DELEGATED_ADMIN") {
    return [];
  }
  const service = { "organizations:ServicePrincipal": "member.org.stacksets.cloudformation.amazonaws.com" };
  return [
    allowStatement({
      sid: "Delegation",
      actions: ["organizations:ListDelegatedAdministrators"],
      resources: ["*"],
      conditions: { StringEqualsIfExists: service },
    }),
  ];
}

import { z } from "zod";
import { regionName } from "../../aws/place";
import type { Problem } from "../../schema/problem";
import { distinct, matching, shown } from "../../schema/vocabulary";
import type { BaseAction } from "../base/action-shape";
import { artifactPathPattern, artifactPathProblems } from "../base/artifact-path";

const account = /^\d{12}$/;

const target = matching(
  /^(\d{12}|ou-[a-z0-9]{4,32}-[a-z0-9]{8,32}|r-[a-z0-9]{4,32})$/,
  "give the number of an account, or the id of an organizational unit or of the organization's root",
);

/** Where a stack set has stacks: accounts, or organizational units, or a file of an input artifact that lists them. */
export const deploymentTargets = z.union(
  // A text that is no file ends here, or its reason would be given instead of that of the whole.
  [z.string().regex(artifactPathPattern, { abort: true }), distinct(z.array(target).min(1))],
  {
    error: ({ input }) =>
      `is ${shown(input)}: give accounts, or organizational units, as a list, or a file that lists them, <artifact>::<path>`,
  },
);

/** The regions that a stack set has stacks in, in the order in which they are worked on. */
export const targetRegions = distinct(z.array(regionName).min(1));

type Targets = z.output<typeof deploymentTargets>;

/** The accounts among targets; none where a file lists them. */
export function accountsOf(targets: Targets | undefined): string[] {
  return typeof targets === "object" ? targets.filter((id) => account.test(id)) : [];
}

/**
 * Problems of targets: a file that the action does not take, and accounts where AWS takes organizational units alone, or
 * the other way round.
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

/** Problems of targets without regions or the other way round, or beside accounts that get their stacks by themselves. */
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

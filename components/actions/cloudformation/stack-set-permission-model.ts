import type { Problem } from "../../schema/problem";

/** Whose roles work in the target accounts of a stack set: the user's own, or those that AWS makes. */
export const permissionModels = ["SELF_MANAGED", "SERVICE_MANAGED"] as const;

export type PermissionModel = (typeof permissionModels)[number];

const keysOfOtherModel = {
  SELF_MANAGED: ["OrganizationsAutoDeployment", "CallAs"],
  SERVICE_MANAGED: ["AdministrationRoleArn", "ExecutionRoleName"],
} as const;

type ModelKey = (typeof keysOfOtherModel)[PermissionModel][number];

interface ModelledConfiguration extends Readonly<Partial<Record<ModelKey, unknown>>> {
  readonly PermissionModel: PermissionModel;
  readonly Capabilities?: readonly string[] | undefined;
}

/** Problems of keys that the permission model has no use for. */
export function modelProblems(configuration: ModelledConfiguration): Problem[] {
  const { PermissionModel: model, Capabilities = [] } = configuration;
  const useless = keysOfOtherModel[model].filter((key) => configuration[key] !== undefined);
  const problems = useless.map((key) => ({
    path: `configuration.${key}`,
    reason: `has no effect with the PermissionModel ${model}: remove it, or change the model`,
  }));
  if (model === "SERVICE_MANAGED" && Capabilities.includes("CAPABILITY_AUTO_EXPAND")) {
    const reason = "has CAPABILITY_AUTO_EXPAND, and stack sets that are SERVICE_MANAGED expand no macros: remove it";
    problems.push({ path: "configuration.Capabilities", reason });
  }
  return problems;
}

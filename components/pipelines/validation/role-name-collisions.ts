import { rulePerformerName } from "../../aws/role-names";
import type { Problem } from "../../schema/problem";
import type { StageOutline } from "./outline";

/** An action or a rule of a condition, by what its role is called after. */
interface RoleHolder {
  readonly stage: string;
  readonly stagePath: string;
  /** Where its name stands among others: the actions of the stage, or the rules of one condition. */
  readonly list: string;
  readonly name: string;
  /** The name of the role's resource, and the name of the role as IAM compares it. */
  readonly roleNames: readonly [resource: string, role: string];
  readonly path: string;
}

/**
 * Actions and rules whose roles would have one name.
 *
 * A role is called after stage and action, or stage, kind of condition and rule. Its resource joins them by hyphens, so
 * that two that differ only in where one of the parts ends would be one. IAM does not tell upper and lower case apart.
 */
export function confusedRoles(stages: readonly StageOutline[]): Problem[] {
  const holders = stages.flatMap(roleHolders);
  const firsts = new Map(
    holders.toReversed().flatMap((holder) => holder.roleNames.map((roleName) => [roleName, holder] as const)),
  );
  return holders.flatMap((holder) => {
    const { stage, name, path, roleNames } = holder;
    const first = roleNames.map((roleName) => firsts.get(roleName)).find((other) => other !== holder);
    if (first === undefined || holders.find((other) => repeats(holder, other)) !== holder) {
      return [];
    }
    return [
      {
        path: `${path}.name`,
        reason: `${JSON.stringify(name)} in the stage ${JSON.stringify(stage)} would have its role named as that of ${first.path}; change the name of the action or of its stage`,
      },
    ];
  });
}

function roleHolders({ name: stage, path: stagePath, actions, conditions }: StageOutline): RoleHolder[] {
  const holder = (list: string, path: string, name: string, ...actionOrRule: readonly string[]): RoleHolder => ({
    ...{ stage, stagePath, list, path, name },
    roleNames: [`${stage}-${name}`, [stage, ...actionOrRule].join("+").toLowerCase()],
  });
  const named = ({ name }: { readonly name: string }) => stage !== "" && name !== "";
  return [
    ...actions.filter(named).map(({ name, path }) => holder("actions", path, name, name)),
    ...conditions.flatMap(({ kind, rules = [] }) =>
      rules.filter(named).map(({ name, path }) => holder(kind, path, rulePerformerName(kind, name), kind, name)),
    ),
  ];
}

/** Whether one has the name of the other where the structure of the pipeline says so, of it or of its stage. */
function repeats(holder: RoleHolder, other: RoleHolder): boolean {
  const { stage, stagePath, list, name } = other;
  return holder.stage === stage && holder.name === name && (holder.list === list || holder.stagePath !== stagePath);
}

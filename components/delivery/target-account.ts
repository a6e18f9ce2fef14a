import * as pulumi from "@pulumi/pulumi";
import { roleArn } from "../aws/arn";
import { type RoleSettings, roleSettingsIn, roleSettingsOf, roleSettingsProblems } from "../aws/role-settings";
import { type AwsScope, type ScopeArgs, scopeOf } from "../aws/scope";
import { withGateTag } from "../iam/gate-tags";
import { createRole } from "../iam/role";
import { futureRoleTrust } from "../iam/trust";
import { refuse, requireValue } from "../schema/refuse";
import { shown } from "../schema/vocabulary";
import type { ArtifactStoreSettings } from "../storage/artifact-store-settings";
import { type DeliveryPipelineDefinition, planDeliveryPipeline } from "./pipeline-plan";
import { pipelineShapeProblems } from "./pipeline-shape";
import { createStackRole, createTargetRole } from "./stack-roles";
import { stackScope } from "./stack-scope";

/** The arguments of a {@link TargetAccount}. */
export interface TargetAccountArgs extends DeliveryPipelineDefinition, RoleSettings {
  /** The account and region of the pipeline. */
  pipeline: ScopeArgs;
  /**
   * The account that the roles are created in: that of the program.
   * @default - the one account in `aws:allowedAccountIds` of the stack
   */
  account?: string | undefined;
  /**
   * The artifact store of the pipeline, as the pipeline has it.
   * @default - a new bucket and a new key
   */
  artifacts?: ArtifactStoreSettings | undefined;
  /**
   * Tags of every taggable resource.
   * @default - none
   */
  tags?: pulumi.Input<Record<string, pulumi.Input<string>>> | undefined;
}

/** The arguments beside the definition of the pipeline. */
const ownKeys: Readonly<Record<Exclude<keyof TargetAccountArgs, keyof DeliveryPipelineDefinition>, true>> = {
  ...{ pipeline: true, account: true, artifacts: true, tags: true },
  ...{ rolePath: true, permissionsBoundaryArn: true, managedPoliciesOnly: true },
};

/**
 * Creates the roles of one target account of a {@link DeliveryPipeline}: those of its actions, its builds and its stacks
 * there. Run it in a program of that account, with the name and the stages of the pipeline. The pipeline has
 * `accounts: { "<account>": "TargetAccount" }`.
 *
 * Both sides know the names of the other, so neither needs an output of the other. Either one may be created first; the
 * pipeline can deploy when both exist.
 *
 * @throws RunError listing every invalid argument.
 * @example
 * ```ts
 * new TargetAccount("orders", { pipeline: { account: "111122223333", region: "eu-central-1" }, stages });
 * ```
 */
export class TargetAccount extends pulumi.ComponentResource {
  /** The names of the roles. */
  readonly roleNames: pulumi.Output<string[]>;

  constructor(name: string, args: TargetAccountArgs, opts?: pulumi.ComponentResourceOptions) {
    const subject = `TargetAccount ${name}`;
    refuse(subject, pipelineShapeProblems(args, Object.keys(ownKeys)));
    const { pipeline, account, artifacts, tags, rolePath, permissionsBoundaryArn, managedPoliciesOnly, ...definition } =
      args;
    const roles = roleSettingsOf(args);
    const { value: place, problems } = stackScope({ region: pipeline.region, ...(account && { account }) });
    refuse(subject, [...problems, ...roleSettingsProblems(roles, place.account)]);
    const scope = scopeOf({ ...pipeline, ...roleSettingsIn(roles, pipeline.account) });
    const accounts = [...new Set([place.account, ...targetsOf(definition)])];
    const reading = planDeliveryPipeline(scope, name, definition, artifacts, undefined, accounts);
    const plan = requireValue(subject, { value: reading.plan, problems: [...reading.problems] });
    const { roleName: pipelineRole, roles: actionRoles } = plan.pipeline;
    const here = actionRoles.filter((role) => role.place.account === place.account && role.policies !== undefined);
    const isHere = (role: { readonly place: AwsScope }) => role.place.account === place.account;
    const stackRoles = plan.stackRoles.filter(isHere);
    const targetRoles = plan.targetRoles.filter(isHere);
    const count = here.length + stackRoles.length + targetRoles.length;
    refuse(subject, count === 0 ? [noRoles(place.account, pipeline)] : []);
    super("aws-pipelines:index:TargetAccount", name, args, opts);

    const ownTags = plan.isGate ? withGateTag(tags, name) : tags;
    const child = { parent: this };
    for (const { stageName, actionName, policies, ...role } of here) {
      if (policies !== undefined) {
        createRole(
          `${name}-${stageName}-${actionName}-role`,
          {
            roleName: role.roleName,
            description: `${actionName} in ${stageName} of ${name} in account ${pipeline.account}`,
            trust: futureRoleTrust(scope, roleArn(scope, pipelineRole)),
            policies,
            managedPolicies: role.managedPolicies,
            settings: roles,
            tags: ownTags,
          },
          child,
        );
      }
    }
    const owner = { scope: { ...scope, account: place.account }, accounts: {}, tags: ownTags };
    for (const role of stackRoles) {
      createStackRole(name, role, owner, child);
    }
    for (const role of targetRoles) {
      createTargetRole(name, role, owner, child);
    }
    this.roleNames = pulumi.output([...here, ...stackRoles, ...targetRoles].map(({ roleName }) => roleName));
    this.registerOutputs({ roleNames: this.roleNames });
  }
}

function targetsOf({ stages }: Pick<DeliveryPipelineDefinition, "stages">): string[] {
  return stages.flatMap(({ actions }) => actions.flatMap(({ target }) => target?.account ?? []));
}

function noRoles(account: string, { account: home }: ScopeArgs) {
  return {
    path: "account",
    reason: `is ${shown(account)}, and no action of the pipeline in ${home} has this target: give the stages of the pipeline, or run it in an account that they name`,
  };
}

import * as pulumi from "@pulumi/pulumi";
import { roleArn } from "../aws/arn";
import { type RoleSettings, roleSettingsIn, roleSettingsOf, roleSettingsProblems } from "../aws/role-settings";
import { type AwsScope, type ScopeArgs, scopeOf } from "../aws/scope";
import { withGateTag } from "../iam/gate-tags";
import { createRole } from "../iam/role";
import { roleTrust } from "../iam/trust";
import { nearest } from "../schema/nearest";
import type { Problem } from "../schema/problem";
import { refuse, requireKinds, requireValue } from "../schema/refuse";
import { shown } from "../schema/vocabulary";
import type { ArtifactStoreSettings } from "../storage/artifact-store-settings";
import { type DeliveryEnvironmentArgs, type EnvironmentPlan, planEnvironment } from "./delivery-environment";
import { type DeliveryPipelineDefinition, planDeliveryPipeline } from "./pipeline-plan";
import { environmentShapeProblems, pipelineShapeProblems } from "./pipeline-shape";
import { createStackRole, createTargetRole } from "./stack-roles";
import { stackScope } from "./stack-scope";
import { accountsOfSettings, otherAccounts } from "./targets";

/** Arguments of every {@link TargetAccount}. */
interface CommonArgs {
  /**
   * The account that the roles are created in: that of the program.
   * @default - the one account in `aws:allowedAccountIds` of the stack, or else the one account of the targets
   */
  account?: string | undefined;
  /**
   * Tags of every taggable resource.
   * @default - none
   */
  tags?: pulumi.Input<Record<string, pulumi.Input<string>>> | undefined;
}

/** The arguments of a {@link TargetAccount} of a DeliveryEnvironment. */
export interface TargetEnvironmentArgs extends CommonArgs {
  /** The settings of the environment, as its own stack has them. */
  environment: DeliveryEnvironmentArgs;
}

/** The arguments of a {@link TargetAccount} of a DeliveryPipeline. */
export interface TargetPipelineArgs extends CommonArgs, DeliveryPipelineDefinition, RoleSettings {
  /** The account and region of the pipeline. */
  pipeline: ScopeArgs;
  /**
   * The artifact store of the pipeline, as the pipeline has it.
   * @default - a new bucket and a new key
   */
  artifacts?: ArtifactStoreSettings | undefined;
}

/** The arguments of a {@link TargetAccount}: an environment, or a pipeline with its stages. */
export type TargetAccountArgs = TargetEnvironmentArgs | TargetPipelineArgs;

/** The arguments beside the definition of the pipeline. */
const ownKeys: Readonly<Record<Exclude<keyof TargetPipelineArgs, keyof DeliveryPipelineDefinition>, true>> = {
  ...{ pipeline: true, account: true, artifacts: true, tags: true },
  ...{ rolePath: true, permissionsBoundaryArn: true, managedPoliciesOnly: true },
};

/** The roles of all accounts, and the pipeline that they belong to. */
interface TargetPlan extends Pick<EnvironmentPlan, "isGate" | "pipeline" | "stackRoles" | "targetRoles"> {
  /** The account and region of the pipeline. */
  readonly scope: AwsScope;
  /** The account that the roles are created in. */
  readonly account: string;
}

/**
 * Creates the roles of one target account of a {@link DeliveryPipeline} or a {@link DeliveryEnvironment}: those of its
 * actions, its builds and its stacks there. Run it in a program of that account, with the name of the component. Give
 * it the stages of the pipeline, or the settings of the environment. The pipeline has
 * `accounts: { "<account>": "TargetAccount" }`.
 *
 * Both sides know the names of the other, so neither needs an output of the other. Create the pipeline first: a target
 * trusts a role by its name. The pipeline can deploy when both exist.
 *
 * @throws RunError listing every invalid argument.
 * @example
 * ```ts
 * new TargetAccount("orders", { pipeline: { account: "111122223333", region: "eu-central-1" }, stages });
 * new TargetAccount("orders-prod", { environment: settings });
 * ```
 */
export class TargetAccount extends pulumi.ComponentResource {
  /** The names of the roles. */
  readonly roleNames: pulumi.Output<string[]>;

  constructor(name: string, args: TargetAccountArgs, opts?: pulumi.ComponentResourceOptions) {
    const subject = `TargetAccount ${name}`;
    requireKinds("TargetAccount", name, args);
    const { scope, account, isGate, pipeline, ...planned } = isOfEnvironment(args)
      ? planOfEnvironment(subject, name, args)
      : planOfPipeline(subject, name, args);
    const isHere = (role: { readonly place: AwsScope }) => role.place.account === account;
    const { roleName: pipelineRole, roles: actionRoles } = pipeline;
    const here = actionRoles.filter((role) => isHere(role) && role.policies !== undefined);
    const stackRoles = (planned.stackRoles ?? []).filter(isHere);
    const targetRoles = (planned.targetRoles ?? []).filter(isHere);
    const count = here.length + stackRoles.length + targetRoles.length;
    refuse(subject, count === 0 ? [noRoles(account, scope)] : []);
    super("aws-pipelines:index:TargetAccount", name, args, opts);

    const { tags } = args;
    const ownTags = isGate ? withGateTag(tags, name) : tags;
    const child = { parent: this };
    for (const { stageName, actionName, policies, ...role } of here) {
      if (policies !== undefined) {
        createRole(
          `${name}-${stageName}-${actionName}-role`,
          {
            roleName: role.roleName,
            description: `${actionName} in ${stageName} of ${name} in account ${scope.account}`,
            trust: roleTrust(scope, roleArn(scope, pipelineRole)),
            policies,
            managedPolicies: role.managedPolicies,
            settings: roleSettingsIn(scope, account),
            tags: ownTags,
          },
          child,
        );
      }
    }
    const owner = { scope: { ...scope, account }, accounts: {}, tags: ownTags };
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

/** A misspelt `environment` is one, so that its message names the key. */
function isOfEnvironment(args: TargetAccountArgs): args is TargetEnvironmentArgs {
  return (
    "environment" in args || (!("stages" in args) && Object.keys(args).some((key) => nearest(key, ["environment"])))
  );
}

function planOfPipeline(subject: string, name: string, args: TargetPipelineArgs): TargetPlan {
  refuse(subject, [
    ...pipelineShapeProblems(args, Object.keys(ownKeys)),
    ...(args.pipeline === undefined
      ? [{ path: "pipeline", reason: "is missing: give the account and region of the pipeline, or environment" }]
      : []),
  ]);
  const { pipeline, account, artifacts, tags: _, ...others } = args;
  const { rolePath: __, permissionsBoundaryArn: ___, managedPoliciesOnly: ____, ...definition } = others;
  const roles = roleSettingsOf(args);
  const targets = targetsOf(definition, pipeline.account);
  const { value: place, problems } = stackScope({ region: pipeline.region, ...(account && { account }) }, targets);
  refuse(subject, [
    ...problems,
    ...ownAccountProblems(place.account, pipeline.account, targets),
    ...roleSettingsProblems(roles, place.account),
  ]);
  const scope = scopeOf({ ...pipeline, ...roleSettingsIn(roles, pipeline.account) });
  const accounts = [...new Set([place.account, ...targets])];
  const reading = planDeliveryPipeline(scope, name, definition, artifacts, undefined, accounts);
  const plan = requireValue(subject, { value: reading.plan, problems: [...reading.problems] });
  return { ...plan, scope, account: place.account };
}

function planOfEnvironment(subject: string, name: string, args: TargetEnvironmentArgs): TargetPlan {
  refuse(subject, environmentShapeProblems(args));
  const { environment, account } = args;
  const targets = accountsOfSettings(environment, environment.account);
  const { value: place, problems } = stackScope({ region: environment.region, ...(account && { account }) }, targets);
  refuse(subject, [...problems, ...ownAccountProblems(place.account, environment.account, targets)]);
  // The other accounts of the environment have programs of their own.
  const accounts = { ...environment.accounts, [place.account]: "TargetAccount" as const };
  const plan = planEnvironment(name, { ...environment, accounts } as DeliveryEnvironmentArgs);
  return { ...plan, scope: scopeOf(environment), account: place.account };
}

/** The accounts of the targets of actions, without that of the pipeline. */
function targetsOf({ stages }: Pick<DeliveryPipelineDefinition, "stages">, home: string): string[] {
  return otherAccounts(
    stages.flatMap(({ actions }) => actions.map(({ target }) => target)),
    home,
  );
}

/** The pipeline creates its roles of its own account itself, with the same names. */
function ownAccountProblems(account: string, home: string, targets: readonly string[]): Problem[] {
  const others = targets.length === 0 ? "another account" : `that of target, ${targets.join(" or ")}`;
  return account === home
    ? [{ path: "account", reason: `is ${shown(account)}, the account of the pipeline: give ${others}` }]
    : [];
}

function noRoles(account: string, { account: home }: ScopeArgs) {
  return {
    path: "account",
    reason: `is ${shown(account)}, and no action of the pipeline in ${home} has this target. Give the stages of the pipeline, or run it in an account that they name`,
  };
}

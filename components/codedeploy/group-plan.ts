import { physicalName } from "../aws/physical-name";
import { deploymentRoleName } from "../aws/role-names";
import { type AwsScope, regionalService } from "../aws/scope";
import type { Statement } from "../iam/statement";
import { serviceTrust } from "../iam/trust";
import { groupAccess } from "./group-access";
import { type GroupModel, predefinedConfigurations } from "./group-settings";

/** A deployment group as actions and builds take it: a `DeploymentGroup` of the same program, or plain names. */
export interface DeploymentTarget {
  readonly platform: GroupModel["target"]["platform"];
  readonly applicationName: string;
  readonly groupName: string;
  readonly configurationName: string;
  /** The ARNs of the task and execution roles of an ECS service. */
  readonly passRoleArns?: readonly string[] | undefined;
  /** The functions that CodeDeploy deploys, where they are known. */
  readonly functionNames?: readonly string[] | undefined;
  /** The functions that CodeDeploy may call as hooks, where they are known. */
  readonly hookFunctionNames?: readonly string[] | undefined;
}

/** Names and documents of a deployment group, known before any resource exists. */
export interface GroupPlan {
  readonly platform: GroupModel["target"]["platform"];
  readonly applicationName: string;
  readonly createsApplication: boolean;
  readonly groupName: string;
  readonly configurationName: string;
  readonly role: { readonly roleName: string; readonly trust: string; readonly statements: readonly Statement[] };
}

/** Plans the names and the role of a deployment group. */
export function planGroup(scope: AwsScope, name: string, model: GroupModel): GroupPlan {
  const { target, existingApplicationName, applicationName = existingApplicationName ?? name } = model;
  const { groupName = name, newConfiguration, configurationName } = model;
  const [secureDefault = ""] = predefinedConfigurations[target.platform];
  return {
    platform: target.platform,
    applicationName,
    createsApplication: existingApplicationName === undefined,
    groupName,
    // A configuration never changes. The values in its name let a new one exist beside the old one.
    configurationName:
      newConfiguration === undefined
        ? (configurationName ?? secureDefault)
        : physicalName([applicationName, groupName, ...valuesOf(newConfiguration)], 100),
    role: {
      roleName: deploymentRoleName(applicationName, groupName, scope.region),
      trust: serviceTrust(scope, servicePrincipal(scope)),
      statements: groupAccess(scope, groupName, model),
    },
  };
}

/** The values of a configuration, those of its parts too. */
function valuesOf(configuration: object): string[] {
  return Object.values(configuration).flatMap((value) =>
    typeof value === "object" && value !== null ? valuesOf(value) : value === undefined ? [] : [String(value)],
  );
}

/**
 * The principal of CodeDeploy, which is regional in China.
 *
 * @see https://docs.aws.amazon.com/codedeploy/latest/userguide/getting-started-create-service-role.html
 */
function servicePrincipal(scope: AwsScope): string {
  return scope.partition === "aws-cn" ? regionalService(scope, "codedeploy") : "codedeploy.amazonaws.com";
}

const rollbackEvents = {
  failure: "DEPLOYMENT_FAILURE",
  alarm: "DEPLOYMENT_STOP_ON_ALARM",
  stop: "DEPLOYMENT_STOP_ON_REQUEST",
} as const;

/** The events of CodeDeploy that roll a deployment back. */
export function rollbackEventsOf({ rollbackOn, alarmNames }: GroupModel): string[] {
  return rollbackOn.filter((event) => event !== "alarm" || alarmNames.length > 0).map((event) => rollbackEvents[event]);
}

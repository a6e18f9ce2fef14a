import { nameLimits, physicalName } from "../aws/physical-name";
import type { AwsScope } from "../aws/scope";
import { detectStackDrift } from "../iam/drift-access";
import { type GrantSettings, grantStatements } from "../iam/grant";
import { onlyReads } from "../iam/reading-actions";
import { samStack } from "../iam/sam-stack";
import type { Statement } from "../iam/statement";
import type { Build } from "../pipelines/plan/planned-builds";
import { copyFolder } from "../recipes/deployed-source";
import { stackDrift } from "../recipes/stack-drift";
import { type Problem, within } from "../schema/problem";
import { shown } from "../schema/vocabulary";
import { imageRepositoryOf, isUpdate } from "./application-definition";
import type { ApplicationModel, DeploymentModel } from "./application-settings";
import { checkGrantProblems, checkGrants, checkSettings, driftProblems, hasDrift } from "./drift-settings";
import { copyObjects, driftBuild, type Infrastructure, planStatements } from "./infrastructure-builds";
import type { BesideBuild, DeliveryPipelineDefinition } from "./pipeline-plan";
import { deployStage } from "./promotion";
import type { DeliverySettings } from "./settings";
import { throughTarget } from "./target-roles";
import { type TargetPlace, targetOf } from "./targets";

/** The stage in the names of roles of checks. No pipeline of settings has a stage of this name. */
export const driftStage = "Drift";

/** The name of the project that checks an environment, or one of its deployments. */
export function driftProjectName(name: string, deployment?: string): string {
  return physicalName([`${name}-drift`, ...(deployment === undefined ? [] : [deployment])], nameLimits.project);
}

/** Returns the check of an environment with one deployment, by project name; nothing if settings ask for none. */
export function environmentCheck(
  scope: AwsScope,
  name: string,
  { drift }: Pick<DeliverySettings, "drift">,
  infrastructure: Infrastructure,
  bucketName: string,
): Record<string, Build> {
  if (!hasDrift({ drift })) {
    return {};
  }
  const build = driftBuild(scope, infrastructure, {
    pipelineName: `${name}-pipeline`,
    stageName: deployStage,
    actionName: "Infrastructure",
    bucketName,
    permissions: checkGrants(drift),
  });
  return { [driftProjectName(name)]: { ...build, ...checkSettings(drift) } };
}

/** Returns the checks of the deployments of an application, by project name, or nothing if settings ask for none. */
export function applicationChecks(
  scope: AwsScope,
  name: string,
  settings: ApplicationModel,
  { stages }: DeliveryPipelineDefinition,
  bucketName: string,
): Record<string, BesideBuild> {
  const { drift, state, deployments = [], target: shared } = settings;
  const checks = hasDrift({ drift }) ? deployments.filter(isChecked) : [];
  const repositoryName = imageRepositoryOf(name, settings);
  return Object.fromEntries(
    checks.map((deployment): [string, BesideBuild] => {
      const { name: of, target = shared } = deployment;
      const permissions = checkGrants(deployment.drift);
      const common = checkSettings(drift);
      const at = targetOf(scope, target, name, driftStage, of);
      const reach = (statements: readonly Statement[]) =>
        at.role && {
          targetRole: {
            path: `deployments[${deployments.indexOf(deployment)}].drift`,
            stageName: driftStage,
            actionName: of,
            place: at.place,
            roleName: at.role.roleName,
            statements,
          },
        };
      if (!isUpdate(deployment)) {
        const { build, statements } = stackCheck(at, name, deployment, permissions);
        return [driftProjectName(name, of), { build: { ...build, ...common }, ...reach(statements) }];
      }
      const { name: _, input: __, drift: ___, target: ____, ...update } = deployment;
      const infrastructure = {
        name: `${of} of ${name}`,
        update: { ...update, state: update.state ?? state },
        repositoryName,
        ...(target !== undefined && { target: at }),
      };
      const build = driftBuild(scope, infrastructure, {
        pipelineName: name,
        // An action that plans has the same name, in a stage before.
        stageName: stages.findLast(({ actions }) => actions.some((action) => action.name === of))?.name ?? deployStage,
        actionName: of,
        bucketName,
        permissions,
      });
      return [
        driftProjectName(name, of),
        {
          build: { ...build, ...common },
          writesTo: copyObjects(scope, bucketName),
          ...reach(planStatements(scope, infrastructure, permissions)),
        },
      ];
    }),
  );
}

type CheckedDeployment = Exclude<DeploymentModel, { tool: "action" }>;
type StackDeployment = Extract<DeploymentModel, { tool: "cloudformation" }>;

/** Whether something compares a deployment. Actions of the catalogue have neither state nor stack. */
function isChecked(deployment: DeploymentModel): deployment is CheckedDeployment {
  return deployment.tool !== "action" && deployment.drift !== false;
}

/**
 * The check of a stack, and its permissions where the stack is. CloudFormation reads the resources for the caller, so the
 * check has the reading part of the stack's permissions.
 */
function stackCheck(
  { place, role }: TargetPlace,
  name: string,
  { name: of, stackName, sam, permissions = [] }: StackDeployment,
  given: readonly GrantSettings[] | undefined,
): { readonly build: Build; readonly statements: readonly Statement[] } {
  const ofTemplate = sam === undefined ? [] : samStack(place, { stackName, api: sam.api, roles: sam.roles }).statements;
  const own = [...ofTemplate, ...grantStatements(permissions)].flatMap(readingPart);
  const statements = [...detectStackDrift(place, stackName), ...(given === undefined ? own : grantStatements(given))];
  return {
    build: {
      description: `Compares ${of} of ${name} with its resources on AWS`,
      source: { type: "NO_SOURCE" },
      buildspec: stackDrift({ stackName, region: place.region, ...(role && { roleArn: role.roleArn }) }),
      permissions: throughTarget({ role }, statements),
    },
    statements,
  };
}

function readingPart(statement: Statement): Statement[] {
  const actions = [statement.Action ?? []].flat().filter(onlyReads);
  return actions.length === 0 ? [] : [{ ...statement, Action: actions }];
}

/** CodePipeline keeps the artifacts of a pipeline in a folder of the pipeline's name, which a check must not write. */
export function driftFolderProblems(pipelineName: string, settings: Pick<ApplicationModel, "drift">): Problem[] {
  return hasDrift(settings) && pipelineName === copyFolder
    ? [
        {
          path: "drift",
          reason: `belongs to the pipeline ${shown(pipelineName)}, whose artifacts would be in the folder of the copies: rename the environment`,
        },
      ]
    : [];
}

/** Lists the problems of the checks of an application. */
export function applicationDriftProblems(settings: ApplicationModel): Problem[] {
  const { drift, state, deployments = [], definition } = settings;
  if (!hasDrift({ drift })) {
    return deployments.flatMap((deployment, index) =>
      "drift" in deployment && deployment.drift !== undefined && deployment.drift !== false
        ? [
            {
              path: `deployments[${index}].drift`,
              reason: "is given, and drift of the environment is off: set drift: true",
            },
          ]
        : [],
    );
  }
  if (definition !== undefined) {
    return [
      {
        path: "drift",
        reason: `stands beside definition, and the deployments of ${definition} are unknown here. Describe them by deployments, or run the recipes pulumiDrift, terraformDrift or stackDrift in a project of your own`,
      },
    ];
  }
  const checked = deployments.filter(isChecked);
  return [
    ...(checked.length === 0
      ? [
          {
            path: "drift",
            reason: "is set, and no deployment has a state or a stack to compare: add one, or remove drift",
          },
        ]
      : []),
    ...deployments.flatMap((deployment, index) => {
      const at = `deployments[${index}]`;
      if (!isChecked(deployment)) {
        return [];
      }
      if (!isUpdate(deployment)) {
        return within(`${at}.drift`, checkGrantProblems(deployment.drift));
      }
      const own = deployment.state !== undefined;
      return driftProblems(
        { drift: deployment.drift, state: deployment.state ?? state },
        { drift: `${at}.drift`, state: own ? `${at}.state` : "state" },
      );
    }),
  ];
}

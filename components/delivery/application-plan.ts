import type { AwsScope } from "../aws/scope";
import { receiverPolicy } from "../iam/release-access";
import { isWithin, type Reading, readInput, unlessRefused } from "../schema/lenient";
import { type Problem, within } from "../schema/problem";
import { shown } from "../schema/vocabulary";
import { withLines } from "../schema/yaml-text";
import {
  type ApplicationDefinition,
  applicationDefinition,
  imageRepositoryOf,
  isPlanned,
  isUpdate,
} from "./application-definition";
import { type ApplicationModel, applicationSettingsSchema, type DeploymentModel } from "./application-settings";
import { applicationChecks, applicationDriftProblems, driftFolderProblems } from "./drift";
import { type DeliveryPipelineDefinition, type DeliveryPipelinePlan, planDeliveryPipeline } from "./pipeline-plan";
import { unapprovedPlan } from "./plan-settings";
import { commonProblems, productionProblems } from "./problems";
import { readDeliveryFile } from "./read-delivery-file";
import { notifiedUpdates } from "./self-update-settings";
import { updateProblems } from "./update-settings";

/** Everything about the environment of an application that is known before any of it exists. */
export interface ApplicationPlan extends DeliveryPipelinePlan {
  /** The ECR repository of the image; undefined without an image. */
  readonly repositoryName: string | undefined;
  /** The policy of the repository; undefined if no role of another account pulls the image. */
  readonly repositoryPolicy: string | undefined;
}

/** Reads and checks the settings of an application. */
export function readApplication(settings: unknown): Reading<ApplicationModel> {
  const reading = readInput(applicationSettingsSchema, settings);
  const refused = reading.problems;
  const { value } = reading;
  const between = value === undefined ? [] : applicationProblems(value);
  return {
    ...reading,
    problems: [
      ...refused,
      // Both kinds of settings share these keys.
      ...unlessRefused(refused, commonProblems((reading.parts ?? {}) as Parameters<typeof commonProblems>[0], refused)),
      ...between,
    ],
  };
}

/** Keys that a definition file has itself. */
const inDefinition = ["source", "image", "builds", "deployments", "test", "approval", "target"] as const;

function applicationProblems(settings: ApplicationModel): Problem[] {
  const { definition, source } = settings;
  if (definition !== undefined) {
    return [
      ...inDefinition
        .filter((key) => settings[key] !== undefined)
        .map((key) => ({
          path: key,
          reason: `stands beside definition, and ${definition} describes the pipeline: write it there, or remove definition`,
        })),
      ...applicationDriftProblems(settings),
    ];
  }
  return [
    ...(source === undefined ? [{ path: "source", reason: "is missing: give connectionArn and repository" }] : []),
    ...nameProblems(settings),
    ...inputProblems(settings),
    ...deploymentProblems(settings),
    ...applicationDriftProblems(settings),
  ];
}

function nameProblems({ builds = [], deployments = [] }: ApplicationModel): Problem[] {
  const named = [
    ...builds.map(({ name }, index) => ({ name, path: `builds[${index}].name` })),
    ...deployments.map(({ name }, index) => ({ name, path: `deployments[${index}].name` })),
  ];
  return named
    .filter(({ name }, index) => named.findIndex((other) => other.name === name) < index)
    .map(({ name, path }) => ({
      path,
      reason: `is ${shown(name)} a second time: give each build and deployment a name`,
    }));
}

function inputProblems({ builds = [], deployments = [], image }: ApplicationModel): Problem[] {
  const made = [
    ...builds
      .filter(({ files, buildspec, recipe }) => files ?? Object(buildspec).artifacts ?? recipe)
      .map(({ name }) => name),
    ...(image?.containers ? ["ImageDefinitions"] : []),
  ];
  const fix = made.length === 0 ? "give a build files" : `give one of ${made.join(", ")}`;
  const of = (list: readonly { readonly input?: string | undefined }[], key: string) =>
    list.flatMap(({ input }, index) =>
      input === undefined || made.includes(input)
        ? []
        : [
            {
              path: `${key}[${index}].input`,
              reason: `is ${shown(input)}, and no build of this name makes an artifact: ${fix}`,
            },
          ],
    );
  return [...of(builds, "builds"), ...of(deployments, "deployments")];
}

function deploymentProblems(settings: ApplicationModel): Problem[] {
  const { state, approval, deployments = [] } = settings;
  return deployments.flatMap((deployment, index) => {
    const at = `deployments[${index}]`;
    const own = within(at, ownPlanProblems(deployment, approval));
    if (!isUpdate(deployment)) {
      return own;
    }
    return [
      ...own,
      ...updateProblems(deployment, isPlanned(deployment, approval), state).map((problem) =>
        // A shared state stands outside of the deployment.
        deployment.state === undefined && isWithin(problem.path, "state") ? problem : inside(at, problem),
      ),
    ];
  });
}

function inside(place: string, { path, reason }: Problem): Problem {
  return { path: `${place}.${path}`, reason };
}

/** Refuses a plan that nobody approves, that the tool cannot make, or that belongs to no commit. */
function ownPlanProblems(deployment: DeploymentModel, approval: ApplicationModel["approval"]): Problem[] {
  const { plan, input }: { readonly plan?: unknown; readonly input?: string | undefined } = deployment;
  if (deployment.tool === "action") {
    return plan === undefined
      ? []
      : [
          {
            path: "plan",
            reason: `stands in a deployment by ${shown(deployment.tool)}, which makes no plan: remove it, or deploy with pulumi, terraform, opentofu or cloudformation`,
          },
        ];
  }
  if (plan !== undefined && plan !== false && approval === undefined) {
    return [unapprovedPlan];
  }
  return isUpdate(deployment) && isPlanned(deployment, approval) && input !== undefined
    ? [
        {
          path: "input",
          reason: `is ${shown(input)}, and a plan belongs to the commit of the repository: remove input, or set plan: false`,
        },
      ]
    : [];
}

/** The definition of the pipeline of an application: of its file, or of its settings. */
export function definitionOf(
  scope: AwsScope,
  name: string,
  settings: ApplicationModel,
  readFile: (file: string) => string,
): {
  readonly definition: DeliveryPipelineDefinition | undefined;
  readonly paths?: ApplicationDefinition["paths"];
  /** Adds file and line to problems with these paths, if they are of a file. */
  readonly inFile?: (problems: readonly Problem[]) => Problem[];
  readonly problems: readonly Problem[];
} {
  const { definition: file, source } = settings;
  if (file === undefined) {
    return source === undefined
      ? { definition: undefined, problems: [] }
      : { ...applicationDefinition(scope, name, { ...settings, source }), problems: [] };
  }
  const { definition, paths = [], problems, lineOf } = readDeliveryFile(readFile(file));
  const inFile = (found: readonly Problem[]) => withLines(found, lineOf, file);
  return { definition, paths, inFile, problems: inFile(problems) };
}

/** Plans the environment of an application, or returns its problems with the paths of the settings. */
export function planApplication(
  scope: AwsScope,
  name: string,
  settings: ApplicationModel,
  { readFile, accounts }: { readonly readFile: (file: string) => string; readonly accounts: readonly string[] },
): { readonly plan: ApplicationPlan | undefined; readonly problems: readonly Problem[] } {
  const { artifacts, notify } = settings;
  const read = definitionOf(scope, name, settings, readFile);
  if (read.definition === undefined) {
    return { plan: undefined, problems: read.problems };
  }
  const { definition } = read;
  const { plan, problems } = planDeliveryPipeline(
    scope,
    name,
    definition,
    artifacts,
    notify || undefined,
    [...new Set([...accounts, ...Object.keys(settings.accounts ?? {})])],
    [],
    (bucketName) => applicationChecks(scope, name, settings, definition, bucketName),
    notifiedUpdates(name, settings),
  );
  const repositoryName = imageRepositoryOf(name, settings);
  const isMade = repositoryName !== undefined && settings.image?.existingRepositoryName === undefined;
  return {
    plan: plan && {
      ...plan,
      repositoryName,
      repositoryPolicy: receiverPolicy(scope, { push: [], verify: [], copy: [], pull: settings.image?.pulledBy ?? [] }),
      keyUsers: { ...plan.keyUsers, imageRepository: isMade },
    },
    problems: [
      ...productionProblems(name, settings),
      ...driftFolderProblems(name, settings),
      ...problems.flatMap((problem) => inSettings(problem, read)),
    ],
  };
}

/** A problem of the pipeline at the setting, or the line of the definition file, that it comes from. */
function inSettings(
  problem: Problem,
  { paths = [], inFile = (problems) => [...problems] }: Pick<ReturnType<typeof definitionOf>, "paths" | "inFile">,
): Problem[] {
  const [, stage, action, rest = ""] = /^stages\[(\d+)\]\.actions\[(\d+)\](.*)$/.exec(problem.path) ?? [];
  const path = paths[Number(stage)]?.[Number(action)];
  return path === undefined ? [problem] : inFile([{ ...problem, path: `${path}${rest}` }]);
}

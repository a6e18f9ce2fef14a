import type { AwsScope } from "../aws/scope";
import type { Statement } from "../iam/statement";
import type { Build } from "../pipelines/plan/planned-builds";
import { targetVariables } from "../recipes/build-target";
import { planFolder } from "../recipes/plan-store";
import type { Lenient } from "../schema/lenient";
import { type Problem, within } from "../schema/problem";
import { schemaProblems, shown } from "../schema/vocabulary";
import { deployBuild, deployStatements, planBuild, planObjects, planStatements } from "./infrastructure-builds";
import type { ActionPosition } from "./inline-actions";
import type { TargetPlace } from "./targets";
import { type UpdateSettings, updateProblems, updateSchema } from "./update-settings";

/** The part of a deployment that an action does. */
export interface UpdateStep {
  readonly step: "plan" | "apply";
  readonly settings: UpdateSettings;
  /** The name of the plan that people approve; undefined if nobody does. */
  readonly planName: string | undefined;
  /** The ECR repository of the image that is deployed; undefined without an image. */
  readonly repositoryName: string | undefined;
  /** Variables that the action passes, with references. */
  readonly passed: Readonly<Record<string, string>>;
}

/** An action that plans or applies infrastructure, and brings its project. Plain data. */
export interface UpdateAction extends ActionPosition {
  readonly provider: "CodeBuild";
  readonly inputArtifacts: readonly string[];
  readonly outputArtifacts: readonly string[];
  readonly update: UpdateStep;
}

/** The build of an {@link UpdateAction}, or the problems of its settings. */
export interface UpdateReading {
  readonly build: Build | undefined;
  /** The ARN of the only objects that the build writes: those of its plan. */
  readonly writesTo?: string;
  /** The statements of the role in the target account; undefined without such a role. */
  readonly targetStatements?: readonly Statement[] | undefined;
  readonly problems: readonly Problem[];
}

/**
 * Reads an action that plans or applies infrastructure. Both actions of a deployment have the same settings, so the
 * action that plans names their problems.
 *
 * @param place - the deployment as descriptions name it, its pipeline, and the bucket of the pipeline's artifacts
 * @param target - the account and region of the infrastructure, if it has a target
 */
export function readUpdate(
  scope: AwsScope,
  { step, settings, planName, repositoryName, passed }: UpdateStep,
  place: { readonly name: string; readonly pipelineName: string; readonly bucketName: string },
  target?: TargetPlace,
): UpdateReading {
  const refused = schemaProblems(updateSchema, settings);
  if (refused.length > 0) {
    return { build: undefined, problems: step === "plan" ? refused : [] };
  }
  const infrastructure = { name: place.name, update: settings, repositoryName, target };
  const plan = planName === undefined ? undefined : { planBucketName: place.bucketName, planName };
  const isPlan = step === "plan" && plan !== undefined;
  const build = isPlan ? planBuild(scope, infrastructure, plan) : deployBuild(scope, infrastructure, plan);
  const variables = Object.entries(passed).map(([name, value]) => [name, { value }]);
  return {
    build: { ...build, environmentVariables: { ...build.environmentVariables, ...Object.fromEntries(variables) } },
    ...(isPlan && { writesTo: planObjects(scope, plan) }),
    ...(target?.role && {
      targetStatements: isPlan ? planStatements(scope, infrastructure) : deployStatements(scope, infrastructure),
    }),
    problems: [
      ...(isPlan ? [...updateProblems(settings, true), ...neverPlanned(settings), ...folderProblems(place)] : []),
      // The action that comes first names them.
      ...(target !== undefined && (isPlan || plan === undefined) ? targetVariableProblems(settings) : []),
    ],
  };
}

/** Refuses variables that lead a build to its target. */
export function targetVariableProblems({
  environmentVariables,
  plan,
}: Lenient<Pick<UpdateSettings, "environmentVariables" | "plan">>): Problem[] {
  const problems = (variables: object = {}) =>
    Object.keys(variables)
      .filter((name) => targetVariables.includes(name))
      .map((path) => ({ path, reason: "is set for every deployment with a target: remove it" }));
  return [
    ...within("environmentVariables", problems(environmentVariables)),
    ...(typeof plan === "object" ? within("plan.environmentVariables", problems(plan.environmentVariables)) : []),
  ];
}

function neverPlanned({ plan }: UpdateSettings): Problem[] {
  return plan === false
    ? [{ path: "plan", reason: "is false, and this deployment is planned: remove it, or deploy with buildAction" }]
    : [];
}

/** CodePipeline keeps the artifacts of a pipeline in a folder of the pipeline's name. */
function folderProblems({ pipelineName }: { readonly pipelineName: string }): Problem[] {
  return pipelineName === planFolder
    ? [
        {
          path: "name",
          reason: `belongs to the pipeline ${shown(pipelineName)}, whose artifacts would be in the folder of the plans: rename the pipeline`,
        },
      ]
    : [];
}

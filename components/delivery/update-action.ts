import type { AwsScope } from "../aws/scope";
import type { Build } from "../pipelines/plan/planned-builds";
import { planFolder } from "../recipes/plan-store";
import type { Problem } from "../schema/problem";
import { schemaProblems, shown } from "../schema/vocabulary";
import { deployBuild, planBuild, planObjects } from "./infrastructure-builds";
import type { ActionPosition } from "./inline-actions";
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
  readonly problems: readonly Problem[];
}

/**
 * Reads an action that plans or applies infrastructure. Both actions of a deployment have the same settings, so the
 * action that plans names their problems.
 *
 * @param place - the deployment as descriptions name it, its pipeline, and the bucket of the pipeline's artifacts
 */
export function readUpdate(
  scope: AwsScope,
  { step, settings, planName, repositoryName, passed }: UpdateStep,
  place: { readonly name: string; readonly pipelineName: string; readonly bucketName: string },
): UpdateReading {
  const refused = schemaProblems(updateSchema, settings);
  if (refused.length > 0) {
    return { build: undefined, problems: step === "plan" ? refused : [] };
  }
  const infrastructure = { name: place.name, update: settings, repositoryName };
  const plan = planName === undefined ? undefined : { planBucketName: place.bucketName, planName };
  const isPlan = step === "plan" && plan !== undefined;
  const build = isPlan ? planBuild(scope, infrastructure, plan) : deployBuild(scope, infrastructure, plan);
  const variables = Object.entries(passed).map(([name, value]) => [name, { value }]);
  return {
    build: { ...build, environmentVariables: { ...build.environmentVariables, ...Object.fromEntries(variables) } },
    ...(isPlan && { writesTo: planObjects(scope, plan) }),
    problems: isPlan ? [...updateProblems(settings, true), ...neverPlanned(settings), ...folderProblems(place)] : [],
  };
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

import { z } from "zod";
import { planName } from "../recipes/plan-store";
import type { Problem } from "../schema/problem";
import { allowedKeys, nonEmptyText, schemaProblems, shown } from "../schema/vocabulary";
import type { GitSource } from "./inline-actions";
import { notifySchema } from "./inline-schema";
import type { DeliveryStage } from "./pipeline-plan";
import { type PlannedDeployment, planStack, planStages, planUpdate } from "./planned-deployment";
import { stackDeployment } from "./stack-settings";
import { targetSchema } from "./targets";
import { opentofuUpdate, pulumiUpdate, terraformUpdate, type UpdateSettings, updateProblems } from "./update-settings";

const position = {
  /** The name of the deployment, unique in the pipeline. Its stages end in it if the file has several plans. */
  name: planName,
  /** Email addresses that the approval of the plan notifies. The pipeline creates the topic. */
  notify: notifySchema,
  /**
   * How long the approval waits, in minutes: 5 to 86400.
   * @default 10080
   */
  approvalTimeoutInMinutes: z.int().min(5).max(86_400).optional(),
  /**
   * The account and region of the stack, or of the infrastructure and its state.
   * @default - those of the pipeline
   */
  target: targetSchema.optional(),
};

const ofRepository = {
  ...position,
  /**
   * The artifact of the repository: a plan belongs to a commit.
   * @default - the artifact of the first source
   */
  input: nonEmptyText.optional(),
  /**
   * The ECR repository of the image that is deployed. The program gets the image of the commit as `IMAGE_URI`.
   * @default - no image
   */
  imageRepositoryName: nonEmptyText.optional(),
};

/** A deployment in a file whose plan people approve. */
export const plannedDeploymentSchema = z.discriminatedUnion(
  "tool",
  [
    allowedKeys({ ...ofRepository, ...pulumiUpdate }),
    allowedKeys({ ...ofRepository, ...terraformUpdate }),
    allowedKeys({ ...ofRepository, ...opentofuUpdate }),
    allowedKeys({
      ...position,
      /**
       * The artifact with the template.
       * @default - the artifact of the first source
       */
      input: nonEmptyText.optional(),
      ...stackDeployment,
    }),
  ],
  { error: ({ input }) => `is ${shown(Object(input).tool)}: give pulumi, terraform, opentofu or cloudformation` },
);

/** A stage of a file that stands for three: the plan of a deployment, its approval, and the deployment. */
export const planStageSchema = allowedKeys({
  /** The deployment. An empty plan skips the approval and the deployment. */
  plan: plannedDeploymentSchema,
});

export type PlanStageSettings = z.input<typeof planStageSchema>;
type PlanModel = z.output<typeof plannedDeploymentSchema>;

/** The stages of a plan of a file, or its problems, relative to `plan`. */
export interface PlanStageReading {
  readonly stages: readonly DeliveryStage[];
  readonly problems: readonly Problem[];
}

/**
 * Reads a stage with a plan.
 *
 * @param sources - the source actions of the pipeline
 * @param isOnly - whether the file has no other plan
 */
export function readPlanStage(plan: unknown, sources: readonly unknown[], isOnly: boolean): PlanStageReading {
  const { success, data } = plannedDeploymentSchema.safeParse(plan);
  if (!success) {
    return { stages: [], problems: schemaProblems(plannedDeploymentSchema, plan) };
  }
  const first = sources.map(artifactsOf).find((artifacts) => artifacts.length > 0)?.[0];
  const input = data.input ?? first;
  if (input === undefined) {
    const reason = "is missing, and no source makes an artifact: give the artifact that the plan reads";
    return { stages: [], problems: [{ path: "input", reason }] };
  }
  const { name, notify, approvalTimeoutInMinutes: timeoutInMinutes } = data;
  const source = sources.find((action) => artifactsOf(action).includes(input)) as GitSource | undefined;
  return {
    stages: planStages(planned(data, source ?? input), { notify, timeoutInMinutes, ...(!isOnly && { name }) }),
    problems: data.tool === "cloudformation" ? [] : problemsOf(data, source),
  };
}

function problemsOf(
  update: Exclude<PlanModel, { readonly tool: "cloudformation" }>,
  source: GitSource | undefined,
): Problem[] {
  const { plan, input } = update;
  return [
    ...updateProblems(update as UpdateSettings, true),
    ...(plan === false
      ? [{ path: "plan", reason: "is false, and this stage plans: remove it, or deploy with a build action" }]
      : []),
    ...(source === undefined
      ? [
          {
            path: "input",
            reason: `is ${shown(input)}, which no source makes, and a plan belongs to a commit: give the artifact of a source`,
          },
        ]
      : []),
  ];
}

function planned(data: PlanModel, input: GitSource | string): PlannedDeployment {
  const { notify: _, approvalTimeoutInMinutes: __, input: ___, ...deployment } = data;
  if (deployment.tool === "cloudformation") {
    const { tool: ____, ...stack } = deployment;
    return planStack({ ...stack, input });
  }
  return planUpdate({ ...deployment, input });
}

function artifactsOf(action: unknown): readonly string[] {
  const { outputArtifacts }: { readonly outputArtifacts?: unknown } = Object(action);
  return Array.isArray(outputArtifacts) ? outputArtifacts.filter((name) => typeof name === "string") : [];
}

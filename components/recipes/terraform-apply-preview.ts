import type { z } from "zod";
import type { Buildspec } from "../codebuild/buildspec";
import { checkArgs } from "./args";
import { type BuildTarget, buildTarget } from "./build-target";
import { exportUpdatePlan, recordPlan, requireCommit, updatePlanVariables } from "./change-plan";
import { planBucket, planName as planNameSchema, presentPlan, storePlan } from "./plan-store";
import { strictCommand } from "./shell";
import { savedModulePlan } from "./terraform-apply";
import { initialise, type TerraformCliArgs, terraformBuild, terraformCliArgs, terraformCommand } from "./terraform-cli";
import { planFiles, readPlan } from "./terraform-plan";
import { installTerraformUpdatePlan } from "./terraform-update-plan";

/** Arguments of {@link terraformApplyPreview}. */
export interface TerraformApplyPreviewArgs extends TerraformCliArgs {
  /** The bucket that keeps the plan, as `plans/<execution>.json`: the artifact store of the pipeline. */
  planBucketName: string;
  /**
   * The name of the plan, if a pipeline has several. The bucket then keeps it as `plans/<name>/<execution>.json`.
   * @default - the pipeline has one plan
   */
  planName?: string | undefined;
  /**
   * The account and region of the module, with its state.
   * @default - the account and region of the build
   */
  target?: BuildTarget | undefined;
}

/** Schema of the arguments. */
export const terraformApplyPreviewArgs = terraformCliArgs.safeExtend({
  planBucketName: planBucket,
  planName: planNameSchema.optional(),
  target: buildTarget.optional(),
}) satisfies z.ZodType<TerraformApplyPreviewArgs>;

/**
 * Plans a Terraform root module, and applies nothing. The log shows addresses, physical ids, changed properties and wider
 * permissions, and no values. `CHANGE_COUNT`, `PLAN_SUMMARY`, `PLAN_DIGEST` and `PREVIEW_LINK` are exported for the
 * approval. {@link terraformApply} with the same `planBucketName` applies this plan or nothing. The saved plan of the
 * tool, which holds values, ends with the build.
 *
 * The build runs the module of the commit. Run it for a commit that an earlier environment or a person has approved. The
 * role needs the permissions to read the resources, and `grantStateAccess` with `"plan"`: the build locks nothing. The
 * project gives `IMAGE_REPOSITORY_URI`, as to `terraformApply`; the action gives `EXECUTION_ID`.
 *
 * @throws Error that names every invalid argument.
 * @see https://developer.hashicorp.com/terraform/cli/commands/plan
 */
export function terraformApplyPreview(args: TerraformApplyPreviewArgs): Buildspec {
  const { directory, planBucketName, planName, target } = checkArgs(
    "terraformApplyPreview",
    terraformApplyPreviewArgs,
    args,
  );
  return terraformBuild(args, {
    target,
    beforeInstall: [requireCommit, installTerraformUpdatePlan(args)],
    initialise: [initialise(args)],
    commands: [
      strictCommand(
        `${terraformCommand(args)} plan -lock=false -input=false -no-color -out=${savedModulePlan} > /dev/null`,
        ...readPlan(args, savedModulePlan),
        recordPlan({ to: presentPlan, target: directory, files: planFiles(savedModulePlan) }),
      ),
      storePlan({ planBucketName, planName }, target !== undefined),
      exportUpdatePlan(presentPlan),
    ],
    exported: updatePlanVariables,
  });
}

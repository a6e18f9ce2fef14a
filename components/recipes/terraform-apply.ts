import type { z } from "zod";
import type { Buildspec } from "../codebuild/buildspec";
import { checkArgs } from "./args";
import { type BuildTarget, buildTarget } from "./build-target";
import { comparePlans, recordPlan, requireCommit, verifyPlanFile } from "./change-plan";
import { approvedPlan, fetchPlan, planBucket, planName as planNameSchema, presentPlan } from "./plan-store";
import { strictCommand } from "./shell";
import {
  initialise,
  lockTimeout,
  type TerraformCliArgs,
  terraformBuild,
  terraformCliArgs,
  terraformCommand,
} from "./terraform-cli";
import { planFiles, readPlan } from "./terraform-plan";
import { installTerraformUpdatePlan } from "./terraform-update-plan";

/** Arguments of {@link terraformApply}. */
export interface TerraformApplyArgs extends TerraformCliArgs {
  /**
   * The bucket with the plan of `terraformApplyPreview`. The build then applies the approved plan or nothing.
   * @default - the build applies the plan that it makes
   */
  planBucketName?: string;
  /**
   * The name of the plan, if a pipeline has several.
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
export const terraformApplyArgs = terraformCliArgs.safeExtend({
  planBucketName: planBucket.optional(),
  planName: planNameSchema.optional(),
  target: buildTarget.optional(),
}) satisfies z.ZodType<TerraformApplyArgs>;

/** The plan that the tool saves, outside the source: a plan can hold secrets. */
export const savedModulePlan = '"$TOOLS_DIR/plan"';

/**
 * Plans and applies a Terraform root module of the repository with one version of Terraform.
 *
 * The project gives `IMAGE_REPOSITORY_URI`; the module reads the image of the commit from its variable `image`, and a
 * program that it runs from `IMAGE_URI`. The build applies the plan that it made, and keeps it outside the source: a plan
 * can hold secrets. Providers are those of the lock file and no others. The build waits five minutes for a lock. The
 * role needs the permissions of the module's resources, and `grantStateAccess` with `"write"`.
 *
 * With `planBucketName` the action passes `PLAN_DIGEST` as `APPROVED_DIGEST`, `PLAN_SUMMARY` as `APPROVED_SUMMARY`, and
 * `EXECUTION_ID`. The build applies its plan only if that equals the approved one, and lists the differences otherwise.
 *
 * @throws Error that names every invalid argument.
 */
export function terraformApply(args: TerraformApplyArgs): Buildspec {
  const { directory, planBucketName, planName, target } = checkArgs("terraformApply", terraformApplyArgs, args);
  const terraform = terraformCommand(args);
  const plan = `${terraform} plan -input=false -no-color ${lockTimeout} -out=${savedModulePlan}`;
  const apply = `${terraform} apply -input=false -no-color ${lockTimeout} ${savedModulePlan}`;
  if (planBucketName === undefined) {
    return terraformBuild(args, { target, initialise: [initialise(args)], commands: [plan, apply] });
  }
  return terraformBuild(args, {
    target,
    beforeInstall: [
      requireCommit,
      installTerraformUpdatePlan(args),
      fetchPlan({ planBucketName, planName }),
      strictCommand(verifyPlanFile(approvedPlan, directory)),
    ],
    initialise: [initialise(args)],
    commands: [
      strictCommand(
        // Its output holds the values of the resources. Errors go to standard error.
        `${plan} > /dev/null`,
        ...readPlan(args, savedModulePlan),
        recordPlan({
          to: presentPlan,
          target: directory,
          approved: approvedPlan,
          files: planFiles(savedModulePlan),
        }),
        comparePlans(approvedPlan, presentPlan),
      ),
      apply,
    ],
  });
}

import type { z } from "zod";
import type { Buildspec } from "../codebuild/buildspec";
import { checkArgs } from "./args";
import { type BuildTarget, buildTarget } from "./build-target";
import { comparePlans, compareStart, recordPlan, requireCommit, verifyPlanFile } from "./change-plan";
import { exportChosenImage } from "./image-uri";
import { npmCi, withoutCredentials } from "./npm-install";
import { approvedPlan, fetchPlan, planBucket, planName as planNameSchema, presentPlan } from "./plan-store";
import { type PulumiCliArgs, pulumiBuild, pulumiCliArgs, stackOptions } from "./pulumi-cli";
import { exportStack } from "./pulumi-state";
import { installPulumiUpdatePlan, previewFiles, previewUpdate, updatePlanFile } from "./pulumi-update-plan";
import { selfUpdated } from "./self-update-plan";
import { shellQuote, strictCommand } from "./shell";

/** Arguments of {@link pulumiUp}. */
export interface PulumiUpArgs extends PulumiCliArgs {
  /**
   * The bucket with the plan of `pulumiUpPreview`. The build then applies the approved plan or nothing. Needs version
   * 3.24.1 or newer.
   * @default - the build updates the stack without a plan
   */
  planBucketName?: string;
  /**
   * The name of the plan, if a pipeline has several.
   * @default - the pipeline has one plan
   */
  planName?: string | undefined;
  /**
   * The account and region of the stack, with its state.
   * @default - the account and region of the build
   */
  target?: BuildTarget | undefined;
  /**
   * The environment whose own stack this is. The plan then marks changes of gates, and refuses changes that a person makes
   * by hand.
   * @default - the stack of an application
   */
  environment?:
    | { readonly name: string; readonly roleNames: readonly string[]; readonly waiting?: "mark" | "refuse" | undefined }
    | undefined;
}

/** Whether a version of the CLI saves a plan and constrains an update by it. */
export function canSavePlan(version: string): boolean {
  const [major = 0, minor = 0, patch = 0] = version.split(".").map(Number);
  return major > 3 || (major === 3 && (minor > 24 || (minor === 24 && patch >= 1)));
}

/** Schema of the arguments. */
export const pulumiUpArgs = pulumiCliArgs.extend({
  planBucketName: planBucket.optional(),
  planName: planNameSchema.optional(),
  target: buildTarget.optional(),
  environment: selfUpdated.optional(),
}) satisfies z.ZodType<PulumiUpArgs>;

const plannedUpArgs = pulumiUpArgs.refine(
  ({ version, planBucketName }) => planBucketName === undefined || canSavePlan(version),
  {
    path: ["version"],
    error: "is too old to save a plan: give 3.24.1 or newer, or leave out planBucketName",
  },
);

/**
 * Updates a Pulumi stack of the repository with one version of the CLI.
 *
 * The project gives `IMAGE_REPOSITORY_URI`; the program reads the image of the commit from `IMAGE_URI`. The stack must
 * exist. A misspelt name fails instead of creating a second copy of everything. npm installs the packages of the lock
 * file, if there is one. The installation has no scripts, no git and no credentials of the build. The role needs the
 * permissions of the program's resources, and `grantStateAccess` with `"write"`.
 *
 * With `planBucketName` the action passes `PLAN_DIGEST` as `APPROVED_DIGEST`, `PLAN_SUMMARY` as `APPROVED_SUMMARY`, and
 * `EXECUTION_ID`. The build fails before it previews if the state is another one. It previews again and fails with a list of differences unless both plans are equal. It then
 * constrains the update by the plan that the CLI saved in that preview.
 *
 * @throws Error that names every invalid argument.
 * @see https://www.pulumi.com/docs/iac/cli/commands/pulumi_up/
 */
export function pulumiUp(args: PulumiUpArgs): Buildspec {
  const { version, directory, stack, image, planBucketName, planName, target, environment } = checkArgs(
    "pulumiUp",
    plannedUpArgs,
    args,
  );
  const options = stackOptions(stack, shellQuote(directory));
  if (planBucketName === undefined) {
    return pulumiBuild(args, {
      target,
      beforeInstall: exportChosenImage(image),
      commands: [
        installPackages(directory),
        `pulumi stack select ${options}`,
        `pulumi up ${options} --yes --skip-preview`,
      ],
    });
  }
  return pulumiBuild(args, {
    target,
    beforeInstall: [
      requireCommit,
      ...exportChosenImage(image),
      installPulumiUpdatePlan(version, environment),
      fetchPlan({ planBucketName, planName }),
      strictCommand(verifyPlanFile(approvedPlan, stack)),
    ],
    commands: [
      installPackages(directory),
      strictCommand(
        ...previewUpdate(options, { approved: approvedPlan, environment }),
        recordPlan({ to: presentPlan, target: stack, approved: approvedPlan, files: previewFiles }),
        comparePlans(approvedPlan, presentPlan),
      ),
      strictCommand(
        // The preview may take minutes, so the state is compared once more at the last moment.
        exportStack(options),
        compareStart(approvedPlan, previewFiles),
        `pulumi up ${options} --yes --skip-preview --plan ${updatePlanFile}`,
      ),
    ],
  });
}

/** A command that installs the packages of the lock file, if there is one. */
export function installPackages(directory: string): string {
  return strictCommand(
    `if [ -f ${shellQuote(`${directory}/package-lock.json`)} ]; then`,
    `  ${withoutCredentials(npmCi(directory))}`,
    "fi",
  );
}

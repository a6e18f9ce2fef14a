import type { z } from "zod";
import type { Buildspec } from "../codebuild/buildspec";
import { checkArgs } from "./args";
import { type BuildTarget, buildTarget } from "./build-target";
import {
  exportUpdatePlan,
  exportWaiting,
  recordPlan,
  requireCommit,
  updatePlanVariables,
  waitingCount,
} from "./change-plan";
import { exportChosenImage } from "./image-uri";
import { planBucket, planName as planNameSchema, presentPlan, storePlan } from "./plan-store";
import { type PulumiCliArgs, pulumiBuild, pulumiCliArgs, stackOptions } from "./pulumi-cli";
import { installPackages } from "./pulumi-up";
import { installPulumiUpdatePlan, previewFiles, previewUpdate } from "./pulumi-update-plan";
import { selfUpdated } from "./self-update-plan";
import { shellQuote, strictCommand } from "./shell";

/** Arguments of {@link pulumiUpPreview}. */
export interface PulumiUpPreviewArgs extends PulumiCliArgs {
  /** The bucket that keeps the plan, as `plans/<execution>.json`: the artifact store of the pipeline. */
  planBucketName: string;
  /**
   * The name of the plan, if a pipeline has several. The bucket then keeps it as `plans/<name>/<execution>.json`.
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

/** Schema of the arguments. */
export const pulumiUpPreviewArgs = pulumiCliArgs.extend({
  planBucketName: planBucket,
  planName: planNameSchema.optional(),
  target: buildTarget.optional(),
  environment: selfUpdated.optional(),
}) satisfies z.ZodType<PulumiUpPreviewArgs>;

/**
 * Plans an update of a Pulumi stack, and updates nothing. The log shows URNs, physical ids, changed properties and wider
 * permissions, and no values. `CHANGE_COUNT`, `PLAN_SUMMARY`, `PLAN_DIGEST` and `PREVIEW_LINK` are exported for the
 * approval. {@link pulumiUp} with the same `planBucketName` applies this plan or nothing.
 *
 * The build runs the program of the commit. Run it for a commit that an earlier environment or a person has approved. The
 * role needs the permissions that the program reads with, and `grantStateAccess` with `"plan"`; with Pulumi Cloud, a token
 * that only reads the stack. The project gives `IMAGE_REPOSITORY_URI`, as to `pulumiUp`; the action gives `EXECUTION_ID`.
 *
 * @throws Error that names every invalid argument.
 * @see https://www.pulumi.com/docs/iac/cli/commands/pulumi_preview/
 */
export function pulumiUpPreview(args: PulumiUpPreviewArgs): Buildspec {
  const { version, directory, stack, image, planBucketName, planName, target, environment } = checkArgs(
    "pulumiUpPreview",
    pulumiUpPreviewArgs,
    args,
  );
  const options = stackOptions(stack, shellQuote(directory));
  return pulumiBuild(args, {
    target,
    beforeInstall: [requireCommit, ...exportChosenImage(image), installPulumiUpdatePlan(version, environment)],
    commands: [
      installPackages(directory),
      strictCommand(
        ...previewUpdate(options, { environment }),
        recordPlan({ to: presentPlan, target: stack, files: previewFiles }),
      ),
      storePlan({ planBucketName, planName }, target !== undefined),
      exportUpdatePlan(presentPlan),
      ...(environment?.waiting === undefined ? [] : [exportWaiting(presentPlan)]),
    ],
    exported: [...updatePlanVariables, ...(environment?.waiting === undefined ? [] : [waitingCount])],
  });
}

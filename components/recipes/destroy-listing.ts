import { z } from "zod";
import type { Buildspec } from "../codebuild/buildspec";
import { allowedKeys } from "../schema/vocabulary";
import { checkArgs } from "./args";
import { exportPreview, installPlanProgram, planFile, previewVariables, showPlan } from "./change-plan";
import { createToolsFolder, removeTools } from "./pinned-tool";
import { failIf, strictCommand } from "./shell";

/** Arguments of {@link destroyListing}. */
export interface DestroyListingArgs {
  /** The target of the plan: the stack of Pulumi, or the directory of the Terraform module. */
  target: string;
}

/** Schema of the arguments. */
export const destroyListingArgs = allowedKeys({
  target: z.string().min(1),
}) satisfies z.ZodType<DestroyListingArgs>;

/**
 * Lists the resources of a plan to destroy, for approvers. The artifact of the preview is the only input of the action.
 * So nothing of the commit is in reach, and no code of it can write this log. The build exports `RESOURCE_COUNT`,
 * `PLAN_DIGEST` and `PREVIEW_LINK`.
 *
 * The action passes `PLAN_DIGEST` of the preview as `APPROVED_DIGEST`, `EXECUTION_ID`, and the commit as `COMMIT_ID`. The
 * build fails unless the plan has this digest and is of this target, commit and execution. The role needs no permission.
 *
 * @throws Error that names every invalid argument.
 */
export function destroyListing(args: DestroyListingArgs): Buildspec {
  const { target } = checkArgs("destroyListing", destroyListingArgs, args);
  return {
    version: 0.2,
    env: { shell: "bash", "exported-variables": [...previewVariables] },
    phases: {
      install: { "on-failure": "ABORT", "runtime-versions": { nodejs: 22 } },
      build: {
        "on-failure": "ABORT",
        commands: [
          createToolsFolder,
          // This build reads a plan and makes none.
          installPlanProgram("destroy", "undefined"),
          strictCommand(
            failIf(
              `[ ! -f ${planFile} ]`,
              `The file ${planFile} is missing: make the artifact of the preview the input of the action`,
            ),
            // The source of this build is the plan, so the action says which commit the plan must be about.
            'export CODEBUILD_RESOLVED_SOURCE_VERSION="$COMMIT_ID"',
            showPlan(planFile, target),
          ),
          exportPreview,
        ],
        finally: [removeTools],
      },
    },
  };
}

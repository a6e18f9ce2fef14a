import type { Buildspec } from "../codebuild/buildspec";
import { checkArgs } from "./args";
import { exportPreview, planFile, previewVariables, recordPlan, requireCommit } from "./change-plan";
import { type PulumiCliArgs, pulumiBuild, pulumiCliArgs } from "./pulumi-cli";
import { exportState, installPulumiPlan, stateFile } from "./pulumi-state";
import { strictCommand } from "./shell";

/** Arguments of {@link pulumiDestroyPreview}. */
export interface PulumiDestroyPreviewArgs extends PulumiCliArgs {}

/** Schema of the arguments. */
export const pulumiDestroyPreviewArgs = pulumiCliArgs;

/**
 * Lists the resources that destroying a Pulumi stack would delete, and destroys nothing. The log shows URNs and physical
 * ids. The artifact holds the plan `plan.json`; `RESOURCE_COUNT`, `PLAN_DIGEST` and `PREVIEW_LINK` are exported. The
 * build fails if a resource is protected.
 *
 * Nobody has approved the commit yet, so the build reads no file of it: the list comes from `pulumi stack export`, run
 * outside the source. No program, engine or plugin runs, and no npm package is installed. The role needs
 * `grantStateAccess` with `"read"`; with Pulumi Cloud, a token that only reads the stack.
 *
 * @throws Error that names every invalid argument.
 * @see https://www.pulumi.com/docs/iac/cli/commands/pulumi_stack_export/
 */
export function pulumiDestroyPreview(args: PulumiDestroyPreviewArgs): Buildspec {
  const { version, stack } = checkArgs("pulumiDestroyPreview", pulumiDestroyPreviewArgs, args);
  return {
    ...pulumiBuild(args, {
      beforeInstall: [requireCommit, installPulumiPlan(version)],
      commands: [
        strictCommand(...exportState(stack), recordPlan({ to: planFile, target: stack, files: [stateFile] })),
        exportPreview,
      ],
      exported: previewVariables,
    }),
    artifacts: { files: [planFile] },
  };
}

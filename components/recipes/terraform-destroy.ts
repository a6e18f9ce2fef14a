import type { z } from "zod";
import type { Buildspec } from "../codebuild/buildspec";
import { checkArgs } from "./args";
import {
  approvedFile,
  comparePlans,
  exportDestroyed,
  planArtifact,
  planFile,
  recordPlan,
  requireCommit,
  verifyPlan,
} from "./change-plan";
import { failIf, strictCommand } from "./shell";
import {
  lockTimeout,
  type TerraformDestroyCliArgs,
  terraformBuild,
  terraformCommand,
  terraformDestroyCliArgs,
} from "./terraform-cli";
import { checkFiles, initialiseWithCare, installTerraformPlan, planFiles, readPlan, savedPlan } from "./terraform-plan";

/** Arguments of {@link terraformDestroy}. */
export interface TerraformDestroyArgs extends TerraformDestroyCliArgs {
  /** The artifact of `terraformDestroyPreview`, an input of the action beside the source, which is primary. */
  planArtifact: string;
}

/** Schema of the arguments. */
export const terraformDestroyArgs = terraformDestroyCliArgs.safeExtend({
  planArtifact,
}) satisfies z.ZodType<TerraformDestroyArgs>;

/**
 * Destroys the resources of a Terraform root module by applying the saved plan that was approved. The action passes
 * `PLAN_DIGEST` of the preview as `APPROVED_DIGEST`. The build reads the saved plan, the state and the versions again.
 * Unless they are those that were approved, it fails with a list of differences. It exports `DESTROYED_COUNT`.
 *
 * The tool refuses a plan of an older state, under its lock. The build never breaks a lock: it waits five minutes, then
 * fails. The project gives `IMAGE_REPOSITORY_URI`, as to the preview. The role needs the permissions to delete the
 * resources, and `grantStateAccess` with `"write"`.
 *
 * @throws Error that names every invalid argument.
 * @see https://developer.hashicorp.com/terraform/cli/commands/apply
 */
export function terraformDestroy(args: TerraformDestroyArgs): Buildspec {
  const { directory, planArtifact: artifact } = checkArgs("terraformDestroy", terraformDestroyArgs, args);
  const [approved, saved, present] = [
    approvedFile(artifact),
    approvedFile(artifact, savedPlan),
    '"$TOOLS_DIR/plan.json"',
  ];
  return terraformBuild(args, {
    beforeInstall: [
      requireCommit,
      installTerraformPlan(args),
      verifyPlan(artifact, directory, [planFile, savedPlan]),
      checkFiles(directory),
    ],
    initialise: initialiseWithCare(args),
    commands: [
      strictCommand(
        ...readPlan(args, saved),
        recordPlan({ to: present, target: directory, approved, files: planFiles(saved) }),
        comparePlans(approved, present),
      ),
      strictCommand(
        failIf(
          `! ${terraformCommand(args)} apply -input=false -no-color ${lockTimeout} ${saved}`,
          "Resources deleted before the failure are gone; a new run of the pipeline lists the rest. If the state is locked, another run is at work: wait for it. End a lock with `terraform force-unlock` only if you know that no run is left",
        ),
      ),
      exportDestroyed(artifact, directory),
    ],
    exported: ["DESTROYED_COUNT"],
  });
}

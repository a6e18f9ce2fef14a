import type { z } from "zod";
import type { Buildspec } from "../codebuild/buildspec";
import { checkArgs } from "./args";
import {
  approvedFile,
  comparePlans,
  compareStart,
  exportDestroyed,
  listAddresses,
  planArtifact,
  planFile,
  recordPlan,
  requireCommit,
  verifyPlan,
} from "./change-plan";
import { npmCi, refuseForeignPackages, withCleanEnvironment } from "./npm-install";
import { type PulumiCliArgs, pulumiBuild, pulumiCliArgs } from "./pulumi-cli";
import { exportState, installPulumiPlan, outsideSource, stateFile } from "./pulumi-state";
import { failIf, shellQuote, strictCommand } from "./shell";

/** Arguments of {@link pulumiDestroy}. */
export interface PulumiDestroyArgs extends PulumiCliArgs {
  /** The artifact of `pulumiDestroyPreview`, an input of the action beside the source, which is primary. */
  planArtifact: string;
}

/** Schema of the arguments. */
export const pulumiDestroyArgs = pulumiCliArgs.extend({ planArtifact }) satisfies z.ZodType<PulumiDestroyArgs>;

/**
 * Destroys the resources of a Pulumi stack that were approved, and no others. The action passes `PLAN_DIGEST` of the
 * preview as `APPROVED_DIGEST`. The build exports the state again, makes the plan again, and fails with a list of
 * differences unless both plans are equal. It then names the approved URNs as the targets, and exports
 * `DESTROYED_COUNT`. The stack itself stays, empty, with its history.
 *
 * The CLI works outside the source: no Pulumi.yaml, stack settings or `.npmrc` of the commit is read. Only a stack with
 * dynamic resources needs npm packages of the commit; npm installs them after the comparison, without scripts, git or
 * credentials. The build never breaks a lock: it fails while another run holds it. The role needs the permissions to
 * delete the resources, and `grantStateAccess` with `"write"`.
 *
 * @throws Error that names every invalid argument.
 * @see https://www.pulumi.com/docs/iac/cli/commands/pulumi_destroy/
 */
export function pulumiDestroy(args: PulumiDestroyArgs): Buildspec {
  const { version, directory, stack, planArtifact: artifact } = checkArgs("pulumiDestroy", pulumiDestroyArgs, args);
  const present = '"$TOOLS_DIR/plan.json"';
  return pulumiBuild(args, {
    beforeInstall: [requireCommit, installPulumiPlan(version), verifyPlan(artifact, stack, [planFile])],
    commands: [
      strictCommand(
        ...exportState(stack),
        recordPlan({ to: present, target: stack, approved: approvedFile(artifact), files: [stateFile] }),
        comparePlans(approvedFile(artifact), present),
      ),
      installDynamicProviders(directory),
      strictCommand(
        `${listAddresses(present)} > "$TOOLS_DIR/targets"`,
        'mapfile -t targets < "$TOOLS_DIR/targets"',
        // The state is compared once more at the last moment: the installation above may take minutes.
        ...exportState(stack),
        compareStart(approvedFile(artifact), [stateFile]),
        // Without a target the command would destroy whatever the state holds by then.
        `if [ "\${#targets[@]}" -gt 0 ]; then`,
        failIf(
          `! pulumi destroy --yes --skip-preview --suppress-outputs ${outsideSource(stack)} "\${targets[@]/#/--target=}"`,
          "Resources deleted before the failure are gone; a new run of the pipeline lists the rest. If the stack is locked, another run is at work: wait for it. End a lock with `pulumi cancel` only if you know that no run is left",
        ),
        "fi",
      ),
      exportDestroyed(artifact, stack),
    ],
    exported: ["DESTROYED_COUNT"],
  });
}

/** Dynamic resources hold their code in the state, and need the program's packages to run it. */
function installDynamicProviders(directory: string): string {
  const [manifest, lock] = ["package.json", "package-lock.json"].map((file) => shellQuote(`${directory}/${file}`));
  return strictCommand(
    `if grep -q '"pulumi:providers:pulumi-nodejs"' ${stateFile} && [ -f ${lock} ]; then`,
    `  cp ${manifest} ${lock} "$TOOLS_DIR/project"`,
    `  ${refuseForeignPackages("$TOOLS_DIR/project")}`,
    `  ${withCleanEnvironment(npmCi("$TOOLS_DIR/project"))}`,
    "fi",
  );
}

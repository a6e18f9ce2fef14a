import type { z } from "zod";
import type { Buildspec } from "../codebuild/buildspec";
import { checked } from "./args";
import {
  artifactFolder,
  checkPlan,
  exportDestroyed,
  planArtifact,
  planFile,
  requireCommit,
  runNode,
} from "./destroy-plan";
import { type PulumiCliArgs, pulumiCliArgs, stackOptions, withPulumi } from "./pulumi-cli";
import { previewDestroy } from "./pulumi-preview";
import { failIf, strictly } from "./shell";

export interface PulumiDestroyArgs extends PulumiCliArgs {
  /** The artifact of `pulumiDestroyPreview`, an input of the action beside the source, which is primary. */
  planArtifact: string;
}

/** Judges the arguments, for whoever wants all problems before anything is made. */
export const pulumiDestroyArgs = pulumiCliArgs.extend({ planArtifact }) satisfies z.ZodType<PulumiDestroyArgs>;

/**
 * Destroys what a Pulumi stack deployed, as far as it was approved: the plan must be of this stack and this very commit,
 * and a second preview must name the same resources, none of them protected. Exports `DESTROYED_COUNT`. The stack itself
 * stays, empty, with its history.
 *
 * The lock is never broken: while another run holds it, this one fails. The role needs what deleting the resources
 * needs, and `grantStateAccess` with `"write"`.
 *
 * @throws Error naming every argument that is wrong.
 * @see https://www.pulumi.com/docs/iac/cli/commands/pulumi_destroy/
 */
export function pulumiDestroy(args: PulumiDestroyArgs): Buildspec {
  const { stack, planArtifact: artifact } = checked("pulumiDestroy", pulumiDestroyArgs, args);
  return withPulumi(args, {
    first: [requireCommit, checkPlan(artifact, stack, [planFile])],
    commands: [
      ...previewDestroy(args, '"$TOOLS_DIR/plan.json"'),
      strictly(runNode(compare, `"${artifactFolder(artifact)}/${planFile}"`, '"$TOOLS_DIR/plan.json"')),
      strictly(
        failIf(
          `! pulumi destroy --yes --skip-preview --suppress-outputs ${stackOptions(args)}`,
          "What was deleted before the failure is gone, and a new run of the pipeline shows the rest. A stack that is locked has another run at work: wait for it. Only a person who knows that no run is left ends a lock, with `pulumi cancel`",
        ),
      ),
      exportDestroyed(artifact, stack),
    ],
    exported: ["DESTROYED_COUNT"],
  });
}

const compare = [
  'const { readFileSync } = require("fs");',
  "const [approved, present] = process.argv.slice(1)",
  '  .map((file) => new Set(JSON.parse(readFileSync(file, "utf8")).resources));',
  'const added = [...present].filter((urn) => !approved.has(urn)).map((urn) => "+ " + urn);',
  'const removed = [...approved].filter((urn) => !present.has(urn)).map((urn) => "- " + urn);',
  "if (added.length + removed.length > 0) {",
  '  console.error(["This is not what was approved: start the pipeline again", ...added, ...removed].join("\\n"));',
  "  process.exitCode = 1;",
  "}",
];

import type { z } from "zod";
import { matching } from "../schema/vocabulary";
import { failIf, shellQuote, strictCommand } from "./shell";

/** The deployment that a check compares with. */
export interface DeployedCommitArgs {
  /** The pipeline that deploys, in the account and region of the build. */
  pipelineName: string;
  /** The stage that deploys. @default Deploy */
  stageName?: string;
}

const name = (what: string) =>
  matching(
    /^[A-Za-z0-9.@_-]{1,100}$/,
    `give the name of a ${what}: 1 to 100 letters, digits or the characters . @ - _`,
  );

/** Schema of the arguments. */
export const deployedCommitShape = {
  pipelineName: name("pipeline"),
  stageName: name("stage").optional(),
} satisfies Record<keyof DeployedCommitArgs, z.ZodType>;

/**
 * A command that checks out the commit of the last run whose stage succeeded, and takes it as the commit of the build. A
 * rollback is such a run too.
 *
 * @see https://docs.aws.amazon.com/codepipeline/latest/APIReference/API_ListPipelineExecutions.html
 */
export function checkOutDeployed({ pipelineName, stageName = "Deploy" }: DeployedCommitArgs): string {
  const list = [
    `aws codepipeline list-pipeline-executions --pipeline-name ${shellQuote(pipelineName)} --max-items 1`,
    `--filter ${shellQuote(`succeededInStage={stageName=${stageName}}`)}`,
    "--query 'pipelineExecutionSummaries[0].sourceRevisions[0].revisionId' --output text",
  ].join(" ");
  return strictCommand(
    // The answer has a second line where AWS has more runs.
    `read -r DEPLOYED < <(${list}) || true`,
    failIf(
      '[[ ! "$DEPLOYED" =~ ^[0-9a-f]{40}$ ]]',
      `No run of ${pipelineName} has deployed a commit with the stage ${stageName}: there is nothing to compare with`,
    ),
    failIf(
      // Hooks of the repository are no part of the check.
      '! git -c core.hooksPath=/dev/null -c advice.detachedHead=false checkout --quiet --detach "$DEPLOYED"',
      "The deployed commit is not in the clone: clone the repository whole (cloneDepth: 0)",
    ),
    'export CODEBUILD_RESOLVED_SOURCE_VERSION="$DEPLOYED"',
    'echo "Comparing with the deployed commit $DEPLOYED"',
  );
}

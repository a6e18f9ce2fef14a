import type { z } from "zod";
import { codeStarSourceConnectionAction } from "../actions/codestar-source-connection";
import type { sourceSchema } from "./source-settings";

/**
 * Returns the action that reads the repository of settings. Its artifact is `source`.
 *
 * @param detectChanges - whether pushes start the pipeline; undefined for what CodePipeline does, which is true
 */
export function repositoryAction(
  { connectionArn, repository, branch = "main" }: z.input<typeof sourceSchema>,
  detectChanges?: boolean,
): ReturnType<typeof codeStarSourceConnectionAction> {
  return codeStarSourceConnectionAction({
    name: "Repository",
    outputArtifacts: ["source"],
    configuration: {
      ConnectionArn: connectionArn,
      FullRepositoryId: repository,
      BranchName: branch,
      ...(detectChanges !== undefined && { DetectChanges: detectChanges }),
    },
  });
}

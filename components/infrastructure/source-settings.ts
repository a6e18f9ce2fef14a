import { codeStarSourceConnectionSchema } from "../actions/codestar-source-connection";
import { allowedKeys } from "../schema/vocabulary";

const { ConnectionArn, FullRepositoryId, BranchName } = codeStarSourceConnectionSchema.shape.configuration.shape;

/** The source of a pipeline. */
export const sourceSchema = allowedKeys({
  /** The ARN of the connection to the host of the repository; a person must have completed it. */
  connectionArn: ConnectionArn,
  /** The owner and name of the repository, in the host's own upper and lower case: `acme/shop`. */
  repository: FullRepositoryId,
  /**
   * The branch whose pushes are delivered.
   * @default "main"
   */
  branch: BranchName.optional(),
});

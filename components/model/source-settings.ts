import { z } from "zod";
import { codeStarSourceConnectionSchema } from "../actions/codestar-source-connection";
import { allowedKeys, matching } from "./schema";

/** @see https://docs.aws.amazon.com/systems-manager/latest/userguide/sysman-paramstore-su-create.html */
export const parameterName = matching(
  /^\/?[A-Za-z0-9_.-]+(\/[A-Za-z0-9_.-]+)*$/,
  "give the name of a parameter, such as /shop/dockerhub/token",
);

const { ConnectionArn, FullRepositoryId } = codeStarSourceConnectionSchema.shape.configuration.shape;

/** What a pipeline starts from. */
export const sourceSchema = allowedKeys({
  /** The ARN of the connection to the host of the repository; a person must have completed it. */
  connectionArn: ConnectionArn,
  /** The owner and name of the repository, in the host's own upper and lower case: `acme/shop`. */
  repository: FullRepositoryId,
  /**
   * The branch whose pushes are delivered.
   * @default "main"
   */
  branch: z.string().min(1).max(255).optional(),
});

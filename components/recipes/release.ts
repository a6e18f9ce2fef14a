import { failIf, strictCommand } from "./shell";

/** The folder of records in a release store: a record for each commit and image. */
export const releaseFolder = "releases";

/** The folder of records of break-glass starts: a record for each execution. */
export const breakGlassFolder = "break-glass";

/** The variable of a pipeline and of a build that holds the digest of the image. */
export const imageDigest = "IMAGE_DIGEST";

/** The variable that holds the tag of a copied image. */
export const releaseTag = "RELEASE_TAG";

/** The variable that holds the reason of a break-glass start, and its value for every other start. */
export const breakGlassReason = "BREAK_GLASS_REASON";
export const noBreakGlass = "no";

/** The variable that holds the digest of the verified signature, and its value for a break-glass start. */
export const signatureDigest = "SIGNATURE_DIGEST";
export const noSignature = "none";

/** Variables that the verification of a release leaves behind, for the approval and for later actions. */
export const verifiedVariables = [imageDigest, "TESTED_BY", "BREAK_GLASS", breakGlassReason] as const;

/** The store of records of the environment that promotes. */
export interface ReleaseStorePlace {
  readonly account: string;
  readonly region: string;
  readonly bucketName: string;
}

/** Names of the environment that vouches for a release, as its records spell them. */
export interface ReleaseSender {
  readonly environment: string;
  readonly pipelineName: string;
}

/** The commit of the source, as a shell reads it. */
export const releaseCommit = `\${CODEBUILD_RESOLVED_SOURCE_VERSION}`;

/** The key of the record of a release, as a shell reads it. */
export const recordKey = `${releaseFolder}/${releaseCommit}/\${IMAGE_DIGEST#sha256:}.json`;

/** A command that leaves the source: builds of a release run no file of the commit. */
export const leaveSource = 'cd "$TOOLS_DIR"';

/** A command that returns to the source, before the folder of the build goes. */
export const returnToSource = 'cd "$CODEBUILD_SRC_DIR"';

/** A command that fails unless `IMAGE_DIGEST` is the digest of an image. */
export const requireDigest = strictCommand(
  failIf(
    `[[ ! "\${IMAGE_DIGEST:-}" =~ ^sha256:[0-9a-f]{64}$ ]]`,
    "IMAGE_DIGEST names no image. Start the pipeline with the variable IMAGE_DIGEST: sha256: and 64 digits of 0-9 and a-f",
  ),
);

/** A command that fails unless `EXECUTION_ID` is the id of an execution. */
export const requireExecution = strictCommand(
  failIf(
    `[[ ! "\${EXECUTION_ID:-}" =~ ^[A-Za-z0-9-]+$ ]]`,
    "EXECUTION_ID is missing: the action passes #{codepipeline.PipelineExecutionId} in it",
  ),
);

/** The shell condition that `BREAK_GLASS_REASON` is no reason. No character of a reason needs quotes in JSON. */
export const givesNoReason = `[[ ! "\${BREAK_GLASS_REASON:-}" =~ ^[A-Za-z0-9\\ .,:_/#-]{10,200}$ ]]`;

/** The form of a reason, in messages. */
export const reasonForm = "10 to 200 letters, digits, spaces or the characters . , : _ / # -";

/**
 * The options of S3 commands about a store. S3 compares the owner: nobody else can answer with a bucket of the same
 * name.
 *
 * @see https://docs.aws.amazon.com/AmazonS3/latest/userguide/bucket-owner-condition.html
 */
export function storeOptions({ account, region, bucketName }: ReleaseStorePlace): string {
  return `--region ${region} --expected-bucket-owner ${account} --bucket ${bucketName}`;
}

import { bucketName } from "../aws/names";
import { matching } from "../schema/vocabulary";
import { leaveTarget } from "./build-target";
import { planFile } from "./change-plan";
import { failIf, strictCommand } from "./shell";

/** The folder of plans in a bucket: a role may write there that may not write artifacts beside it. */
export const planFolder = "plans";

/** Schema of the name of the bucket that keeps plans. */
export const planBucket = bucketName;

/** Schema of the name of a plan. */
export const planName = matching(
  /^[A-Za-z][A-Za-z0-9_-]{0,39}$/,
  "give 1 to 40 letters, digits, - or _, starting with a letter",
);

/** The place of a plan. */
export interface PlanPlace {
  readonly planBucketName: string;
  /** The name of the plan, if a pipeline has several. */
  readonly planName?: string | undefined;
}

/** The folder of a plan in its bucket. */
export function folderOfPlan(name?: string): string {
  return name === undefined ? planFolder : `${planFolder}/${name}`;
}

/** The plan of the present build, as a shell reads it. */
export const presentPlan = `"$TOOLS_DIR/${planFile}"`;

/** The approved plan in the build that applies it, as a shell reads it. */
export const approvedPlan = '"$TOOLS_DIR/approved.json"';

const place = ({ planBucketName, planName: name }: PlanPlace) =>
  `--bucket ${planBucketName} --key "${folderOfPlan(name)}/$EXECUTION_ID.json"`;

const requireExecution = failIf(
  `[[ ! "\${EXECUTION_ID:-}" =~ ^[A-Za-z0-9-]+$ ]]`,
  "EXECUTION_ID is missing: the action passes #{codepipeline.PipelineExecutionId} in it",
);

/**
 * A command that keeps the plan of an execution. The build runs the code of a commit that nobody has approved for this
 * environment. So its role writes no artifact: it could replace the source of another execution. The digest that the
 * approval shows protects the plan.
 *
 * `CODEBUILD_KMS_KEY_ID` names the key of the artifact store.
 *
 * @param hasTarget - whether the commands before work in another account or region
 * @see https://docs.aws.amazon.com/codebuild/latest/userguide/build-env-ref-env-vars.html
 */
export function storePlan(plan: PlanPlace, hasTarget = false): string {
  return strictCommand(
    // The bucket belongs to the account of the pipeline.
    ...(hasTarget ? leaveTarget : []),
    requireExecution,
    `aws s3api put-object ${place(plan)} --body ${presentPlan} --server-side-encryption aws:kms --ssekms-key-id "$CODEBUILD_KMS_KEY_ID" > /dev/null`,
  );
}

/** A command that fetches the plan of an execution. */
export function fetchPlan(plan: PlanPlace): string {
  return strictCommand(
    requireExecution,
    failIf(
      `! aws s3api get-object ${place(plan)} ${approvedPlan} > /dev/null`,
      "This execution has no plan. Nothing was changed. Start the pipeline again",
    ),
  );
}

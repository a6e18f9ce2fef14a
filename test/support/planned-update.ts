import assert from "node:assert/strict";
import { bondPlan } from "../../components/delivery/plan-bond";
import type { runBuildspec } from "./run-buildspec";
import { javaPattern } from "./run-pipeline";

/** The commit that a planned update is about. */
export const commit = "4f1d9b1c0e5a4b8f9d2c7a6b5e4f3d2c1b0a9f8e";

/** The registry and repository of its image. */
export const image = "123456789012.dkr.ecr.eu-central-1.amazonaws.com/shop/web";

/** Variables that CodeBuild, the project and the pipeline give to the builds that plan and deploy. */
export function plannedProject(): Record<string, string> {
  return {
    CODEBUILD_RESOLVED_SOURCE_VERSION: commit,
    CODEBUILD_BUILD_ARN: "arn:aws:codebuild:eu-central-1:111122223333:build/shop-prod-plan:0a1b-2c3d",
    CODEBUILD_KMS_KEY_ID: "arn:aws:kms:eu-central-1:111122223333:key/1234",
    IMAGE_REPOSITORY_URI: image,
    EXECUTION_ID: "execution-1",
  };
}

/** Hands on what CodePipeline hands on from a plan after the approval, whose condition takes the texts as they are. */
export function approvePlan(
  project: Record<string, string>,
  { succeeded, exported, output }: ReturnType<typeof runBuildspec>,
): void {
  assert.equal(succeeded, true, output);
  for (const { configuration } of bondPlan((name) => name).unlessEmpty?.rules ?? []) {
    const { Variable = "", Value = "", Operator } = configuration as Record<string, string>;
    if (Operator === "MATCHES") {
      assert.match(exported[Variable] ?? "", javaPattern(Value));
    }
  }
  project.APPROVED_DIGEST = exported.PLAN_DIGEST ?? "";
  project.APPROVED_SUMMARY = exported.PLAN_SUMMARY ?? "";
}

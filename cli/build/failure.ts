import type { PhaseName } from "../../components/codebuild/buildspec";

/** Step after a phase that failed. */
export type AfterFailure = "next phase" | "stop" | "retry";

const defaultRetries = 3;

/**
 * Decides what follows a failed phase. Without `on-failure`, CodeBuild goes from a failed build phase to post_build, from
 * post_build to the artifacts, and ends the build after other phases.
 *
 * @param message - error message of CodeBuild, which the expression of a retry must match
 * @param retries - number of retries so far
 * @see https://docs.aws.amazon.com/codebuild/latest/userguide/build-spec-ref.html
 */
export function afterFailure(
  phase: PhaseName,
  onFailure: string | undefined,
  message: string,
  retries: number,
): AfterFailure {
  if (onFailure === "CONTINUE") {
    return "next phase";
  }
  if (onFailure === undefined) {
    return phase === "build" || phase === "post_build" ? "next phase" : "stop";
  }
  const [isRetry, count, pattern] = /^RETRY(?:-(\d+)(?=-|$))?-?(.*)$/.exec(onFailure) ?? [];
  const limit = count === undefined ? defaultRetries : Number(count);
  return isRetry !== undefined && retries < limit && new RegExp(pattern ?? "").test(message) ? "retry" : "stop";
}

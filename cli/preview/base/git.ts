import { execFileSync } from "node:child_process";
import { PreviewError } from "./error";

/**
 * Runs git in a folder, and returns its output.
 *
 * @param refusal - the message for the reason that git gives
 * @throws {PreviewError} with that message, when git fails or is not installed
 */
export function git(cwd: string, args: readonly string[], refusal: (reason: string) => string): string {
  try {
    return execFileSync("git", [...args], { cwd, encoding: "utf8", stdio: "pipe" });
  } catch (error) {
    throw new PreviewError(refusal(failureReason(error)));
  }
}

/** The reason why a command failed: its errors, or why it did not start. */
export function failureReason(error: unknown): string {
  return error instanceof Error && "stderr" in error ? String(error.stderr).trim() : String(error);
}

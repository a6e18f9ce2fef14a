import type { Diagnostics } from "../base/diagnostics";
import type { Refusal } from "../engine/deployment";
import { Status } from "../result";
import type { Ending } from "./node-module";

// The SDK ends a program with it after it has told the user everything.
const TOLD_USER = 32;
const PROGRAM_THREW = /^Running program '.*' failed with an unhandled exception:/s;
const STACK_FRAME = /^\s+at .+:\d+:\d+\)?$/m;

/**
 * Status of an ended program. Reports a failure that no message has reported yet.
 *
 * @param refusal - the subject of the registrations that the engine refused
 */
export function programStatus(ending: Ending, diagnostics: Diagnostics, refusal: Refusal | undefined): Status {
  if (ending.signal !== null) {
    diagnostics.add("error", `the program was ended by ${ending.signal}`);
    return Status.failed;
  }
  if (ending.code !== 0 && ending.code !== TOLD_USER) {
    diagnostics.add("error", `the program ended with status ${ending.code}`);
    return Status.failed;
  }
  if (refusal !== undefined) {
    return refusal === "inputs" ? Status.refused : Status.failed;
  }
  if (ending.code === 0) {
    return Status.clean;
  }
  const errors = diagnostics.entries.filter(({ severity }) => severity === "error");
  const meantForUser =
    errors.length > 0 && !errors.some(({ message }) => PROGRAM_THREW.test(message) || STACK_FRAME.test(message));
  return meantForUser ? Status.refused : Status.failed;
}

import { unknownValue, type Value } from "../../iam/value";
import { type Finding, type Fixes, unknownAt, violation } from "../facts/finding";

/**
 * Judges one value: unknown cannot be judged, what is not right is a violation of what is desired.
 *
 * @param fixes - what would mend it, where that is safe to do without asking
 */
export function expectation(path: string, value: Value, isRight: boolean, desired: string, fixes?: Fixes): Finding[] {
  if (value === unknownValue) {
    return [unknownAt(path)];
  }
  return isRight ? [] : [violation(path, desired, fixes)];
}

import { unknownValue, type Value } from "../../iam/value";
import { type Finding, type Fixes, unknownAt, violation } from "../facts/finding";

/**
 * Judges one value: an unknown cannot be judged, and a wrong value is a violation.
 *
 * @param fixes - values that mend the property, where it is safe to write them without asking
 */
export function expectation(path: string, value: Value, isRight: boolean, desired: string, fixes?: Fixes): Finding[] {
  if (value === unknownValue) {
    return [unknownAt(path)];
  }
  return isRight ? [] : [violation(path, desired, fixes)];
}

import { type Finding, unknownAt, violation } from "./finding";
import { unknownValue, type Value } from "./value";

/** Judges one value: unknown cannot be judged, what is not right is a violation of what is desired. */
export function expectation(path: string, value: Value, isRight: boolean, desired: string): Finding[] {
  if (value === unknownValue) {
    return [unknownAt(path)];
  }
  return isRight ? [] : [violation(path, desired)];
}

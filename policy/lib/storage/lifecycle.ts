import { at, isList, isProperties, itemsOf, unknownValue, type Value } from "../../iam/value";
import { declared, type StackResource } from "../facts/stack";
import { configuring, s3Types } from "./buckets";

/** Returns the lifecycle rules of a bucket. A separate resource wins over the bucket's inline rules. */
export function lifecycleRules(bucket: StackResource, resources: readonly StackResource[]): Value[] {
  const split = configuring(bucket, resources, s3Types.lifecycle);
  return split.length > 0
    ? split.flatMap(({ props }) => itemsOf(props.rules))
    : [...itemsOf(declared(bucket, "lifecycleRules"))];
}

/** Whether a rule is on, leaves no object of the bucket out and states one of the properties. */
export function statesForAll(rule: Value, properties: readonly string[]): boolean | typeof unknownValue {
  const on = [at(rule, "status") === "Enabled", at(rule, "enabled") === true].includes(true);
  const states = properties.some((property) => !isEmpty(at(rule, property)));
  const forAll = ["prefix", "filter", "tags"].every((limit) => isEmpty(at(rule, limit)));
  if (on && states && forAll) {
    return true;
  }
  const parts = ["status", "enabled", "filter", "prefix", "tags"].map((part) => at(rule, part));
  return states && parts.includes(unknownValue) ? unknownValue : false;
}

/** Providers write empty blocks and zeros where nothing is said. */
function isEmpty(value: Value): boolean {
  if (isList(value)) {
    return value.every(isEmpty);
  }
  return isProperties(value) ? Object.values(value).every(isEmpty) : value === undefined || value === "" || value === 0;
}

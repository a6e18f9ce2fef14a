import { accountInArn } from "../../iam/arn";
import { at, isSet, type Properties, unknownValue, type Value } from "../../iam/value";
import type { Step } from "./actions";

/** Whether two actions work in one region and account. The role decides, and without one the pipeline. */
export function isSamePlace(one: Step, other: Step, pipeline: Properties): boolean {
  return (
    regionOf(one, pipeline) === regionOf(other, pipeline) && accountOf(one, pipeline) === accountOf(other, pipeline)
  );
}

function regionOf({ value: action }: Step, { region: home }: Properties): Value {
  const own = at(action, "region");
  return isSet(own) ? own : home;
}

function accountOf({ value: action }: Step, { roleArn: home }: Properties): Value {
  const own = at(action, "roleArn");
  const role = isSet(own) ? own : home;
  return role === unknownValue ? unknownValue : accountInArn(role);
}

import { globMatches } from "../../iam/glob";
import { at, everyAt, itemsOf, textOf, unknownValue, type Value } from "../../iam/value";
import type { StackResource } from "../facts/stack";

const scanningFrequencies = ["SCAN_ON_PUSH", "CONTINUOUS_SCAN"];

/**
 * Whether a registry's scanning configuration scans images on push to a repository. Unknown when a filter or the name
 * is unknown.
 *
 * See https://docs.aws.amazon.com/AmazonECR/latest/userguide/image-scanning-filters.html
 */
export function scansOnPush(registry: StackResource, repositoryName: Value): boolean | typeof unknownValue {
  const rules = itemsOf(registry.props.rules);
  const verdicts = rules.flatMap((rule) => {
    const frequency = at(rule, "scanFrequency");
    const filters = everyAt({ path: "", value: rule }, "repositoryFilters", "filter");
    return filters.map(({ value }) => both(isScanning(frequency), covers(value, repositoryName)));
  });
  return (
    verdicts.includes(true) || (verdicts.includes(unknownValue) || rules.includes(unknownValue) ? unknownValue : false)
  );
}

function isScanning(frequency: Value): boolean | typeof unknownValue {
  return frequency === unknownValue ? unknownValue : scanningFrequencies.includes(textOf(frequency));
}

/** A filter without a star matches every name that contains it. */
function covers(filter: Value, name: Value): boolean | typeof unknownValue {
  if (filter === "*") {
    return true;
  }
  if (filter === unknownValue || typeof name !== "string") {
    return unknownValue;
  }
  const pattern = textOf(filter);
  return pattern.includes("*") ? globMatches(pattern, name) : name.includes(pattern);
}

function both(
  first: boolean | typeof unknownValue,
  second: boolean | typeof unknownValue,
): boolean | typeof unknownValue {
  return first === false || second === false ? false : first === true ? second : first;
}

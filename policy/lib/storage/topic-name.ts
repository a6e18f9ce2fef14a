import { globMatches } from "../../iam/glob";
import { isSet, textOf, unknownValue, type Value } from "../../iam/value";

/** Returns the name of a topic from its ARN. An unknown stays unknown. */
export function topicName(arn: Value): Value {
  return typeof arn === "string" ? arn.split(":").at(-1) : arn;
}

/** Whether a resource of a topic's policy covers the topic. Any counts while the name is unknown or left to AWS. */
export function coversTopic(resource: Value, name: Value): boolean {
  const pattern = topicName(resource);
  return isSet(name) && name !== unknownValue
    ? globMatches(textOf(pattern), textOf(name))
    : typeof pattern === "string";
}

import { globMatches } from "../../iam/glob";
import { isSet, textOf, unknownValue, type Value } from "../../iam/value";

/** The name of a topic, given its ARN; unknown stays unknown. */
export function topicName(arn: Value): Value {
  return typeof arn === "string" ? arn.split(":").at(-1) : arn;
}

/** Whether a resource of a topic's policy stands for the topic; any will do while its name is unknown or left to AWS. */
export function coversTopic(resource: Value, name: Value): boolean {
  const pattern = topicName(resource);
  return isSet(name) && name !== unknownValue
    ? globMatches(textOf(pattern), textOf(name))
    : typeof pattern === "string";
}

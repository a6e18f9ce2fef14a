import type { Value } from "../../iam/value";
import type { StackResource } from "../facts/stack";

/** Returns the ID of a VPC from the end of its ARN. The engine does not show IDs among the properties. */
export function vpcId({ props }: StackResource): Value {
  return typeof props.arn === "string" ? props.arn.split("/").at(-1) : props.arn;
}

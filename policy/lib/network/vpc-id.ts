import type { Value } from "../../iam/value";
import type { StackResource } from "../facts/stack";

/** The id of a VPC, which its ARN ends with; the engine does not show ids among the properties. */
export function vpcId({ props }: StackResource): Value {
  return typeof props.arn === "string" ? props.arn.split("/").at(-1) : props.arn;
}

import { regional } from "./arn";
import type { AwsScope } from "./scope";

/** A stack, whatever id CloudFormation gives it: a new one has none yet. */
export function stackArn(scope: AwsScope, stackName: string): string {
  return regional(scope, "cloudformation", `stack/${stackName}/*`);
}

/** A stack set, whatever id CloudFormation gives it. */
export function stackSetArn(scope: AwsScope, stackSetName: string): string {
  return regional(scope, "cloudformation", `stackset/${stackSetName}:*`);
}

/** A product of Service Catalog, whose ARNs name the service `catalog`. */
export function productArn(scope: AwsScope, productId: string): string {
  return regional(scope, "catalog", `product/${productId}`);
}

/** An application of AppConfig, or a part of it such as `environment/9tm27yd`. */
export function configApplicationArn(scope: AwsScope, applicationId: string, part?: string): string {
  return regional(scope, "appconfig", `application/${applicationId}${part === undefined ? "" : `/${part}`}`);
}

export function deploymentStrategyArn(scope: AwsScope, strategyId: string): string {
  return regional(scope, "appconfig", `deploymentstrategy/${strategyId}`);
}

import { regional } from "./arn";
import type { AwsScope } from "./scope";

export function subnetArn(scope: AwsScope, subnetId: string): string {
  return regional(scope, "ec2", `subnet/${subnetId}`);
}

export function securityGroupArn(scope: AwsScope, securityGroupId: string): string {
  return regional(scope, "ec2", `security-group/${securityGroupId}`);
}

/** Every network interface: EC2 chooses the ids of those that do not exist yet. */
export function anyNetworkInterfaceArn(scope: AwsScope): string {
  return regional(scope, "ec2", "network-interface/*");
}

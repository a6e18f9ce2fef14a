import type * as pulumi from "@pulumi/pulumi";
import type { NetworkTag } from "../iam/network-access";

/** A network of the same program, as a build project needs it. EC2 assigns its ids, so a tag binds the build role. */
export interface BuildPlace {
  readonly vpcId: pulumi.Input<string>;
  readonly subnetIds: pulumi.Input<pulumi.Input<string>[]>;
  readonly securityGroupIds: pulumi.Input<pulumi.Input<string>[]>;
  /** The tag of the subnets and security groups. */
  readonly networkTag: NetworkTag;
  /**
   * The ids of the subnets of an existing VPC, which need no tag.
   * @default - the tag binds the subnets too
   */
  readonly knownSubnetIds?: readonly string[] | undefined;
  /** Whether builds reach the internet, through a NAT gateway. */
  readonly hasInternet: boolean;
}

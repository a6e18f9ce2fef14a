import * as pulumi from "@pulumi/pulumi";
import type { NetworkModel } from "./settings";

/** A route table as the engine sends it: a resource, or its id if the SDK does not know the version of its provider. */
type RouteTable = string | { readonly id: pulumi.Output<string> };

const strategies = { none: "None", single: "Single", "one-per-zone": "OnePerAz" } as const;

/**
 * `awsx.ec2.Vpc`, which the plugin of awsx makes. The Node package of awsx would bring two Docker packages that start the
 * Pulumi CLI at install; the engine downloads the plugin by this version.
 *
 * @see https://www.pulumi.com/registry/packages/awsx/api-docs/ec2/vpc/
 * @internal
 */
export class RemoteVpc extends pulumi.ComponentResource {
  declare readonly vpcId: pulumi.Output<string>;
  declare readonly privateSubnetIds: pulumi.Output<string[]>;
  declare readonly isolatedSubnetIds: pulumi.Output<string[]>;
  declare readonly routeTables: pulumi.Output<RouteTable[]>;

  constructor(
    name: string,
    { cidrBlock, zones, natGateways }: NetworkModel,
    region: string,
    subnetTags: Record<string, string>,
    tags: pulumi.Input<Record<string, pulumi.Input<string>>> | undefined,
    opts: pulumi.ComponentResourceOptions,
  ) {
    const subnets = natGateways === "none" ? ["Isolated"] : ["Private", "Public"];
    const inputs = {
      region,
      cidrBlock,
      numberOfAvailabilityZones: zones,
      enableDnsHostnames: true,
      natGateways: { strategy: strategies[natGateways] },
      subnetStrategy: "Auto",
      // A public subnet holds NAT gateways alone: no build joins it.
      subnetSpecs: subnets.map((type) => ({ type, ...(type !== "Public" && { tags: subnetTags }) })),
      tags,
      vpcId: undefined,
      privateSubnetIds: undefined,
      isolatedSubnetIds: undefined,
      routeTables: undefined,
    };
    super("awsx:ec2:Vpc", name, inputs, pulumi.mergeOptions({ version: "3.9.0" }, opts), true);
  }

  /** The ids of the route tables of all subnets, for gateway endpoints. */
  routeTableIds(): pulumi.Output<string[]> {
    return this.routeTables.apply((tables) =>
      pulumi.all(tables.map((table) => (typeof table === "string" ? pulumi.output(table) : table.id))),
    );
  }
}

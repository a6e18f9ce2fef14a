import { z } from "zod";
import { distinct, matching } from "../../schema/vocabulary";

export const vpcId = matching(/^vpc-[0-9a-f]{8,17}$/, "give the id of a VPC, vpc-<hexadecimal digits>");

export const subnetIds = distinct(
  z.array(matching(/^subnet-[0-9a-f]{8,17}$/, "give the id of a subnet, subnet-<hexadecimal digits>")).min(1),
);

export const securityGroupIds = distinct(
  z.array(matching(/^sg-[0-9a-f]{8,17}$/, "give the id of a security group, sg-<hexadecimal digits>")).min(1),
);

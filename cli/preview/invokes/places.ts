import type { Diagnostics } from "../base/diagnostics";
import type { PropertyMap } from "../base/property-value";
import type { Question } from "../engine/answer";
import { type AccountContext, findRegion } from "./account";
import { partitionOf } from "./partition";

// Letters of the zones that a new account sees; every other region has a, b and c.
// https://docs.aws.amazon.com/global-infrastructure/latest/regions/aws-availability-zones.html
const ZONES: Readonly<Record<string, string>> = {
  "ap-northeast-1": "acd",
  "ap-northeast-2": "abcd",
  "ca-central-1": "abd",
  "us-east-1": "abcdef",
  "us-west-1": "ac",
  "us-west-2": "abcd",
};

// Regions that are enabled in every account of the partition.
// https://docs.aws.amazon.com/accounts/latest/reference/manage-acct-regions.html
const REGIONS: Readonly<Record<string, readonly string[]>> = {
  aws: [
    ...["ap-northeast-1", "ap-northeast-2", "ap-northeast-3", "ap-south-1", "ap-southeast-1", "ap-southeast-2"],
    ...["ca-central-1", "eu-central-1", "eu-north-1", "eu-west-1", "eu-west-2", "eu-west-3", "sa-east-1"],
    ...["us-east-1", "us-east-2", "us-west-1", "us-west-2"],
  ],
  "aws-cn": ["cn-north-1", "cn-northwest-1"],
  "aws-us-gov": ["us-gov-east-1", "us-gov-west-1"],
};

/**
 * Lists the availability zones of a region and the regions of a new account. A real account may differ, so one message
 * names the assumption.
 *
 * @returns undefined for any other function, for calls with filters, and without a region
 */
export function placesAnswer(
  { token, args, provider }: Question,
  context: AccountContext,
  diagnostics: Diagnostics,
): PropertyMap | undefined {
  const asked = Object.keys(args).filter((key) => !["region", "state"].includes(key));
  const region = typeof args.region === "string" ? args.region : findRegion(provider, context);
  if (region === undefined || asked.length > 0) {
    return undefined;
  }
  const assume = (what: string, names: readonly string[]) =>
    diagnostics.once("info", `${token}: assuming the ${what} ${names.join(", ")}; supply others with --answers`);
  if (token === "aws:index/getAvailabilityZones:getAvailabilityZones") {
    const names = [...(ZONES[region] ?? "abc")].map((letter) => region + letter);
    assume("availability zones", names);
    return { ...args, id: region, region, names, groupNames: [region] };
  }
  const names = REGIONS[partitionOf(region).name];
  if (token === "aws:index/getRegions:getRegions" && names !== undefined) {
    assume("regions", names);
    return { ...args, id: partitionOf(region).name, names: [...names] };
  }
  return undefined;
}

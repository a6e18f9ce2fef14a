import { accountOf, partitionOfArn, regionOf } from "../../aws/arn";
import { partitionOf } from "../../aws/scope";
import type { Problem } from "../../schema/problem";
import type { Place } from "./action-type";

/**
 * Problems of an ARN of another partition, region or account than an action works in. What is not said of the place, or
 * not named by the ARN, may be any.
 *
 * @param shared - what of the place the ARN must share besides the partition, which nothing reaches out of
 * @see https://docs.aws.amazon.com/IAM/latest/UserGuide/reference-arns.html
 */
export function samePlaceProblems(
  path: string,
  arn: string | undefined,
  place: Partial<Place> | undefined,
  shared: readonly (keyof Place)[] = ["region", "account"],
): Problem[] {
  if (arn === undefined || place === undefined) {
    return [];
  }
  const { region, account } = place;
  const parts: readonly (readonly [what: string, given: string | undefined, wanted: string | undefined])[] = [
    ["partition", partitionOfArn(arn), region && partitionOf(region)],
    ["region", regionOf(arn), shared.includes("region") ? region : undefined],
    ["account", accountOf(arn), shared.includes("account") ? account : undefined],
  ];
  return parts.flatMap(([what, given, wanted]) =>
    given === undefined || wanted === undefined || given === wanted
      ? []
      : [{ path, reason: `is of ${what} ${given}, and the action works in ${wanted}: give one of that ${what}` }],
  );
}

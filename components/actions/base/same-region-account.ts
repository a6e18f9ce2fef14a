import { parseArn } from "../../aws/arn";
import { partitionOf } from "../../aws/scope";
import type { Problem } from "../../schema/problem";
import type { Place } from "./action-type";

/**
 * Refuses an ARN of another partition, region or account than the action's. An unknown place and an ARN without the part
 * are accepted.
 *
 * @param shared - the parts of the place that the ARN must share, besides the partition
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
  const given = parseArn(arn);
  const parts: readonly (readonly [part: string, given: string | undefined, wanted: string | undefined])[] = [
    ["partition", given?.partition, region && partitionOf(region)],
    ["region", given?.region, shared.includes("region") ? region : undefined],
    ["account", given?.account, shared.includes("account") ? account : undefined],
  ];
  return parts.flatMap(([part, found, wanted]) =>
    found === undefined || wanted === undefined || found === wanted
      ? []
      : [{ path, reason: `is of ${part} ${found}, and the action works in ${wanted}: give one of that ${part}` }],
  );
}

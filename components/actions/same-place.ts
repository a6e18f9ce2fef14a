import { accountOf, regionOf } from "../iam/arn";
import type { Problem } from "../model/problem";
import type { Place } from "./action-type";

/**
 * Problems of an ARN of another region or account than an action works in. What is not said of the place, or not named
 * by the ARN, may be any.
 *
 * @param place - what of the place the ARN must share
 */
export function samePlaceProblems(path: string, arn: string | undefined, place: Partial<Place> | undefined): Problem[] {
  if (arn === undefined || place === undefined) {
    return [];
  }
  const parts: readonly (readonly [what: string, given: string | undefined, wanted: string | undefined])[] = [
    ["region", regionOf(arn), place.region],
    ["account", accountOf(arn), place.account],
  ];
  return parts.flatMap(([what, given, wanted]) =>
    given === undefined || wanted === undefined || given === wanted
      ? []
      : [{ path, reason: `is of ${what} ${given}, and the action works in ${wanted}: give one of that ${what}` }],
  );
}

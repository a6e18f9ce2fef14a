import { textOf, type Value } from "../../iam/value";

/**
 * Whether a range of addresses reaches into the internet at large: wider than any range that is private. That is
 * 10.0.0.0/8 and fc00::/7, so that two halves of the internet are caught as well as all of it.
 */
export function isInternet(cidr: Value): boolean {
  const [, address = "", bits] = /^(.*)\/(\d+)$/.exec(textOf(cidr)) ?? [];
  return bits !== undefined && Number(bits) < (address.includes(":") ? 7 : 8);
}

import { textOf, type Value } from "../../iam/value";

/**
 * Whether a range of addresses is wider than every private range, which are 10.0.0.0/8 and fc00::/7. Half of the
 * internet counts like all of it.
 */
export function isInternet(cidr: Value): boolean {
  const [, address = "", bits] = /^(.*)\/(\d+)$/.exec(textOf(cidr)) ?? [];
  return bits !== undefined && Number(bits) < (address.includes(":") ? 7 : 8);
}

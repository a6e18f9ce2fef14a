/**
 * Whether a resource pattern stands for everything, or for all that a service has in any account: `*`, `arn:*`,
 * `arn:aws:*:*`, and `arn:aws:s3:::*`, which names a service and still nothing in it.
 */
export function isEveryResource(pattern: string): boolean {
  const parts = pattern.split(":");
  const [scheme = "", , , , account, ...resource] = parts;
  if (!"arn".startsWith(scheme.replace(/[*?]/g, ""))) {
    return false;
  }
  if (account === undefined) {
    return /^[^*?]*[*?]*\*[*?]*$/.test(parts.at(-1) ?? "");
  }
  const anyAccount = account === "" || isWild(account);
  return anyAccount && (resource.length === 0 ? isWild(account) : isWild(resource.join(":").replace(/[/:]/g, "")));
}

function isWild(part: string): boolean {
  return /^[*?]*\*[*?]*$/.test(part);
}

/**
 * Whether a pattern names no one thing: it stands for everything, or for all of a type in an account, as
 * `arn:aws:iam::123456789012:role/*` does, and `arn:aws:sns:eu-west-1:123456789012:*`.
 */
export function namesNothing(pattern: string): boolean {
  const [, , service = "", , , ...resource] = pattern.split(":");
  const parts = resource
    .join(":")
    .split(/[/:]/)
    .filter((part) => part !== "" && !partsOfParts.includes(part));
  const hasType = !servicesWithoutTypes.includes(service);
  const names = hasType && parts.length > 1 ? parts.slice(1) : parts;
  const isNameless = hasType && parts.length === 1 ? (part: string) => part.endsWith("*") : isWild;
  return isEveryResource(pattern) || (names.length > 0 && names.every(isNameless));
}

/** Services whose ARNs start their last part with a name, not with a type. */
const servicesWithoutTypes = ["codecommit", "codepipeline", "execute-api", "s3", "sns", "sqs"];

/** Types that stand in the middle of an ARN, as in `log-group:*:log-stream:*`. */
const partsOfParts = ["autoScalingGroupName", "index", "log-stream", "stream"];

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

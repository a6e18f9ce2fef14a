/**
 * A type as the Pulumi CLI shows it: without the part of the module that only repeats the name, so that
 * `aws:s3/bucket:Bucket` is `aws:s3:Bucket`.
 */
export function typeName(type: string): string {
  const [packageName, module = "", name = "", ...rest] = type.split(":");
  const slash = module.indexOf("/");
  const repeats = module.slice(slash + 1) === name.charAt(0).toLowerCase() + name.slice(1);
  return slash === -1 || !repeats || rest.length > 0 ? type : `${packageName}:${module.slice(0, slash)}:${name}`;
}

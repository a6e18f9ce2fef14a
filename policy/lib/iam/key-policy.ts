import { textOf, type Value } from "../../iam/value";

/** Whether a policy is KMS's default key policy. A deployed stack shows it as if the program had set it. */
export function isDefaultKeyPolicy(policy: Value): boolean {
  return /"Id"\s*:\s*"key-default-1"/.test(textOf(policy));
}

import { type Located, locatedItems, textOf } from "../../iam/value";
import type { JudgedResource } from "../rule/rule";

/** The property in which each type names managed policies. */
const attachments: Readonly<Record<string, string>> = {
  "aws:iam/rolePolicyAttachment:RolePolicyAttachment": "policyArn",
  "aws:iam/policyAttachment:PolicyAttachment": "policyArn",
  "aws:iam/userPolicyAttachment:UserPolicyAttachment": "policyArn",
  "aws:iam/groupPolicyAttachment:GroupPolicyAttachment": "policyArn",
  "aws:iam/role:Role": "managedPolicyArns",
  "aws:iam/rolePolicyAttachmentsExclusive:RolePolicyAttachmentsExclusive": "policyArns",
  "aws:iam/userPolicyAttachmentsExclusive:UserPolicyAttachmentsExclusive": "policyArns",
  "aws:iam/groupPolicyAttachmentsExclusive:GroupPolicyAttachmentsExclusive": "policyArns",
};

/** Type tokens of the resources that name managed policies. */
export const attachmentTypes = Object.keys(attachments);

/** The ARNs of the managed policies that a resource names. */
export function managedPoliciesOf({ type, props }: Pick<JudgedResource, "type" | "props">): Located[] {
  const property = attachments[type] ?? "";
  return locatedItems(property, props[property]);
}

/** The path of a policy that AWS manages, as in `service-role/AWSCodeDeployRole`; none for other policies. */
export function awsManagedPolicy({ value }: Located): string | undefined {
  return /^arn:[^:]*:iam::aws:policy\/(.+)$/.exec(textOf(value))?.[1];
}

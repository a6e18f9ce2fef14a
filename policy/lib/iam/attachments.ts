import { type Located, locatedItems, textOf } from "../../iam/value";
import type { JudgedResource } from "../rule/rule";

/** The property with the ARNs of managed policies, by type. */
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

/** Type tokens of the resources that attach managed policies. */
export const attachmentTypes = Object.keys(attachments);

/** Returns the ARNs of the managed policies that a resource attaches. */
export function managedPoliciesOf({ type, props }: Pick<JudgedResource, "type" | "props">): Located[] {
  const property = attachments[type] ?? "";
  return locatedItems(property, props[property]);
}

/** Returns the path of an AWS managed policy, such as `service-role/AWSCodeDeployRole`, or nothing for another policy. */
export function awsManagedPolicy({ value }: Located): string | undefined {
  return /^arn:[^:]*:iam::aws:policy\/(.+)$/.exec(textOf(value))?.[1];
}

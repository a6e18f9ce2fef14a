import { type Located, locatedItems } from "../../iam/value";
import type { Reference } from "../facts/links";
import { declared, type StackResource } from "../facts/stack";
import { managedPoliciesOf } from "./attachments";

export type IdentityKind = "role" | "user" | "group";

/** A resource that gives policies to an identity by name: its own document, or managed policies. */
export interface IdentityLink extends Reference {
  readonly kind: IdentityKind;
  readonly policies: readonly Located[];
}

const identities: Readonly<Record<string, IdentityKind>> = {
  "aws:iam/role:Role": "role",
  "aws:iam/user:User": "user",
  "aws:iam/group:Group": "group",
};

/** The properties with the names of identities, by type. */
const givers: Readonly<Record<string, Partial<Record<IdentityKind, string>>>> = {
  "aws:iam/rolePolicy:RolePolicy": { role: "role" },
  "aws:iam/userPolicy:UserPolicy": { user: "user" },
  "aws:iam/groupPolicy:GroupPolicy": { group: "group" },
  "aws:iam/rolePolicyAttachment:RolePolicyAttachment": { role: "role" },
  "aws:iam/userPolicyAttachment:UserPolicyAttachment": { user: "user" },
  "aws:iam/groupPolicyAttachment:GroupPolicyAttachment": { group: "group" },
  "aws:iam/policyAttachment:PolicyAttachment": { role: "roles", user: "users", group: "groups" },
  "aws:iam/rolePolicyAttachmentsExclusive:RolePolicyAttachmentsExclusive": { role: "roleName" },
  "aws:iam/userPolicyAttachmentsExclusive:UserPolicyAttachmentsExclusive": { user: "userName" },
  "aws:iam/groupPolicyAttachmentsExclusive:GroupPolicyAttachmentsExclusive": { group: "groupName" },
};

/** Type tokens of identities and of the resources that give them policies. */
export const identityAndLinkTypes = [...Object.keys(identities), ...Object.keys(givers)];

export function kindOf(type: string): IdentityKind | undefined {
  return Object.hasOwn(identities, type) ? identities[type] : undefined;
}

/** Returns the identities to which a resource gives policies. */
export function identityLinks(from: StackResource): IdentityLink[] {
  const policies = managedPoliciesOf(from);
  return kinds.flatMap((kind) => {
    const property = givers[from.type]?.[kind];
    return property === undefined
      ? []
      : locatedItems(property, from.props[property]).map(({ value: name }) => ({
          from,
          kind,
          property,
          name,
          policies,
        }));
  });
}

/** Returns the link of an identity to itself, as a role with inline and managed policies has it. */
export function ownLink(resource: StackResource, kind: IdentityKind): IdentityLink {
  const lists = ["inlinePolicies", "managedPolicyArns"].map((name) => [name, declared(resource, name)]);
  const from: StackResource = { ...resource, props: { ...resource.props, ...Object.fromEntries(lists) } };
  return { from, kind, property: "name", name: resource.props.name, policies: managedPoliciesOf(from) };
}

const kinds: readonly IdentityKind[] = ["role", "user", "group"];

import { at, isSet, type Located, locatedItems, unknownValue, type Value } from "../../iam/value";
import { leadsTo, shareOrigin } from "../facts/links";
import { declared, type StackResource } from "../facts/stack";
import { managedPoliciesOf } from "./attachments";
import { type IdentityLink, identityLinks, kindOf } from "./identity-links";

/** A resource that manages policies which another resource manages too. */
export interface PolicyConflict {
  readonly urn: string;
  readonly path: string;
  /** Continues the sentence that the path starts. */
  readonly desired: string;
}

/** Returns the resources that undo the policy changes of other resources. */
export function policyConflicts(resources: readonly StackResource[]): PolicyConflict[] {
  const links = resources.flatMap(identityLinks);
  const roles = resources.filter(({ type }) => kindOf(type) === "role");
  return [
    ...roles.flatMap((role) =>
      listConflicts(
        role,
        links.filter((link) => link.kind === "role" && leadsTo(link, role, role.props.name)),
      ),
    ),
    ...exclusiveConflicts(links),
    ...attachmentConflicts(resources),
  ];
}

/**
 * Finds the lists of a role that stand beside resources for the role. After a refresh the lists show the policies of
 * those resources too, so that only other policies come from the lists.
 */
function listConflicts(role: StackResource, links: readonly IdentityLink[]): PolicyConflict[] {
  const inline = links.filter(({ from }) => from.type.endsWith(":RolePolicy"));
  const attached = links.flatMap(({ policies }) => policies).map(({ value }) => value);
  const names = inline.map(({ from }) => at(from.props, "name"));
  const listed = (property: string) => locatedItems(property, declared(role, property));
  const lists = [
    { path: "managedPolicyArns", rivals: attached, own: listed("managedPolicyArns").map(({ value }) => value) },
    {
      path: "inlinePolicies",
      rivals: names,
      own: listed("inlinePolicies")
        .filter(saysSomething)
        .map(({ value }) => at(value, "name")),
    },
  ];
  return lists
    .filter(({ rivals, own }) => rivals.length > 0 && own.some((value) => !rivals.includes(value)))
    .map(({ path }) => ({
      urn: role.urn,
      path,
      desired: "should be absent, for other resources attach policies to the role",
    }));
}

function saysSomething({ value }: Located): boolean {
  return value === unknownValue || isSet(at(value, "policy"));
}

/** An exclusive list detaches every other policy. */
function exclusiveConflicts(links: readonly IdentityLink[]): PolicyConflict[] {
  const exclusive = links.filter(({ from }) => from.type.endsWith("Exclusive"));
  const single = links.filter(({ from }) => from.type.endsWith("PolicyAttachment"));
  return single.flatMap(({ from, kind, name, policies }) => {
    const rivals = exclusive.filter((rival) => rival.kind === kind && isKnown(name) && rival.name === name);
    const lists = rivals.map((rival) => rival.policies.map(({ value }) => value));
    return policies
      .filter(({ value }) => isKnown(value) && lists.some((list) => list.every(isKnown) && !list.includes(value)))
      .map(({ path }) => ({
        urn: from.urn,
        path,
        desired: "should be in the exclusive list of the same identity too",
      }));
  });
}

/** A `PolicyAttachment` detaches its policy from every other identity of the account. */
function attachmentConflicts(resources: readonly StackResource[]): PolicyConflict[] {
  const attachments = resources.filter(({ type }) => type.endsWith("PolicyAttachment"));
  const sole = attachments.filter(({ type }) => type === "aws:iam/policyAttachment:PolicyAttachment");
  return sole
    .filter((one) => attachments.some((other) => other.urn !== one.urn && attachSame(one, other)))
    .map(({ urn }) => ({
      urn,
      path: "policyArn",
      desired: "should be attached by this resource alone, or by RolePolicyAttachments",
    }));
}

function attachSame(one: StackResource, other: StackResource): boolean {
  const [mine] = managedPoliciesOf(one);
  const [theirs] = managedPoliciesOf(other);
  return isKnown(mine?.value) ? mine?.value === theirs?.value : shareOrigin(one, other, "policyArn");
}

function isKnown(value: Value): boolean {
  return isSet(value) && value !== unknownValue;
}

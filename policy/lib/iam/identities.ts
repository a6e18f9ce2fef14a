import { administratorDocument, isForService, managedPolicyDocument } from "../../iam/managed-policies";
import { isSet, type Located, type Properties, textOf, unknownValue, type Value } from "../../iam/value";
import { leadsTo } from "../facts/links";
import type { StackResource } from "../facts/stack";
import { awsManagedPolicy } from "./attachments";
import { identityDocumentsOf } from "./documents";
import { type IdentityKind, type IdentityLink, identityLinks, kindOf, ownLink } from "./identity-links";

/** A document, and the resource that gives it to an identity. */
export interface HeldDocument {
  readonly owner: StackResource;
  readonly document: Located;
}

/** A role, user or group with all documents of its permissions. */
export interface Identity {
  /** URN of the identity, or of a resource that gives it a document when the identity is not in the stack. */
  readonly urn: string;
  readonly kind: IdentityKind | undefined;
  readonly name: Value;
  /** The identity resource, when it is in the stack. */
  readonly resource: StackResource | undefined;
  readonly documents: readonly HeldDocument[];
}

type Linked = Omit<Identity, "documents"> & { readonly links: readonly IdentityLink[] };

const policyType = "aws:iam/policy:Policy";

/**
 * Returns the identities of a stack with the documents of their inline policies, of the attached policies of the stack,
 * and of AWS managed policies. A policy without an attachment stands alone. A permissions boundary grants nothing.
 *
 * @param options - `administrators`: whether AWS's administrator policies count, which have a rule of their own
 */
export function identitiesOf(
  resources: readonly StackResource[],
  { administrators = false }: { readonly administrators?: boolean } = {},
): Identity[] {
  const policies = resources.filter(({ type }) => type === policyType);
  const links = resources.flatMap(identityLinks);
  const linksTo = linkFinder(links);
  const made = resources.flatMap((resource): Linked[] => {
    const { urn } = resource;
    const { name } = resource.props;
    const kind = kindOf(resource.type);
    return kind === undefined
      ? []
      : [{ urn, kind, name, resource, links: [ownLink(resource, kind), ...linksTo(resource, kind)] }];
  });
  const found = new Set(made.flatMap((identity) => identity.links));
  const elsewhere = links.filter((link) => !found.has(link));
  const identities = [...made, ...grouped(elsewhere)].map(({ links: own, ...identity }) => ({
    ...identity,
    documents: own.flatMap((link) => documentsOf(link, policies, administrators)),
  }));
  const isBoundary = boundaryFinder(resources);
  const attached = new Set(identities.flatMap(({ documents }) => documents.map(({ owner }) => owner)));
  const alone = policies.filter((policy) => !attached.has(policy) && !isBoundary(policy)).map(standsAlone);
  return [...identities, ...alone].filter(({ documents }) => documents.length > 0);
}

/** Finds the links to an identity: by name in one step, and one by one only where a name is unknown. */
function linkFinder(links: readonly IdentityLink[]) {
  const known = new Map<string, IdentityLink[]>();
  for (const link of links.filter(hasName)) {
    const key = `${link.kind} ${textOf(link.name)}`;
    known.set(key, [...(known.get(key) ?? []), link]);
  }
  const hidden = links.filter((link) => !hasName(link));
  return (resource: StackResource, kind: IdentityKind): IdentityLink[] => {
    const { name } = resource.props;
    const leads = (link: IdentityLink) => link.kind === kind && leadsTo(link, resource, name);
    return hasName({ name })
      ? [...(known.get(`${kind} ${textOf(name)}`) ?? []), ...hidden.filter(leads)]
      : links.filter(leads);
  };
}

function hasName({ name }: { readonly name: Value }): boolean {
  return textOf(name) !== "";
}

/** Groups links to identities outside the stack by name. An unknown name makes an identity of its own. */
function grouped(links: readonly IdentityLink[]): Linked[] {
  const groups = new Map<string, IdentityLink[]>();
  for (const link of links) {
    const key = isSet(link.name) && link.name !== unknownValue ? `${link.kind} ${textOf(link.name)}` : link.from.urn;
    groups.set(key, [...(groups.get(key) ?? []), link]);
  }
  return [...groups.values()].flatMap((own) =>
    own.slice(0, 1).map(({ from, kind, name }) => ({ urn: from.urn, kind, name, resource: undefined, links: own })),
  );
}

function documentsOf(
  { from, policies: named }: IdentityLink,
  policies: readonly StackResource[],
  administrators: boolean,
): HeldDocument[] {
  const attached = named.flatMap((located): HeldDocument[] => {
    const path = awsManagedPolicy(located);
    const value = path === undefined ? undefined : documentOfAws(path, administrators);
    return value === undefined
      ? policies.filter((policy) => isPolicy(from, located, policy)).flatMap(ownDocuments)
      : [{ owner: from, document: { path: located.path, value } }];
  });
  return [...ownDocuments(from), ...attached];
}

function documentOfAws(path: string, administrators: boolean): Properties | undefined {
  const administrator = administrators ? administratorDocument(path) : undefined;
  return isForService(path) ? undefined : (administrator ?? managedPolicyDocument(path));
}

function ownDocuments(owner: StackResource): HeldDocument[] {
  return identityDocumentsOf(owner).map((document) => ({ owner, document }));
}

/** Whether an ARN belongs to a policy of the stack, by its name. The name is known before the ARN. */
function isPolicy(from: StackResource, { path, value }: Located, policy: StackResource): boolean {
  const { arn, name } = policy.props;
  const property = path.replace(/\[\d+\]$/, "");
  const hasName = isSet(name) && textOf(value).endsWith(`/${textOf(name)}`) && !textOf(value).includes(":aws:policy/");
  return hasName || leadsTo({ from, property, name: value }, policy, arn);
}

function standsAlone(policy: StackResource): Identity {
  const { urn } = policy;
  return { urn, kind: undefined, name: undefined, resource: undefined, documents: ownDocuments(policy) };
}

/** Tells which policies of a stack are the permissions boundary of an identity. */
function boundaryFinder(resources: readonly StackResource[]): (policy: StackResource) => boolean {
  const bounded = resources.filter(({ props }) => props.permissionsBoundary !== undefined);
  const names = new Set(bounded.map(({ props }) => textOf(props.permissionsBoundary).split("/").at(-1) ?? ""));
  const urns = new Set(
    bounded.flatMap(({ propertyDependencies }) => [...(propertyDependencies.get("permissionsBoundary") ?? [])]),
  );
  return ({ urn, props }) => urns.has(urn) || (textOf(props.name) !== "" && names.has(textOf(props.name)));
}

import { readDocument, type Statement, unknownValue, type Value } from "@platform/aws-pipelines-policy/iam";
import { isMap, isUnknown, type PropertyValue, Signature, signatureOf } from "../preview/base/property-value";
import type { Resource } from "../preview/engine/resource";
import { admitPrincipals } from "./admitted-principals";
import { knownAt, listAt, textAt, UNKNOWN_TEXT } from "./known";

/** A role, user or group that the program creates or gives rights, with everything that gives or takes its rights. */
export interface Identity {
  /** Absent for an existing identity, which only the policies of the program name. */
  readonly urn?: string;
  readonly kind: "role" | "user" | "group";
  readonly name: string;
  /** Its ARN with `*` for partition and account. */
  readonly arn: string;
  readonly statements: readonly Statement[];
  /** Statements of the trust policy; empty for users and groups. */
  readonly trust: readonly Statement[];
  /** Statements of the permissions boundary, where the program makes its policy. */
  readonly boundary?: readonly Statement[];
  /** Rights that the program does not state: existing managed policies and boundaries, and unknown documents. */
  readonly notKnown: readonly string[];
}

/** The types of one kind of identity, and the property of its policies that names it. */
const KINDS = [
  { kind: "role", type: "aws:iam/role:Role", inline: "aws:iam/rolePolicy:RolePolicy", property: "role" },
  { kind: "user", type: "aws:iam/user:User", inline: "aws:iam/userPolicy:UserPolicy", property: "user" },
  { kind: "group", type: "aws:iam/group:Group", inline: "aws:iam/groupPolicy:GroupPolicy", property: "group" },
] as const;

type Kind = (typeof KINDS)[number];

/** An identity that exists before the program, by its name, with the policies that the program gives it. */
interface Existing {
  readonly kind: Kind;
  readonly name: string;
  readonly policies: readonly Resource[];
}

const ATTACHMENT = /^aws:iam\/(role|user|group)PolicyAttachment:/;
const MANAGED = "aws:iam/policy:Policy";
const SHARED_ATTACHMENT = "aws:iam/policyAttachment:PolicyAttachment";

/**
 * Reads the roles, users and groups of a program with their inline, attached and managed policies. Existing ones that a
 * policy of the program is for follow those that the program creates.
 */
export function identitiesOf(resources: readonly Resource[]): readonly Identity[] {
  const index = new PolicyIndex(resources);
  const created = resources.flatMap((resource) => {
    const kind = kindOf(resource);
    return kind === undefined ? [] : [identityOf(resource, kind, index)];
  });
  return [...created, ...index.existing(created).map((existing) => existingIdentity(existing, index))];
}

function kindOf({ type }: Resource): Kind | undefined {
  return KINDS.find((kind) => kind.type === type);
}

/** The policies of a program by the identity that they belong to. Programs of many environments have thousands. */
class PolicyIndex {
  private readonly byOwner = new Map<string, Set<Resource>>();
  private readonly managedByName = new Map<string, Resource>();
  private readonly managedByUrn = new Map<string, Resource>();
  private readonly created: ReadonlySet<string>;

  constructor(resources: readonly Resource[]) {
    this.created = new Set(resources.filter((resource) => kindOf(resource)).map(({ urn }) => urn));
    for (const resource of resources) {
      if (resource.type === MANAGED) {
        this.managedByUrn.set(resource.urn, resource);
        this.managedByName.set(knownAt(resource.inputs.name) ?? "", resource);
      } else if (resource.type === SHARED_ATTACHMENT) {
        for (const { kind, property } of KINDS) {
          this.addOwners(resource, kind, listAt(resource.inputs[`${property}s`]), `${property}s`);
        }
      } else {
        const found = KINDS.find(({ kind, inline }) => resource.type === inline || attachmentOf(resource) === kind);
        if (found !== undefined) {
          this.addOwners(resource, found.kind, [resource.inputs[found.property] ?? null], found.property);
        }
      }
    }
  }

  /** The policies and attachments of an identity, in the order of the program. */
  of({ urn }: Resource, kind: Kind["kind"], name: string): readonly Resource[] {
    return [...new Set([...(this.byOwner.get(`${kind} ${name}`) ?? []), ...(this.byOwner.get(urn) ?? [])])];
  }

  /** The identities that policies name and that are not among the created ones. */
  existing(created: readonly Identity[]): readonly Existing[] {
    const known = new Set(created.map(({ kind, name }) => `${kind} ${name}`));
    return KINDS.flatMap((kind) =>
      [...this.byOwner]
        .filter(([owner]) => owner.startsWith(`${kind.kind} `) && !known.has(owner))
        .map(([owner, policies]) => ({ kind, name: owner.slice(kind.kind.length + 1), policies: [...policies] })),
    );
  }

  /** The program's managed policy of an ARN. Policies that AWS manages have no account in their ARN. */
  managed(arn: string | undefined, dependencies: readonly string[]): Resource | undefined {
    if (arn === undefined) {
      return dependencies.flatMap((urn) => this.managedByUrn.get(urn) ?? [])[0];
    }
    return arn.split(":")[4] === "aws" ? undefined : this.managedByName.get(arn.split("/").at(-1) ?? "");
  }

  private addOwners(resource: Resource, kind: string, given: readonly PropertyValue[], property: string): void {
    const names = given.flatMap((entry) => knownAt(entry) ?? []);
    const keys = names.map((name) => `${kind} ${name}`);
    if (names.length < given.length) {
      const owners = (resource.propertyDependencies[property] ?? []).filter((urn) => this.created.has(urn));
      keys.push(...(owners.length > 0 ? owners : [`${kind} ${UNKNOWN_TEXT}`]));
    }
    for (const key of keys) {
      this.byOwner.set(key, (this.byOwner.get(key) ?? new Set()).add(resource));
    }
  }
}

function attachmentOf({ type }: Resource): string | undefined {
  return ATTACHMENT.exec(type)?.[1];
}

function identityOf(subject: Resource, { kind, inline }: Kind, index: PolicyIndex): Identity {
  const name = knownAt(subject.inputs.name) ?? subject.name;
  const documents = listAt(subject.inputs.inlinePolicies).map(
    (own): Document => ({
      path: textAt(own, "name") ?? "inline",
      value: toValue(isMap(own) ? own.policy : own),
    }),
  );
  const attached = listAt(subject.inputs.managedPolicyArns).map((arn) => ({ arn, dependencies: [] }));
  const { statements, notKnown } = rightsOf(index.of(subject, kind, name), inline, index, documents, attached);
  const boundaryArn = subject.inputs.permissionsBoundary;
  const boundary = index.managed(knownAt(boundaryArn), subject.propertyDependencies.permissionsBoundary ?? []);
  const isUnknownBoundary = boundaryArn !== undefined && boundaryArn !== null && boundary === undefined;
  return {
    urn: subject.urn,
    kind,
    name,
    arn: `arn:*:iam::*:${kind}${knownAt(subject.inputs.path) ?? "/"}${name}`,
    statements,
    trust: admitPrincipals(
      readDocument({ path: "assumeRolePolicy", value: toValue(subject.inputs.assumeRolePolicy) }).statements,
    ),
    ...(boundary && {
      boundary: readDocument({ path: boundary.name, value: toValue(boundary.inputs.policy) }).statements,
    }),
    notKnown: [
      ...notKnown,
      ...(isUnknownBoundary ? [`permissions boundary ${textAt(boundaryArn) ?? UNKNOWN_TEXT}`] : []),
    ],
  };
}

function existingIdentity({ kind: { kind, inline }, name, policies }: Existing, index: PolicyIndex): Identity {
  const { statements, notKnown } = rightsOf(policies, inline, index);
  return {
    ...{ kind, name, arn: `arn:*:iam::*:${kind}/${name}`, statements, trust: [] },
    notKnown: [...notKnown, `everything else about this ${kind}, which the program does not create`],
  };
}

/** A policy document with the name of its policy. */
interface Document {
  readonly path: string;
  readonly value: Value;
}

/** A managed policy of an identity, by its ARN or the resource that the ARN comes from. */
interface Attached {
  readonly arn: PropertyValue | undefined;
  readonly dependencies: readonly string[];
}

/** The statements of inline documents, of managed policies, and of the policies and attachments of an identity. */
function rightsOf(
  policies: readonly Resource[],
  inline: Kind["inline"],
  index: PolicyIndex,
  ownDocuments: readonly Document[] = [],
  ownAttached: readonly Attached[] = [],
): Pick<Identity, "statements" | "notKnown"> {
  const documents = [...ownDocuments];
  const notKnown: string[] = [];
  const attach = ({ arn, dependencies }: Attached) => {
    const policy = index.managed(knownAt(arn), dependencies);
    if (policy === undefined) {
      notKnown.push(`managed policy ${textAt(arn) ?? UNKNOWN_TEXT}`);
    } else {
      documents.push({ path: policy.name, value: toValue(policy.inputs.policy) });
    }
  };
  ownAttached.forEach(attach);
  for (const { type, name, inputs, propertyDependencies } of policies) {
    if (type === inline) {
      documents.push({ path: name, value: toValue(inputs.policy) });
    } else {
      attach({ arn: inputs.policyArn, dependencies: propertyDependencies.policyArn ?? [] });
    }
  }
  const read = documents.map(readDocument);
  notKnown.push(...read.flatMap(({ problems }) => problems.map(({ path }) => `document ${path}`)));
  return { statements: read.flatMap(({ statements }) => statements), notKnown };
}

/** A property value as policies read it; secrets and values that AWS assigns are unknown. */
export function toValue(value: PropertyValue | undefined): Value {
  if (value === null || value === undefined) {
    return undefined;
  }
  if (isUnknown(value) || signatureOf(value) === Signature.secret) {
    return unknownValue;
  }
  if (Array.isArray(value)) {
    return value.map(toValue);
  }
  return isMap(value)
    ? Object.fromEntries(Object.entries(value).map(([key, member]) => [key, toValue(member)]))
    : value;
}

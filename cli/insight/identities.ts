import { readDocument, type Statement, unknownValue, type Value } from "@platform/aws-pipelines-policy/iam";
import { isMap, isUnknown, type PropertyValue, Signature, signatureOf } from "../preview/base/property-value";
import type { Resource } from "../preview/engine/resource";
import { knownAt, listAt, textAt, UNKNOWN_TEXT } from "./known";

/** A role, user or group of the program with everything that gives or takes its rights. */
export interface Identity {
  readonly urn: string;
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

const ATTACHMENT = /^aws:iam\/(role|user|group)PolicyAttachment:/;
const MANAGED = "aws:iam/policy:Policy";
const SHARED_ATTACHMENT = "aws:iam/policyAttachment:PolicyAttachment";

/** Reads the roles, users and groups of a program with their inline, attached and managed policies. */
export function identitiesOf(resources: readonly Resource[]): readonly Identity[] {
  const index = new PolicyIndex(resources);
  return resources.flatMap((resource) => {
    const kind = KINDS.find(({ type }) => type === resource.type);
    return kind === undefined ? [] : [identityOf(resource, kind, index)];
  });
}

/** The policies of a program by the identity that they belong to. Programs of many environments have thousands. */
class PolicyIndex {
  private readonly byOwner = new Map<string, Set<Resource>>();
  private readonly managedByName = new Map<string, Resource>();
  private readonly managedByUrn = new Map<string, Resource>();

  constructor(resources: readonly Resource[]) {
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

  /** The program's managed policy of an ARN. Policies that AWS manages have no account in their ARN. */
  managed(arn: string | undefined, dependencies: readonly string[]): Resource | undefined {
    if (arn === undefined) {
      return dependencies.flatMap((urn) => this.managedByUrn.get(urn) ?? [])[0];
    }
    return arn.split(":")[4] === "aws" ? undefined : this.managedByName.get(arn.split("/").at(-1) ?? "");
  }

  private addOwners(resource: Resource, kind: string, given: readonly PropertyValue[], property: string): void {
    const names = given.flatMap((entry) => knownAt(entry) ?? []);
    const keys =
      names.length > 0 && names.length === given.length
        ? names.map((name) => `${kind} ${name}`)
        : [...names.map((name) => `${kind} ${name}`), ...(resource.propertyDependencies[property] ?? [])];
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
  const documents: { readonly path: string; readonly value: Value }[] = [];
  const notKnown: string[] = [];
  const attach = (arn: PropertyValue | undefined, dependencies: readonly string[]) => {
    const policy = index.managed(knownAt(arn), dependencies);
    if (policy === undefined) {
      notKnown.push(`managed policy ${textAt(arn) ?? UNKNOWN_TEXT}`);
    } else {
      documents.push({ path: policy.name, value: toValue(policy.inputs.policy) });
    }
  };
  for (const own of listAt(subject.inputs.inlinePolicies)) {
    documents.push({ path: textAt(own, "name") ?? "inline", value: toValue(isMap(own) ? own.policy : own) });
  }
  for (const arn of listAt(subject.inputs.managedPolicyArns)) {
    attach(arn, []);
  }
  for (const resource of index.of(subject, kind, name)) {
    if (resource.type === inline) {
      documents.push({ path: resource.name, value: toValue(resource.inputs.policy) });
    } else {
      attach(resource.inputs.policyArn, resource.propertyDependencies.policyArn ?? []);
    }
  }
  const read = documents.map(readDocument);
  notKnown.push(...read.flatMap(({ problems }) => problems.map(({ path }) => `document ${path}`)));
  const boundaryArn = subject.inputs.permissionsBoundary;
  const boundary = index.managed(knownAt(boundaryArn), subject.propertyDependencies.permissionsBoundary ?? []);
  if (boundaryArn !== undefined && boundaryArn !== null && boundary === undefined) {
    notKnown.push(`permissions boundary ${textAt(boundaryArn) ?? UNKNOWN_TEXT}`);
  }
  return {
    urn: subject.urn,
    kind,
    name,
    arn: `arn:*:iam::*:${kind}${knownAt(subject.inputs.path) ?? "/"}${name}`,
    statements: read.flatMap(({ statements }) => statements),
    trust: readDocument({ path: "assumeRolePolicy", value: toValue(subject.inputs.assumeRolePolicy) }).statements,
    ...(boundary && {
      boundary: readDocument({ path: boundary.name, value: toValue(boundary.inputs.policy) }).statements,
    }),
    notKnown,
  };
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

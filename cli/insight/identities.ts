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
const SHARED_ATTACHMENT = "aws:iam/policyAttachment:PolicyAttachment";

/** Reads the roles, users and groups of a program with their inline, attached and managed policies. */
export function identitiesOf(resources: readonly Resource[]): readonly Identity[] {
  return resources.flatMap((resource) => {
    const kind = KINDS.find(({ type }) => type === resource.type);
    return kind === undefined ? [] : [identityOf(resource, kind, resources)];
  });
}

function identityOf(subject: Resource, { kind, inline, property }: Kind, resources: readonly Resource[]): Identity {
  const name = knownAt(subject.inputs.name) ?? subject.name;
  const documents: { readonly path: string; readonly value: Value }[] = [];
  const notKnown: string[] = [];
  const attach = (arn: PropertyValue | undefined, dependencies: readonly string[]) => {
    const policy = policyOf(knownAt(arn), dependencies, resources);
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
  for (const resource of resources) {
    const isOwn = refersTo(resource, property, subject, name);
    if (resource.type === inline && isOwn) {
      documents.push({ path: resource.name, value: toValue(resource.inputs.policy) });
    } else if (ATTACHMENT.exec(resource.type)?.[1] === kind && isOwn) {
      attach(resource.inputs.policyArn, resource.propertyDependencies.policyArn ?? []);
    } else if (resource.type === SHARED_ATTACHMENT && listsIdentity(resource, `${property}s`, subject, name)) {
      attach(resource.inputs.policyArn, resource.propertyDependencies.policyArn ?? []);
    }
  }
  const read = documents.map(readDocument);
  notKnown.push(...read.flatMap(({ problems }) => problems.map(({ path }) => `document ${path}`)));
  const boundaryArn = subject.inputs.permissionsBoundary;
  const boundary = policyOf(knownAt(boundaryArn), subject.propertyDependencies.permissionsBoundary ?? [], resources);
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

function refersTo(resource: Resource, property: string, subject: Resource, name: string): boolean {
  const given = knownAt(resource.inputs[property]);
  return given === undefined ? dependsOn(resource, property, subject) : given === name;
}

function listsIdentity(resource: Resource, property: string, subject: Resource, name: string): boolean {
  return (
    listAt(resource.inputs[property]).some((entry) => knownAt(entry) === name) || dependsOn(resource, property, subject)
  );
}

function dependsOn({ propertyDependencies }: Resource, property: string, { urn }: Resource): boolean {
  return propertyDependencies[property]?.includes(urn) === true;
}

/** The program's managed policy of an ARN. Policies that AWS manages have no account in their ARN. */
function policyOf(
  arn: string | undefined,
  dependencies: readonly string[],
  resources: readonly Resource[],
): Resource | undefined {
  const isManagedByAws = arn?.split(":")[4] === "aws";
  return resources.find(
    ({ type, urn, inputs }) =>
      type === "aws:iam/policy:Policy" &&
      (arn === undefined
        ? dependencies.includes(urn)
        : !isManagedByAws && arn.split("/").at(-1) === (knownAt(inputs.name) ?? "")),
  );
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

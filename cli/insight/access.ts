import {
  type Condition,
  type Grant,
  grantsOf,
  readDocument,
  type Statement,
  unknownValue,
  type Value,
} from "@platform/aws-pipelines-policy/iam";
import { isMap, isUnknown, type PropertyValue, Signature, signatureOf } from "../preview/base/property-value";
import type { Resource } from "../preview/engine/resource";
import { knownAt, listAt, textAt } from "./known";
import type { PipelineView } from "./pipelines";
import { PIPELINE_TYPE, PROJECT_TYPE, ROLE_TYPE } from "./resource-types";

/** A role of the program with everything that gives or takes its rights. */
export interface RoleAccess {
  readonly urn: string;
  readonly name: string;
  readonly statements: readonly Statement[];
  readonly trust: readonly Statement[];
  /** Statements of the permissions boundary, where the program has one and makes its policy. */
  readonly boundary?: readonly Statement[];
  /** Rights that the program does not state: existing managed policies and boundaries, and unknown documents. */
  readonly notKnown: readonly string[];
}

/** One right of a role, with the chain that leads to the role. */
export interface Access {
  readonly role: RoleAccess;
  readonly action: string;
  /** The resource pattern of the statement. */
  readonly resource: string;
  readonly statement: Statement;
  readonly conditions: readonly string[];
  /** Chains of starts, pipelines, projects and roles that end in the role, nearest first. */
  readonly reachedBy: readonly string[];
}

/** A program's roles with everything that leads to them. */
export interface AccessMap {
  readonly roles: readonly RoleAccess[];
  readonly resources: readonly Resource[];
  readonly pipelines: readonly PipelineView[];
}

/** Reads the roles of a program with their inline, attached and managed policies. */
export function accessMapOf(resources: readonly Resource[], pipelines: readonly PipelineView[]): AccessMap {
  const roles = resources.filter(({ type }) => type === ROLE_TYPE).map((role) => roleOf(role, resources));
  return { roles, resources, pipelines };
}

/**
 * Who may do an action, from the policies of the program's own roles: allows, denies without conditions, and
 * boundaries. Conditions are shown, not decided, because only a request decides them.
 *
 * @param action - such as `s3:PutObject`
 * @param target - ARN of a resource; without one, any resource counts
 */
export function whoCan(action: string, target: string | undefined, map: AccessMap): readonly Access[] {
  const question = { actions: [action], ...(target !== undefined && { targets: [target] }) };
  return map.roles.flatMap((role) => {
    const isBounded = role.boundary !== undefined && grantsOf(role.boundary, question).length === 0;
    return isBounded ? [] : grantsOf(role.statements, question).map((grant) => accessOf(role, grant, map));
  });
}

function accessOf(role: RoleAccess, { action, resource, statement }: Grant, map: AccessMap): Access {
  return {
    role,
    action,
    resource: showValue(resource),
    statement,
    conditions: statement.conditions.map(showCondition),
    reachedBy: chainsTo(role, map, [role.urn]),
  };
}

function roleOf(role: Resource, resources: readonly Resource[]): RoleAccess {
  const name = knownAt(role.inputs.name) ?? role.name;
  const documents: { readonly path: string; readonly value: Value }[] = [];
  const notKnown: string[] = [];
  const attach = (arn: PropertyValue | undefined, dependencies: readonly string[]) => {
    const policy = policyOf(knownAt(arn), dependencies, resources);
    if (policy === undefined) {
      notKnown.push(`managed policy ${textAt(arn) ?? "[unknown]"}`);
    } else {
      documents.push({ path: policy.name, value: toValue(policy.inputs.policy) });
    }
  };
  for (const inline of listAt(role.inputs.inlinePolicies)) {
    documents.push({
      path: textAt(inline, "name") ?? "inline",
      value: toValue(isMap(inline) ? inline.policy : inline),
    });
  }
  for (const arn of listAt(role.inputs.managedPolicyArns)) {
    attach(arn, []);
  }
  for (const resource of resources) {
    if (!belongsTo(resource, role, name)) {
      continue;
    }
    if (resource.type === "aws:iam/rolePolicy:RolePolicy") {
      documents.push({ path: resource.name, value: toValue(resource.inputs.policy) });
    }
    if (resource.type === "aws:iam/rolePolicyAttachment:RolePolicyAttachment") {
      attach(resource.inputs.policyArn, resource.propertyDependencies.policyArn ?? []);
    }
  }
  const read = documents.map(readDocument);
  notKnown.push(...read.flatMap(({ problems }) => problems.map(({ path }) => `document ${path}`)));
  const boundaryArn = role.inputs.permissionsBoundary;
  const boundary = policyOf(knownAt(boundaryArn), role.propertyDependencies.permissionsBoundary ?? [], resources);
  if (boundaryArn !== undefined && boundary === undefined) {
    notKnown.push(`permissions boundary ${textAt(boundaryArn) ?? "[unknown]"}`);
  }
  return {
    urn: role.urn,
    name,
    statements: read.flatMap(({ statements }) => statements),
    trust: readDocument({ path: "assumeRolePolicy", value: toValue(role.inputs.assumeRolePolicy) }).statements,
    ...(boundary && {
      boundary: readDocument({ path: boundary.name, value: toValue(boundary.inputs.policy) }).statements,
    }),
    notKnown,
  };
}

function belongsTo(resource: Resource, role: Resource, name: string): boolean {
  const given = knownAt(resource.inputs.role);
  return given === name || (given === undefined && resource.propertyDependencies.role?.includes(role.urn) === true);
}

function policyOf(
  arn: string | undefined,
  dependencies: readonly string[],
  resources: readonly Resource[],
): Resource | undefined {
  return resources.find(
    ({ type, urn, inputs }) =>
      type === "aws:iam/policy:Policy" &&
      (dependencies.includes(urn) || arn?.split("/").at(-1) === (knownAt(inputs.name) ?? "")),
  );
}

/** Everything in the program that acts as a role, with what starts it. */
function chainsTo(role: RoleAccess, map: AccessMap, seen: readonly string[]): string[] {
  const { roles, resources, pipelines } = map;
  const projects = resources.filter(
    (resource) => resource.type === PROJECT_TYPE && usesRole(resource, "serviceRole", role),
  );
  const builds = projects.map((project) => {
    const name = knownAt(project.inputs.name) ?? project.name;
    const runs = pipelines.flatMap((pipeline) =>
      pipeline.stages.flatMap((stage) =>
        stage.actions
          .filter(({ provider, target }) => provider === "CodeBuild" && target === name)
          .map((action) => `${stage.name}/${action.name} of ${startedPipeline(pipeline)}`),
      ),
    );
    return runs.length === 0 ? `build project ${name}` : `build project ${name} ← ${runs.join(", and ")}`;
  });
  const owners = resources.filter(
    ({ type, ...resource }) => type === PIPELINE_TYPE && usesRole({ type, ...resource }, "roleArn", role),
  );
  const own = owners.map((owner) => {
    const view = pipelines.find(({ urn }) => urn === owner.urn);
    return view === undefined ? `pipeline ${owner.name}` : startedPipeline(view);
  });
  const assumed = roles
    .filter(({ urn, name }) => !seen.includes(urn) && trusts(role, name))
    .flatMap((by) => {
      const before = chainsTo(by, map, [...seen, by.urn]);
      return [`role ${by.name}${before.length > 0 ? ` ← ${before.join(", and ")}` : ""}`];
    });
  const services = role.trust
    .filter(({ effect }) => effect === "Allow")
    .flatMap(({ principals }) => principals)
    .filter(({ type }) => type === "Service")
    .map(({ value }) => `service ${showValue(value)}`);
  const chains = [...builds, ...own, ...assumed];
  return chains.length > 0 ? chains : services;
}

function startedPipeline({ name, starts }: PipelineView): string {
  const by = starts.map(({ description }) => description).join(" or ");
  return `pipeline ${name}${by === "" ? "" : ` ← ${by}`}`;
}

function usesRole(resource: Resource, property: string, { urn, name }: RoleAccess): boolean {
  const arn = knownAt(resource.inputs[property]);
  return arn === undefined
    ? resource.propertyDependencies[property]?.includes(urn) === true
    : arn.endsWith(`/${name}`) || arn === name;
}

function trusts({ trust }: RoleAccess, name: string): boolean {
  return trust
    .filter(({ effect }) => effect === "Allow")
    .flatMap(({ principals }) => principals)
    .some(({ type, value }) => type === "AWS" && typeof value === "string" && value.endsWith(`role/${name}`));
}

/** A property value as policies read it; secrets and values that AWS assigns are unknown. */
function toValue(value: PropertyValue | undefined): Value {
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

function showCondition({ operator, key, values }: Condition): string {
  return `${showValue(key)} ${showValue(operator)} ${values.map(showValue).join(" or ")}`;
}

function showValue(value: Value): string {
  return value === unknownValue ? "[unknown]" : typeof value === "object" ? JSON.stringify(value) : String(value);
}

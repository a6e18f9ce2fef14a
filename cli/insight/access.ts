import {
  type Condition,
  coversAction,
  type Grant,
  globsOverlap,
  grantsOf,
  includes,
  type Principal,
  type Statement,
  type Value,
} from "@platform/aws-pipelines-policy/iam";
import type { Resource } from "../preview/engine/resource";
import { type Identity, identitiesOf } from "./identities";
import { knownAt } from "./known";
import type { PipelineView } from "./pipelines";
import { type ResourcePolicy, resourcePoliciesOf } from "./resource-policies";
import { PIPELINE_TYPE, PROJECT_TYPE } from "./resource-types";
import { showCondition, showConditions, showIdentity, showPrincipal, showValue } from "./statement-text";

/** A program's identities and resource policies, with everything that leads to them. */
export interface AccessMap {
  readonly identities: readonly Identity[];
  readonly policies: readonly ResourcePolicy[];
  /** Every step from one identity to a role, found once because chains ask for them again and again. */
  readonly handovers: readonly Handover[];
  /** The build projects and pipelines, which act as roles. */
  readonly projects: readonly Resource[];
  readonly owners: readonly Resource[];
  readonly pipelines: readonly PipelineView[];
}

/** An identity that may assume a role, or pass it to a service. */
export interface Handover {
  readonly by: Identity;
  readonly role: Identity;
  readonly kind: "assumes" | "passes";
  readonly conditions: readonly Condition[];
}

/** One right of an identity or of a principal that a resource policy names. */
export interface Access {
  /** `role shop-dev-image`, `service events.amazonaws.com`, `anyone`. */
  readonly holder: string;
  /** The identity, where the program makes it. */
  readonly identity?: Identity;
  /** The resource whose policy allows it; absent for a right of the identity's own policies. */
  readonly through?: string;
  /** The resource pattern of the statement. */
  readonly resource: string;
  readonly statement: Statement;
  readonly conditions: readonly string[];
  /** Chains of starts, pipelines, projects and roles that end in the identity, nearest first. */
  readonly reachedBy: readonly string[];
}

/** Rights of one identity, with everything that leads to it. */
export interface IdentityAccess {
  readonly identity: Identity;
  readonly trustedBy: readonly string[];
  readonly reachedBy: readonly string[];
  readonly rights: readonly Right[];
  readonly denies: readonly Right[];
  readonly boundary?: readonly Right[];
  /** Rights that policies of resources give it. */
  readonly fromResources: readonly Right[];
  /** Identities of the program that it may assume, or pass to a service. */
  readonly assumes: readonly string[];
  readonly passes: readonly string[];
}

/** One statement in words. */
export interface Right {
  readonly actions: readonly string[];
  readonly resources: readonly string[];
  readonly conditions: readonly string[];
  /** The policy with the statement's Sid. */
  readonly source: string;
}

/** One action, on one resource or on any. */
interface Question {
  readonly actions: readonly [action: string];
  readonly targets?: readonly string[];
}

/** Reads the identities and the resource policies of a program once, for every question about access. */
export function accessMapOf(resources: readonly Resource[], pipelines: readonly PipelineView[]): AccessMap {
  const identities = identitiesOf(resources);
  return {
    ...{ identities, policies: resourcePoliciesOf(resources), handovers: handoversOf(identities) },
    projects: resources.filter(({ type }) => type === PROJECT_TYPE),
    owners: resources.filter(({ type }) => type === PIPELINE_TYPE),
    pipelines,
  };
}

/**
 * Who may do an action: by policies of identities and of resources, less boundaries and denies without conditions.
 * Conditions are shown, not decided, because only a request decides them.
 *
 * @param action - such as `s3:PutObject`
 * @param target - ARN of a resource; without one, any resource counts
 */
export function whoCan(action: string, target: string | undefined, map: AccessMap): readonly Access[] {
  const question: Question = { actions: [action], ...(target !== undefined && { targets: [target] }) };
  const own = map.identities.flatMap((identity) => {
    const isBounded = identity.boundary !== undefined && grantsOf(identity.boundary, question).length === 0;
    return isBounded || isDeniedByResource(identity, action, target, map)
      ? []
      : grantsOf(identity.statements, question).map((grant) => accessOf(identity, grant, map));
  });
  return [...own, ...byResourcePolicy(question, map)];
}

/** Returns the rights of an identity, the principals that act as it, and the identities that it reaches. */
export function identityAccess(identity: Identity, map: AccessMap): IdentityAccess {
  const { statements, trust, boundary } = identity;
  const allowed = (held: readonly Statement[], effect: Statement["effect"]) =>
    held.filter((statement) => statement.effect === effect).map((statement) => rightOf(statement));
  const handed = map.handovers.filter(({ by }) => by === identity);
  const namesOf = (kind: Handover["kind"]) =>
    handed
      .filter((one) => one.kind === kind)
      .map(({ role, conditions }) => `${role.name}${showConditions(conditions)}`);
  return {
    identity,
    trustedBy: trust
      .filter(({ effect }) => effect === "Allow")
      .map(
        (statement) => `${statement.principals.map(showPrincipal).join(", ")}${showConditions(statement.conditions)}`,
      ),
    reachedBy: chainsTo(identity, map),
    rights: allowed(statements, "Allow"),
    denies: allowed(statements, "Deny"),
    ...(boundary && { boundary: allowed(boundary, "Allow") }),
    fromResources: map.policies.flatMap(({ label, statements: own }) =>
      own
        .filter(
          (statement) =>
            statement.effect === "Allow" && statement.principals.some((principal) => names(principal, identity)),
        )
        .map((statement) => rightOf(statement, label)),
    ),
    assumes: namesOf("assumes"),
    passes: namesOf("passes"),
  };
}

/** A right of an identity of the program, or of another holder. */
function accessOf(holder: Identity | string, { resource, statement }: Grant, map: AccessMap): Access {
  return {
    ...(typeof holder === "string"
      ? { holder, reachedBy: [] }
      : { holder: showIdentity(holder), identity: holder, reachedBy: chainsTo(holder, map) }),
    resource: showValue(resource),
    statement,
    conditions: statement.conditions.map(showCondition),
  };
}

/** Rights that resource policies give, one for each principal. */
function byResourcePolicy(question: Question, map: AccessMap): Access[] {
  return policiesAbout(question.actions[0], map).flatMap(({ label, statements }) =>
    grantsOf(statements, question).flatMap((grant) =>
      grant.statement.principals
        .flatMap((principal) => holdersOf(principal, map))
        .map((holder): Access => ({ ...accessOf(holder, grant, map), through: label })),
    ),
  );
}

/** The identities that a principal names. A pattern may name others too. */
function holdersOf(principal: Principal, { identities }: AccessMap): (Identity | string)[] {
  const found = identities.filter((candidate) => names(principal, candidate));
  const isPattern = typeof principal.value === "string" && /[*?]/.test(principal.value);
  return found.length === 0 || isPattern ? [...found, showPrincipal(principal)] : found.slice(0, 1);
}

/** The policies of resources that can allow or deny an action. */
function policiesAbout(action: string, { policies }: AccessMap): readonly ResourcePolicy[] {
  const [service = ""] = action.split(":");
  return policies.filter((policy) => policy.service === service);
}

/** Whether a policy of a resource denies the action on the target to the identity, whatever the request. */
function isDeniedByResource(identity: Identity, action: string, target: string | undefined, map: AccessMap): boolean {
  return (
    target !== undefined &&
    policiesAbout(action, map)
      .flatMap(({ statements }) => statements)
      .some(
        (statement) =>
          statement.effect === "Deny" &&
          statement.conditions.length === 0 &&
          coversAction(statement, action) === true &&
          statement.principals.some((principal) => principal.value === "*" || names(principal, identity)) &&
          statement.resources.some(({ value }) => typeof value === "string" && includes(value, target)),
      )
  );
}

/** Starts of one chain that are spelled out. */
const MOST_STARTS = 2;

/** Everything in the program that acts as an identity, with what starts it. */
function chainsTo(identity: Identity, map: AccessMap): string[] {
  const others = map.handovers
    .filter(({ role }) => role === identity)
    .map((handover) => [hopText(handover), ...leadingTo(handover.by, identity, map)].join(" ← "));
  const chains = [...startsOf(identity, map), ...others];
  return chains.length > 0 ? chains : servicesOf(identity);
}

/** Builds and pipelines that run as an identity. */
function startsOf(identity: Identity, { projects, owners, pipelines }: AccessMap): string[] {
  const builds = projects
    .filter((project) => usesRole(project, "serviceRole", identity))
    .map((project) => buildChain(knownAt(project.inputs.name) ?? project.name, pipelines));
  const own = owners
    .filter((owner) => usesRole(owner, "roleArn", identity))
    .map((owner) => {
      const view = pipelines.find(({ urn }) => urn === owner.urn);
      return view === undefined ? `pipeline ${owner.name}` : startedPipeline(view);
    });
  return [...builds, ...own];
}

/**
 * The shortest way to an identity from builds or pipelines, without the identity that it leads to. Roles that pass each
 * other have more ways than anybody can read.
 */
function leadingTo(first: Identity, last: Identity, map: AccessMap): readonly string[] {
  const seen = new Set([first, last]);
  let reached: readonly { readonly identity: Identity; readonly path: readonly string[] }[] = [
    { identity: first, path: [] },
  ];
  while (reached.length > 0) {
    for (const { identity, path } of reached) {
      const starts = startsOf(identity, map);
      if (starts.length > 0) {
        return [...path, few(starts)];
      }
    }
    reached = reached.flatMap(({ identity, path }) =>
      map.handovers
        .filter(({ by, role }) => role === identity && !seen.has(by))
        .map((handover) => {
          seen.add(handover.by);
          return { identity: handover.by, path: [...path, hopText(handover)] };
        }),
    );
  }
  const services = servicesOf(first);
  return services.length > 0 ? [few(services)] : [];
}

function hopText({ by, kind }: Handover): string {
  return `${showIdentity(by)}${kind === "passes" ? " passes it to a service" : ""}`;
}

function servicesOf({ trust }: Identity): string[] {
  return trust
    .filter(({ effect }) => effect === "Allow")
    .flatMap(({ principals }) => principals)
    .filter(({ type }) => type === "Service" || type === "Federated")
    .map(showPrincipal);
}

function few(texts: readonly string[]): string {
  const more = texts.length - MOST_STARTS;
  return [...texts.slice(0, MOST_STARTS), ...(more > 0 ? [`${more} more`] : [])].join(", and ");
}

function buildChain(project: string, pipelines: readonly PipelineView[]): string {
  const runs = pipelines.flatMap((pipeline) =>
    pipeline.stages.flatMap((stage) =>
      stage.actions
        .filter(({ provider, target }) => provider === "CodeBuild" && target === project)
        .map((action) => `${stage.name}/${action.name} of ${startedPipeline(pipeline)}`),
    ),
  );
  return runs.length === 0 ? `build project ${project}` : `build project ${project} ← ${few(runs)}`;
}

function startedPipeline({ name, starts }: PipelineView): string {
  const by = starts.map(({ description }) => description).join(" or ");
  return `pipeline ${name}${by === "" ? "" : ` ← ${by}`}`;
}

/** The role of a resource, by its ARN or by the resource that the program takes the ARN from. */
function usesRole(resource: Resource, property: string, { urn, name }: Identity): boolean {
  const arn = knownAt(resource.inputs[property]);
  return arn === undefined
    ? urn !== undefined && resource.propertyDependencies[property]?.includes(urn) === true
    : arn.endsWith(`/${name}`) || arn === name;
}

/** Every identity that may assume a role or pass it to a service that the role trusts. */
function handoversOf(identities: readonly Identity[]): readonly Handover[] {
  const holding = (action: string) =>
    new Set(identities.filter(({ statements }) => grantsOf(statements, { actions: [action] }).length > 0));
  const [assuming, passing] = [holding("sts:AssumeRole"), holding("iam:PassRole")];
  return identities
    .filter(({ kind }) => kind === "role")
    .flatMap((role) => {
      const principals = role.trust.filter(({ effect }) => effect === "Allow").flatMap(({ principals: all }) => all);
      const aws = principals.filter(({ type }) => type === "AWS");
      const trustsAccount = principals.some(isWhole);
      const others = identities.filter((by) => by !== role);
      const assumes = others.filter(
        (by) =>
          aws.some((principal) => names(principal, by)) || (trustsAccount && assuming.has(by) && mayAssume(by, role)),
      );
      const passes = others.filter((by) => passing.has(by)).flatMap((by) => passGrants(by, role, principals));
      return [...assumes.map((by): Handover => ({ by, role, kind: "assumes", conditions: [] })), ...passes];
    });
}

/** Whether the policies of an identity let it assume a role that trusts its account. */
function mayAssume(by: Identity, role: Identity): boolean {
  return grantsOf(by.statements, { actions: ["sts:AssumeRole"], targets: [role.arn] }).length > 0;
}

/** The statements by which an identity passes a role to a service that the role trusts. */
function passGrants(by: Identity, role: Identity, principals: readonly Principal[]): readonly Handover[] {
  const services = principals.flatMap(({ type, value }) =>
    type === "Service" && typeof value === "string" ? [value] : [],
  );
  const grants = services.flatMap((service) =>
    grantsOf(by.statements, {
      actions: ["iam:PassRole"],
      targets: [role.arn],
      context: { "iam:PassedToService": service },
    }),
  );
  const statements = [...new Set(grants.map(({ statement }) => statement))];
  return statements.map(({ conditions }) => ({ by, role, kind: "passes", conditions }));
}

/** Whether a principal, or a pattern of principals, is the identity itself. */
function names({ type, value }: Principal, { arn, kind }: Identity): boolean {
  return kind !== "group" && type === "AWS" && typeof value === "string" && value !== "*" && globsOverlap(arn, value);
}

/** Whether a principal is anyone, a whole account or a whole organization, which identities of the program may belong to. */
function isWhole({ type, value }: Principal): boolean {
  return type === "AWS"
    ? typeof value === "string" && /^(\*|\d{12}|arn:[^:]*:iam::\d{12}:root)$/.test(value)
    : String(type).startsWith("organization");
}

function rightOf(statement: Statement, label?: string): Right {
  const { path, sid, actions, notActions, resources, notResources, conditions } = statement;
  const texts = (items: readonly { readonly value: Value }[]) => items.map(({ value }) => showValue(value));
  const policy = label ?? path.replace(/\.Statement\[\d+\]$/, "");
  return {
    actions: notActions.length > 0 ? [`every action but ${texts(notActions).join(", ")}`] : texts(actions),
    resources: notResources.length > 0 ? [`everything but ${texts(notResources).join(", ")}`] : texts(resources),
    conditions: conditions.map(showCondition),
    source: typeof sid === "string" ? `${policy} (${sid})` : policy,
  };
}

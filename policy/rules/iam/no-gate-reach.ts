import { isEveryAction } from "../../iam/action-table";
import { requiring } from "../../iam/conditions";
import { type Condition, coversAction, readDocument, type Statement } from "../../iam/document";
import { globMatches, hasWildcard } from "../../iam/glob";
import { type Located, textOf } from "../../iam/value";
import { type Finding, violation } from "../../lib/facts/finding";
import { identityDocumentsOf, identityTypes } from "../../lib/iam/documents";
import { gateActions, peopleActions, providerActions } from "../../lib/iam/gate-actions";
import { resourceRule } from "../../lib/rule/rule";

/** The tag of pipelines, projects and roles that stand between people and what an approval protects. */
const gateTag = "aws:resourcetag/aws-pipelines:gate";

export const iamNoGateReach = resourceRule({
  name: "iam-no-gate-reach",
  displayName: "No grant reaches an approval gate",
  description:
    "Actions that start, change or approve pipelines and builds, or that take over roles, should name their resources. A wildcard reaches every gate of the account. Actions that decide who signs in as an approver should be left out.",
  severity: "critical",
  enforcementLevel: "mandatory",
  remediationSteps:
    'Name each project, pipeline and role in Resource. Otherwise add the condition Null: { "aws:ResourceTag/aws-pipelines:gate": "true" }, or iam:PermissionsBoundary for IAM actions. Let people change identity providers, directories and memberships, with a role of their own.',
  url: "https://docs.aws.amazon.com/codepipeline/latest/userguide/approvals-iam-permissions.html",
  tags: ["codebuild", "codepipeline", "destroy", "iam"],
  equivalentChecks: { owasp: ["SEC-1", "SEC-2"] },
  types: identityTypes,
  judge: (resource) =>
    identityDocumentsOf(resource).flatMap((document) => {
      const { statements } = readDocument(document);
      return statements.flatMap((statement) => judgeStatement(statement, statements));
    }),
});

function judgeStatement(statement: Statement, held: readonly Statement[]): Finding[] {
  if (statement.effect !== "Allow") {
    return [];
  }
  const all = statement.notResources.map(({ path }) => ({ path, value: "*" }));
  const people = isGeneral(statement) ? [] : peopleActions.filter((action) => isOpen(statement, action, held));
  const becoming = people.length === 0 ? [] : [violation(statement.path, refusesSignIn(people))];
  const reached = [...statement.resources, ...all].flatMap((resource) => {
    const reaching = Object.entries(gateActions)
      .filter(([service]) => reachesNames(resource, service))
      .flatMap(([, names]) => names.filter((action) => isOpen(statement, action, held)))
      .filter((action) => !(action === "sts:AssumeRole" && bootstrapRoles.test(textOf(resource.value))));
    if (reaching.length > 0) {
      const desired = `should name each resource in full: by ${reaching.join(", ")} it reaches every gate`;
      return [violation(resource.path, desired)];
    }
    const providers = isProvider(resource) ? providerActions.filter((action) => isOpen(statement, action, held)) : [];
    return providers.length === 0 ? [] : [violation(resource.path, refusesSignIn(providers))];
  });
  return [...becoming, ...reached];
}

/** Whether a statement allows actions of all services. Rules of their own judge such a statement. */
function isGeneral({ actions: allowed, notActions }: Statement): boolean {
  return notActions.length > 0 || allowed.some(({ value }) => isEveryAction(textOf(value)));
}

function refusesSignIn(actions: readonly string[]): string {
  return `should leave out ${actions.join(", ")}: its holder decides who signs in as an approver`;
}

/** Whether a resource may be a provider by which people sign in. EKS signs in pods by a provider of each cluster. */
function isProvider({ value }: Located): boolean {
  const pattern = textOf(value);
  const { 2: service = "", 5: first = "" } = pattern.split(":");
  const [kind = "", host = ""] = first.split("/");
  return (
    !pattern.startsWith("arn:") ||
    (globMatches(service, "iam") &&
      ["saml-provider", "oidc-provider"].some((each) => globMatches(kind, each)) &&
      !host.startsWith("oidc.eks."))
  );
}

/** Whether a resource is a pattern of names of this service. A pattern behind the name of one pipeline is none. */
function reachesNames({ value }: Located, service: string): boolean {
  const pattern = textOf(value);
  if (!pattern.startsWith("arn:")) {
    return hasWildcard(pattern);
  }
  const [, , own = "", , , ...rest] = pattern.split(":");
  const name = rest.length === 0 ? "*" : rest.join(":");
  const [first = ""] = name.split("/");
  const isKind = { codebuild: ["project"], iam: ["role", "policy"] }[service]?.some((kind) => globMatches(first, kind));
  return globMatches(own, service) && (isKind ?? true) && hasWildcard(isKind === undefined ? first : name);
}

/**
 * Roles that `cdk bootstrap` makes, in the form of AWS's own page.
 *
 * @see https://docs.aws.amazon.com/cdk/v2/guide/bootstrapping-env.html
 */
const bootstrapRoles = /^arn:[^:]*:iam::[^:]*:role\/cdk-/;

/** Services that the roles of a gate trust. A rule of its own asks for the services of every passed role. */
const gateServices = ["codebuild", "codepipeline", "events"];

/** Whether the conditions of a statement leave out every gate. */
function excludesGates({ conditions }: Statement, action: string): boolean {
  if (action === "iam:PassRole") {
    const services = requiring(conditions, ["iam:PassedToService"]).flatMap(({ values }) => values.map(String));
    return !services.some((service) => gateServices.some((own) => service.startsWith(`${own}.`)));
  }
  if (peopleActions.includes(action)) {
    return false;
  }
  if (action.startsWith("iam:") && !providerActions.includes(action)) {
    const boundaries = requiring(conditions, ["iam:PermissionsBoundary"]).flatMap(({ values }) => values.map(textOf));
    return boundaries.length > 0 && !boundaries.some((arn) => hasWildcard(arn) || /^arn:[^:]*:iam::aws:/.test(arn));
  }
  return hasTag(conditions, "true");
}

/** Whether a statement allows an action on gates, and no other statement of the document denies that by the tag. */
function isOpen(statement: Statement, action: string, held: readonly Statement[]): boolean {
  return (
    coversAction(statement, action) === true &&
    !excludesGates(statement, action) &&
    !held.some((other) => other.effect === "Deny" && coversAction(other, action) === true && deniesGates(other))
  );
}

/** Whether a Deny covers every gate: all resources, or all with the tag. */
function deniesGates(statement: Statement): boolean {
  const everywhere = statement.resources.some(({ value }) => value === "*");
  return (
    everywhere &&
    (statement.conditions.length === 0 || (statement.conditions.length === 1 && hasTag(statement.conditions, "false")))
  );
}

function hasTag(conditions: Statement["conditions"], value: string): boolean {
  return conditions.some(
    (condition: Condition) =>
      condition.operator === "null" &&
      condition.key === gateTag &&
      condition.values.every((it) => String(it) === value),
  );
}

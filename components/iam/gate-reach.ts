import { parseArn } from "../aws/arn";
import { type Problem, within } from "../schema/problem";
import { shown } from "../schema/vocabulary";
import { bucketWrite, gateNameEnd, gatePartEnds, gateTagKey, reachesBuckets } from "./gate-tag";
import { guardedActions } from "./guarded-actions";
import { type Conditions, meansAction, type Statement } from "./statement";

/** A grant of settings. */
export interface ReachingGrant {
  readonly actions: readonly string[];
  readonly resources: readonly string[];
  readonly conditions?: Conditions | undefined;
}

/** Actions by which a gate is started, changed, approved or impersonated. Every action that writes IAM counts as well. */
const gateActions: readonly string[] = [
  ...guardedActions.pipeline,
  ...guardedActions.projects,
  ...guardedActions.roles,
  ...guardedActions.passing,
  ...guardedActions.policies,
  ...guardedActions.providers,
  ...guardedActions.people,
  "iam:AddUserToGroup",
  "iam:AttachGroupPolicy",
  "iam:AttachUserPolicy",
  "iam:CreateAccessKey",
  "iam:CreateLoginProfile",
  "iam:PutGroupPolicy",
  "iam:PutUserPolicy",
  "iam:UpdateLoginProfile",
];

/** Actions on the identity providers of an account. Their targets carry the gate tag, like roles of people. */
const providerActions = new Set(guardedActions.providers.map((action) => action.toLowerCase()));
const peopleActions = new Set(guardedActions.people.map((action) => action.toLowerCase()));

/** EKS signs in pods by a provider of each cluster. No person signs in by one. */
const clusterProvider = /^oidc-provider\/oidc\.eks\./;

// A service-linked role has the permissions and the trust that AWS decides.
const writesIam = /^iam:(?!get|list|generate|simulate|passrole$|(create|delete)servicelinkedrole$)/i;

/** Services that the roles of a gate trust: passing such a role to any other service is of no use. */
const gateServices = ["codebuild", "codepipeline", "events"];

/** The beginnings of ARN resources that the actions of a service have as targets; others are no part of a gate. */
const targets: Readonly<Record<string, readonly string[]>> = {
  codebuild: ["project/"],
  iam: ["role/", "policy/", "user/", "group/", "saml-provider/", "oidc-provider/"],
};

/** Names that this package gives to the parts of a gate. */
const gateName = new RegExp(`${gateNameEnd}-${gatePartEnds}\\b`);

/**
 * Refuses grants that could reach a gate: a wildcard reaches every gate of the account, of whatever environment, unless a
 * condition excludes gates. A name in full is refused if it is one that this package gives to a gate.
 *
 * A permissions boundary of the role itself excludes nothing here: its document is unknown.
 */
export function gateReachProblems(path: string, grants: readonly ReachingGrant[] | undefined): Problem[] {
  return within(
    path,
    (grants ?? []).flatMap((grant, index) => problemsOf(grant, (at) => `[${index}].resources[${at}]`)),
  );
}

/** Refuses statements of a role that could reach a gate, like {@link gateReachProblems}. */
export function statementReachProblems(path: string, statements: readonly Statement[]): Problem[] {
  return within(
    path,
    statements.flatMap((statement, index) => {
      const { Effect, Action, Resource, NotResource, Condition } = statement;
      const grant = {
        // Other checks refuse what is no text.
        actions: [Action].flat().filter((action) => typeof action === "string"),
        resources:
          NotResource === undefined ? [Resource ?? "*"].flat().filter((arn) => typeof arn === "string") : ["*"],
        conditions: Condition,
      };
      return Effect === "Deny" ? [] : problemsOf(grant, (at) => `[${index}].${placeIn(statement, at)}`);
    }),
  );
}

/**
 * Refuses statements of a build that stores artifacts, if they name a bucket to write to by a wildcard. The guard lets such
 * a build write to stores of artifacts, and stores of gates have names like them.
 */
export function storeReachProblems(path: string, statements: readonly Statement[]): Problem[] {
  return within(
    path,
    statements.flatMap((statement, index) => {
      const action = bucketWrite(statement);
      const { Resource = "*", NotResource } = statement;
      if (action === undefined) {
        return [];
      }
      const place = (at: number) => `[${index}].${placeIn(statement, at)}`;
      const reason = (resource: unknown) =>
        `is ${shown(resource)}, and by ${action} it reaches the artifacts of every gate of the account, because this build stores artifacts. Name each bucket in full, such as arn:aws:s3:::acme-site/*`;
      return NotResource === undefined
        ? [Resource]
            .flat()
            .flatMap((resource, at) =>
              reachesBuckets(resource) ? [{ path: place(at), reason: reason(resource) }] : [],
            )
        : [{ path: place(0), reason: reason(NotResource) }];
    }),
  );
}

/** The place of a resource in its statement, which names one resource, a list, or those that it is not about. */
function placeIn({ Resource, NotResource }: Statement, at: number): string {
  return NotResource === undefined ? `Resource${Array.isArray(Resource) ? `[${at}]` : ""}` : "NotResource";
}

function problemsOf(
  { actions, resources, conditions = {} }: ReachingGrant,
  place: (resource: number) => string,
): Problem[] {
  return resources.flatMap((resource, index) => {
    const reaches = (meant: string) => couldName(resource, meant) && !excludesGates(meant, conditions);
    const action = actions.find((name) => meanings(name).some(reaches));
    if (action !== undefined) {
      const isSignIn = meanings(action).every((meant) => changesSignIn(meant) || !reaches(meant));
      return [{ path: place(index), reason: isSignIn ? signInReason(action, resource) : reasonFor(action, resource) }];
    }
    const change = isGateBucket(resource) ? actions.find(changesBuckets) : undefined;
    return change === undefined ? [] : [{ path: place(index), reason: bucketReason(change, resource) }];
  });
}

/** Refuses a store of artifacts that the guard takes for one of a destroy pipeline: builds could write nothing to it. */
export function gateStoreProblems(path: string, bucketName: string | undefined): Problem[] {
  return bucketName?.includes(`${gateNameEnd}-`)
    ? [
        {
          path,
          reason: `is ${shown(bucketName)}: builds are denied writing to buckets with "${gateNameEnd}-" in their names; give another name`,
        },
      ]
    : [];
}

/** Whether a resource is, or lies in, a bucket with the name of a gate's. The guard denies all changes of it. */
function isGateBucket(resource: string): boolean {
  const { service, resource: path = "" } = parseArn(resource) ?? {};
  return service === "s3" && path.split("/")[0]?.includes(`${gateNameEnd}-`) === true;
}

const bucketChanges = new Set(
  [guardedActions.buckets, guardedActions.versions, guardedActions.deletions, guardedActions.writes]
    .flat()
    .map((action) => action.toLowerCase()),
);

function changesBuckets(action: string): boolean {
  return bucketChanges.has(action.toLowerCase());
}

function bucketReason(action: string, resource: string): string {
  return `is ${shown(resource)}, and builds are denied ${action} on every bucket with "${gateNameEnd}-" in its name, which is a destroy pipeline's. Leave it out, or rename the bucket`;
}

/** Returns the actions of a gate that an action or a pattern means: IAM does not distinguish upper and lower case. */
function meanings(action: string): string[] {
  if (!hasWildcard(action)) {
    return writesIam.test(action) || gateActions.some((each) => each.toLowerCase() === action.toLowerCase())
      ? [action]
      : [];
  }
  return gateActions.filter((each) => meansAction(action, each));
}

/** Whether a resource could be a part of a gate that an action changes, of this account or another one. */
function couldName(resource: string, action: string): boolean {
  if (peopleActions.has(action.toLowerCase())) {
    return true;
  }
  const [prefix = ""] = action.toLowerCase().split(":");
  const service = prefix === "sts" ? "iam" : prefix;
  if (!resource.startsWith("arn:")) {
    return hasWildcard(resource);
  }
  const [, , own = "", , , ...rest] = resource.split(":");
  const name = rest.length === 0 ? "*" : rest.join(":");
  const begins = targets[service] ?? [""];
  // Behind the name of a pipeline stand its stages: a wildcard there reaches no other pipeline.
  const owner = service === "codepipeline" ? name.replace(/\/.*/, "") : name;
  if (providerActions.has(action.toLowerCase())) {
    // No name tells whether approvers sign in by it.
    const isProvider = ["saml-provider/", "oidc-provider/"].some((begin) => couldBegin(name, begin));
    return couldEqual(own, service) && isProvider && !clusterProvider.test(name);
  }
  return (
    couldEqual(own, service) &&
    begins.some((begin) => couldBegin(name, begin)) &&
    (hasWildcard(owner) || gateName.test(name))
  );
}

/** Whether the conditions of a grant leave out every gate. */
function excludesGates(written: string, conditions: Conditions): boolean {
  const action = written.toLowerCase();
  const values = (operators: readonly string[], key: string) =>
    operators.flatMap((operator) =>
      Object.entries(conditions[operator] ?? {}).flatMap(([name, value]) =>
        name.toLowerCase() === key.toLowerCase() ? [value].flat() : [],
      ),
    );
  if (action === "iam:passrole") {
    const services = values(["StringEquals"], "iam:PassedToService");
    return services.length > 0 && services.every((name) => !gateServices.some((own) => name.startsWith(`${own}.`)));
  }
  if (peopleActions.has(action)) {
    return false;
  }
  if (action.startsWith("iam:") && !providerActions.has(action)) {
    // Without a boundary, the holder makes itself another role, which carries no guard. AWS's own policies bound nothing.
    const boundaries = values(["StringEquals", "ArnEquals"], "iam:PermissionsBoundary");
    return boundaries.length > 0 && boundaries.every((arn) => !hasWildcard(arn) && parseArn(arn)?.account !== "aws");
  }
  const isUntagged = values(["Null"], gateTagKey);
  return isUntagged.length > 0 && isUntagged.every((value) => value === "true");
}

function changesSignIn(action: string): boolean {
  return providerActions.has(action.toLowerCase()) || peopleActions.has(action.toLowerCase());
}

function signInReason(action: string, resource: string): string {
  const fix = peopleActions.has(action.toLowerCase())
    ? "leave it out"
    : `leave it out, or add the condition Null: { "${gateTagKey}": "true" } and tag the providers of approvers`;
  return `is ${shown(resource)}, and ${action} decides who signs in as an approver: ${fix}`;
}

function reasonFor(action: string, resource: string): string {
  return hasWildcard(resource)
    ? `is ${shown(resource)}, and by ${action} its wildcard reaches every gate of the account: ${fixFor(action.toLowerCase())}`
    : `is ${shown(resource)}, the name of a part of a gate, which no build may reach by ${action}: leave it out`;
}

function fixFor(action: string): string {
  if (action === "iam:passrole") {
    return `name each role in full, or let iam:PassedToService equal services other than ${gateServices.join(", ")}`;
  }
  return action.startsWith("iam:")
    ? "name each resource in full, or let iam:PermissionsBoundary equal a policy of the account"
    : `name each resource in full, or add the condition Null: { "${gateTagKey}": "true" }`;
}

function hasWildcard(text: string): boolean {
  return /[*?]/.test(text);
}

function couldEqual(pattern: string, text: string): boolean {
  return hasWildcard(pattern) || pattern === text;
}

/** Whether a pattern could match a name with this beginning. */
function couldBegin(pattern: string, begin: string): boolean {
  const [literal = ""] = pattern.split(/[*?]/);
  return literal.length < begin.length ? hasWildcard(pattern) && begin.startsWith(literal) : literal.startsWith(begin);
}

import { runSimulation } from "@cloud-copilot/iam-simulate";
import { inEncryptionContext } from "../../support/encryption-context";
import type { Environment, Role } from "./environment";

/** A request to AWS: one action on one resource, in a context. */
export interface Request {
  readonly action: string;
  readonly resource: string;
  readonly context?: Readonly<Record<string, string | string[]>>;
}

/** Decision of IAM. `NoSuchRequest` means that AWS has no such action on such a resource. */
export type Decision = "Allowed" | "ImplicitlyDenied" | "ExplicitlyDenied" | "NoSuchRequest";

/** Simulates a request of a session of a role of this environment or of another account. */
export function decide(environment: Environment, role: Role, request: Request): Promise<Decision> {
  const session = `arn:aws:sts::${accountOf(role.arn)}:assumed-role/${role.name}/session`;
  return simulate(environment, session, [{ name: role.name, policy: role.policy }], ofCaller(role.arn, request));
}

/** Simulates the request as one of its encryption context, which the simulator does not know. */
export function decideInContext(environment: Environment, role: Role, request: Request): Promise<Decision> {
  const policy = inEncryptionContext(role.policy as Parameters<typeof inEncryptionContext>[0], request.context ?? {});
  return decide(environment, { ...role, policy }, request);
}

/**
 * Whether a statement of the role or of the resource could allow a request: one that allows and covers the action. IAM
 * denies every other request by default, so that a simulation has nothing to decide.
 */
export function couldBeAllowed(environment: Environment, { policy }: Role, { action, resource }: Request): boolean {
  return [policy, resourcePolicy(environment, resource)].some((document) => mayAllow(document, action));
}

interface Statement {
  readonly Effect: string;
  readonly Action?: string | readonly string[];
}

function mayAllow(document: unknown, action: string): boolean {
  const { Statement = [] }: { Statement?: Statement | readonly Statement[] } = Object(document);
  return [Statement].flat().some(({ Effect, Action }) => {
    // A statement without Action has NotAction, which allows almost everything.
    return Effect !== "Deny" && (Action === undefined || [Action].flat().some((pattern) => covers(pattern, action)));
  });
}

function covers(pattern: string, action: string): boolean {
  const expression = pattern
    .replaceAll(/[.+^$(){}|[\]\\]/g, "\\$&")
    .replaceAll("*", ".*")
    .replaceAll("?", ".");
  return new RegExp(`^${expression}$`, "i").test(action);
}

/**
 * Simulates a request of a service, or of a role whose own policy allows everything. Only the resource policy can deny
 * it.
 */
export function decideForOther(environment: Environment, principal: string, request: Request): Promise<Decision> {
  const own = principal.startsWith("arn:") ? [{ name: "all", policy: allowAll }] : [];
  return simulate(environment, principal, own, own.length > 0 ? ofCaller(principal, request) : request);
}

/** The request with the keys that AWS adds for the caller. Of a session, AWS sends the ARN of the role. */
function ofCaller(arn: string, request: Request): Request {
  const caller = { "aws:PrincipalArn": arn, "kms:CallerAccount": accountOf(arn) ?? "" };
  return { ...request, context: { ...caller, ...request.context } };
}

const allowAll = { Version: "2012-10-17", Statement: [{ Effect: "Allow", Action: "*", Resource: "*" }] };

async function simulate(
  environment: Environment,
  principal: string,
  identityPolicies: { name: string; policy: unknown }[],
  { action, resource, context = {} }: Request,
): Promise<Decision> {
  // The ARN of a bucket names no account, so the request names it.
  const [owner = environment.account] = [context["aws:ResourceAccount"] ?? []].flat();
  const result = await runSimulation(
    {
      identityPolicies,
      serviceControlPolicies: [{ orgIdentifier: "root", policies: [{ name: "all", policy: allowAll }] }],
      resourceControlPolicies: [],
      resourcePolicy: resourcePolicy(environment, resource),
      request: {
        principal,
        action,
        resource: { accountId: accountOf(resource) ?? owner, resource },
        contextVariables: { ...principalKeys(principal), ...context },
      },
    },
    {},
  );
  if (result.resultType === "error") {
    if (result.errors.message === "no.resource.types") {
      return "NoSuchRequest";
    }
    throw new Error(`${action} on ${resource}: ${JSON.stringify(result.errors)}`);
  }
  if (
    result.overallResult !== "Allowed" &&
    result.overallResult !== "ImplicitlyDenied" &&
    result.overallResult !== "ExplicitlyDenied"
  ) {
    throw new Error(`${action} on ${resource}: ${result.overallResult} is no decision`);
  }
  return result.overallResult;
}

/** Keys about the principal that AWS puts into every request. */
function principalKeys(principal: string): Request["context"] {
  const [, account, role] = /^arn:aws:sts::(\d+):assumed-role\/([^/]+)\//.exec(principal) ?? [];
  const isService = !principal.startsWith("arn:");
  return {
    "aws:PrincipalIsAWSService": String(isService),
    ...(!isService && {
      "aws:PrincipalArn": role === undefined ? principal : `arn:aws:iam::${account}:role/${role}`,
    }),
  };
}

function accountOf(arn: string): string | undefined {
  return arn.split(":")[4] || undefined;
}

// Keys and roles outside the environment delegate to the IAM of their account.
function resourcePolicy({ account, resourcePolicies }: Environment, resource: string): unknown {
  const known = resourcePolicies.get(resource) ?? resourcePolicies.get(resource.split("/")[0] ?? "");
  if (known !== undefined) {
    return known;
  }
  const delegated = { Effect: "Allow", Principal: { AWS: `arn:aws:iam::${account}:root` } };
  if (resource.includes(":key/")) {
    return { Version: "2012-10-17", Statement: [{ ...delegated, Action: "kms:*", Resource: "*" }] };
  }
  if (resource.includes(":role/")) {
    return { Version: "2012-10-17", Statement: [{ ...delegated, Action: "sts:AssumeRole" }] };
  }
  return undefined;
}

import assert from "node:assert/strict";
import { runSimulation } from "@cloud-copilot/iam-simulate";
import * as fc from "fast-check";
import { accessMapOf, whoCan } from "../../../cli/insight/access";
import type { Resource } from "../../../cli/preview/engine/resource";
import { resource } from "../preview/support/resource";

const ACCOUNT = "111122223333";
const OBJECT = "arn:aws:s3:::data/a";

/** Statements about two actions, on resources and under conditions that may or may not hold for the request. */
const statement = fc.record({
  Effect: fc.constantFrom("Allow", "Allow", "Deny"),
  Action: fc.constantFrom("s3:PutObject", "s3:Put*", "s3:*", "*", "s3:GetObject", "S3:putobject"),
  Resource: fc.constantFrom(OBJECT, "arn:aws:s3:::data/*", "arn:aws:s3:::d?ta/*", "*", "arn:aws:s3:::other/*"),
  Condition: fc.constantFrom(
    undefined,
    undefined,
    { StringEquals: { "aws:PrincipalTag/team": "shop" } },
    { StringNotEquals: { "aws:PrincipalTag/team": "shop" } },
  ),
});
const policy = fc.array(statement, { minLength: 1, maxLength: 3 });
const program = fc.record({
  identity: policy,
  boundary: fc.option(policy, { nil: undefined }),
  isMet: fc.boolean(),
});

type Statements = readonly Readonly<Record<string, unknown>>[];

/** As JSON has it: without undefined members. */
const documentOf = (statements: Statements) =>
  JSON.parse(JSON.stringify({ Version: "2012-10-17", Statement: statements }));

/** The disagreements that the page of AWS explains. */
const KINDS = {
  "a condition that the request does not meet: who-can shows it, the simulator decides it":
    "https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_condition.html",
  "a deny with a condition that the request meets: who-can does not decide it":
    "https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_evaluation-logic_policy-eval-denyallow.html",
} as const;

function ours(identity: Statements, boundary: Statements | undefined): boolean {
  const json = (statements: Statements) => JSON.stringify(documentOf(statements));
  const role = resource("aws:iam/role:Role", "role", {
    inputs: {
      name: "role",
      inlinePolicies: [{ name: "own", policy: json(identity) }],
      ...(boundary && { permissionsBoundary: `arn:aws:iam::${ACCOUNT}:policy/boundary` }),
    },
  });
  const resources: Resource[] = [
    role,
    ...(boundary === undefined
      ? []
      : [resource("aws:iam/policy:Policy", "boundary", { inputs: { name: "boundary", policy: json(boundary) } })]),
  ];
  return whoCan("s3:PutObject", OBJECT, accessMapOf(resources, [])).length > 0;
}

async function simulated(identity: Statements, boundary: Statements | undefined, team: string): Promise<boolean> {
  const result = await runSimulation(
    {
      request: {
        principal: `arn:aws:iam::${ACCOUNT}:role/role`,
        action: "s3:PutObject",
        resource: { resource: OBJECT, accountId: ACCOUNT },
        contextVariables: { "aws:PrincipalTag/team": team },
      },
      identityPolicies: [{ name: "own", policy: documentOf(identity) }],
      serviceControlPolicies: [],
      resourceControlPolicies: [],
      ...(boundary && { permissionBoundaryPolicies: [{ name: "boundary", policy: documentOf(boundary) }] }),
    },
    {},
  );
  assert.notEqual(result.resultType, "error", JSON.stringify(result));
  return result.resultType !== "error" && result.overallResult === "Allowed";
}

const plain = (statements: Statements | undefined) =>
  statements?.every(({ Condition }) => Condition === undefined) ?? true;

function kindOf(isOurs: boolean, statements: Statements): keyof typeof KINDS | undefined {
  const hasConditional = (effect: string) =>
    statements.some(({ Effect, Condition }) => Effect === effect && Condition !== undefined);
  if (isOurs && hasConditional("Allow")) {
    return "a condition that the request does not meet: who-can shows it, the simulator decides it";
  }
  return isOurs && hasConditional("Deny")
    ? "a deny with a condition that the request meets: who-can does not decide it"
    : undefined;
}

describe("who-can and the simulator of IAM", () => {
  it("agree on every policy without conditions, and disagree in two kinds with conditions", async () => {
    const seen = new Set<string>();
    await fc.assert(
      fc.asyncProperty(program, async ({ identity, boundary, isMet }) => {
        const isOurs = ours(identity, boundary);
        const isTheirs = await simulated(identity, boundary, isMet ? "shop" : "other");
        if (isOurs === isTheirs) {
          return;
        }
        assert.ok(!plain(identity) || !plain(boundary), "policies without conditions must agree");
        const kind = kindOf(isOurs, [...identity, ...(boundary ?? [])]);
        assert.ok(kind, JSON.stringify({ identity, boundary, isMet, isOurs, isTheirs }));
        seen.add(kind);
      }),
      { numRuns: 300, seed: 20 },
    );
    assert.deepEqual([...seen].sort(), Object.keys(KINDS).sort());
  });
});

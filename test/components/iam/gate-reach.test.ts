import assert from "node:assert/strict";
import { gateReachProblems, statementReachProblems, storeReachProblems } from "../../../components/iam/gate-reach";
import type { GrantSettings } from "../../../components/iam/grant";
import { allowStatement, deny } from "../../../components/iam/statement";
import { type GateReachCase, harmlessGrants, reachingGrants } from "../../support/gate-reach-cases";

const account = "111122223333";
const regional = (service: string, resource: string) => `arn:aws:${service}:eu-central-1:${account}:${resource}`;
const role = (name: string) => `arn:aws:iam::${account}:role/${name}`;
const gateTag = "aws:ResourceTag/aws-pipelines:gate";

function problems(grant: GrantSettings): string[] {
  return gateReachProblems("deploy.permissions", [grant]).map(({ path, reason }) => `${path}: ${reason}`);
}

describe("gateReachProblems", () => {
  it("refuses a wildcard with its value, the action and the fix", () => {
    const shop = regional("codebuild", "project/shop-prod-*");
    assert.deepEqual(problems({ actions: ["codebuild:BatchGetBuilds", "codebuild:StartBuild"], resources: [shop] }), [
      `deploy.permissions[0].resources[0]: is "${shop}", and by codebuild:StartBuild its wildcard reaches every gate of the account: name each resource in full, or add the condition Null: { "${gateTag}": "true" }`,
    ]);
    assert.deepEqual(problems({ actions: ["iam:PassRole"], resources: [role("app-*")] }), [
      `deploy.permissions[0].resources[0]: is "${role("app-*")}", and by iam:PassRole its wildcard reaches every gate of the account: name each role in full, or let iam:PassedToService equal services other than codebuild, codepipeline, events`,
    ]);
  });

  const grantOf = ({ action, resource, conditions }: GateReachCase): GrantSettings => ({
    actions: [action],
    resources: [resource],
    ...(conditions && { conditions: conditions as NonNullable<GrantSettings["conditions"]> }),
  });
  const named = ({ action, resource, conditions }: GateReachCase) =>
    `${action} on ${resource}${conditions ? ` under ${JSON.stringify(conditions)}` : ""}`;
  for (const grant of reachingGrants) {
    it(`refuses ${named(grant)}`, () => {
      assert.equal(problems(grantOf(grant)).length, 1);
    });
  }
  for (const grant of harmlessGrants) {
    it(`accepts ${named(grant)}`, () => {
      assert.deepEqual(problems(grantOf(grant)), []);
    });
  }

  const gates: readonly (readonly [action: string, resource: string])[] = [
    ["codebuild:StartBuild", regional("codebuild", "project/shop-prod-destroy-run")],
    ["codepipeline:StartPipelineExecution", regional("codepipeline", "shop-prod-destroy-pipeline")],
    ["sts:AssumeRole", role("shop-prod-destroy-pipeline+Destroy+Destroy+eu-central-1")],
  ];
  for (const [action, resource] of gates) {
    it(`refuses the name of another gate, ${resource}, in full`, () => {
      const [problem = ""] = problems({ actions: [action], resources: [resource] });
      assert.match(problem, /the name of a part of a gate, which no build may reach/);
    });
  }

  it("refuses changes of a bucket that the guard takes for a gate's: a grant that is denied helps nobody", () => {
    const object = "arn:aws:s3:::shop-destroy-artifacts-111122223333-eu-central-1/*";
    assert.deepEqual(problems({ actions: ["s3:GetObject", "s3:putobject"], resources: [object] }), [
      `deploy.permissions[0].resources[0]: is "${object}", and builds are denied s3:putobject on every bucket with "-destroy-" in its name, which is a destroy pipeline's. Leave it out, or rename the bucket`,
    ]);
    assert.deepEqual(problems({ actions: ["s3:GetObject"], resources: [object] }), []);
    assert.deepEqual(problems({ actions: ["s3:PutObject"], resources: ["arn:aws:s3:::acme-site/a-destroy-b"] }), []);
  });

  it("refuses every action of a build that writes IAM by a wildcard, new users too", () => {
    const users = { actions: ["iam:CreateUser"], resources: [`arn:aws:iam::${account}:user/shop-*`] };
    assert.equal(problems(users).length, 1);
  });

  const harmless: readonly GrantSettings[] = [
    { actions: ["iam:CreateServiceLinkedRole"], resources: [role("aws-service-role/*")] },
    { actions: ["iam:TagInstanceProfile"], resources: [`arn:aws:iam::${account}:instance-profile/*`] },
    { actions: ["iam:ListRolePolicies"], resources: [role("*")] },
    { actions: ["ecs:UpdateService"], resources: ["*"] },
  ];
  for (const grant of harmless) {
    it(`accepts ${grant.actions.join(" and ")} on ${grant.resources.join(" and ")}`, () => {
      assert.deepEqual(problems(grant), []);
    });
  }

  it("accepts a wildcard whose condition leaves out every gate", () => {
    const wide = { resources: [role("app-*")] };
    const passedTo = (...services: string[]) => ({
      ...wide,
      actions: ["iam:PassRole"],
      conditions: { StringEquals: { "iam:PassedToService": services } },
    });
    assert.deepEqual(problems(passedTo("ecs-tasks.amazonaws.com", "lambda.amazonaws.com")), []);
    assert.equal(problems(passedTo("ecs-tasks.amazonaws.com", "codebuild.amazonaws.com")).length, 1);
    const untagged = (value: string) => ({
      ...wide,
      actions: ["sts:AssumeRole"],
      conditions: { Null: { [gateTag]: value } },
    });
    assert.deepEqual(problems(untagged("true")), []);
    assert.equal(problems(untagged("false")).length, 1);
    assert.equal(problems({ ...untagged("true"), actions: ["iam:PassRole"] }).length, 1);
    const bounded = { StringEquals: { "iam:PermissionsBoundary": `arn:aws:iam::${account}:policy/boundary` } };
    assert.deepEqual(
      problems({ ...wide, actions: ["iam:CreateRole", "iam:AttachRolePolicy"], conditions: bounded }),
      [],
    );
    assert.equal(problems({ ...wide, actions: ["sts:AssumeRole"], conditions: bounded }).length, 1);
  });

  it("accepts no tag as a limit of actions that write IAM: their holder makes itself a role without a guard", () => {
    const conditions = { Null: { [gateTag]: "true" } };
    assert.deepEqual(problems({ actions: ["iam:PutRolePolicy"], resources: [role("app-*")], conditions }), [
      `deploy.permissions[0].resources[0]: is "${role("app-*")}", and by iam:PutRolePolicy its wildcard reaches every gate of the account: name each resource in full, or let iam:PermissionsBoundary equal a policy of the account`,
    ]);
  });
});

describe("statementReachProblems", () => {
  const everything = { Sid: "All", Effect: "Allow", Resource: "*" } as const;
  const refused = (Action: string | string[]) => statementReachProblems("permissions", [{ ...everything, Action }]);

  for (const action of ["*", "codebuild:*", "CODEBUILD:Start*", "iam:Put?olePolicy", "*:AssumeRole", "iam:*"]) {
    it(`refuses ${action} on everything`, () => {
      assert.deepEqual(
        refused(action).map(({ path }) => path),
        ["permissions[0].Resource"],
      );
    });
  }

  it("refuses all resources but some", () => {
    const statement = { Sid: "Most", Effect: "Allow", Action: "codebuild:StartBuild", NotResource: "x" } as const;
    assert.deepEqual(
      statementReachProblems("permissions", [statement]).map(({ path }) => path),
      ["permissions[0].NotResource"],
    );
  });

  it("accepts statements that deny, patterns that read, and names in full", () => {
    const start = { sid: "Start", actions: ["codebuild:StartBuild"] };
    const statements = [
      deny({ ...start, resources: ["*"] }),
      { ...everything, Action: ["codebuild:List*", "iam:Get*", "s3:*"] },
      allowStatement({ ...start, resources: [regional("codebuild", "project/smoke-tests")] }),
    ];
    assert.deepEqual(statementReachProblems("permissions", statements), []);
  });
});

describe("storeReachProblems", () => {
  const paths = (Resource: string | string[], Action = "s3:PutObject") =>
    storeReachProblems("permissions", [{ Sid: "Write", Effect: "Allow", Action, Resource }]).map(({ path }) => path);

  it("refuses writing to buckets by a wildcard, with the value and the fix", () => {
    const statement = allowStatement({
      sid: "Write",
      actions: ["s3:GetObject", "s3:Put*"],
      resources: ["arn:aws:s3:::acme-site/*", "arn:aws:s3:::acme-*/*"],
    });
    assert.deepEqual(storeReachProblems("permissions", [statement]), [
      {
        path: "permissions[0].Resource[1]",
        reason:
          'is "arn:aws:s3:::acme-*/*", and by s3:Put* it reaches the artifacts of every gate of the account, because this build stores artifacts. Name each bucket in full, such as arn:aws:s3:::acme-site/*',
      },
    ]);
    const others = { Sid: "Most", Effect: "Allow", Action: "s3:*", NotResource: "arn:aws:s3:::x/*" } as const;
    assert.deepEqual(
      storeReachProblems("permissions", [others]).map(({ path }) => path),
      ["permissions[0].NotResource"],
    );
  });

  for (const resource of ["*", "arn:*", "arn:aws:s3*", "arn:aws:s3:::*", "arn:*:s3:::named/*", "arn:aws:s3:::a?b/c"]) {
    it(`refuses ${resource}`, () => assert.deepEqual(paths(resource), ["permissions[0].Resource"]));
  }

  it("accepts buckets in full, other services, and actions that write no object", () => {
    assert.deepEqual(paths(["arn:aws:s3:::acme-site/*", "arn:aws:s3:::acme-site/a*b", "arn:aws:sqs:*:*:*"]), []);
    assert.deepEqual(paths("*", "s3:GetObject"), []);
    assert.deepEqual(storeReachProblems("permissions", [deny({ sid: "D", actions: ["s3:*"], resources: ["*"] })]), []);
  });
});

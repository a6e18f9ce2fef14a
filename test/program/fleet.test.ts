import assert from "node:assert/strict";
import { type Environment, environmentOf, roleOf } from "./iam/environment";
import { type Decision, decide, type Request } from "./iam/simulate";
import { previewOf } from "./support/preview";

const account = "111122223333";
const ours = { "aws:ResourceAccount": account };
const environments = { dev: "test", berlin: "eu", austin: "us" };
type Name = keyof typeof environments;

const bucketOf = (name: Name) => `arn:aws:s3:::${environments[name] === "test" ? "acme-state" : "acme-prod-state"}`;
const regionOf = (name: Name) => (name === "austin" ? "us-east-1" : "eu-central-1");
const projectOf = (name: Name) =>
  `arn:aws:codebuild:eu-central-1:${account}:project/shops-${environments[name]}-${name}`;

/** Requests of the deployment of one environment. */
function needsOf(name: Name): Request[] {
  const stack = `${bucketOf(name)}/.pulumi`;
  return [
    ...["s3:GetObject", "s3:PutObject"].map((action) => ({
      action,
      resource: `${stack}/stacks/shop/${name}.json`,
      context: ours,
    })),
    { action: "s3:PutObject", resource: `${stack}/locks/organization/shop/${name}/1.json`, context: ours },
    {
      action: "sqs:CreateQueue",
      resource: `arn:aws:sqs:${regionOf(name)}:${account}:shop-${name}-orders`,
    },
    {
      action: "logs:PutLogEvents",
      resource: `arn:aws:logs:eu-central-1:${account}:log-group:/aws/codebuild/shops-${environments[name]}-${name}:log-stream:1`,
    },
  ];
}

describe("the roles of a fleet", () => {
  let environment: Environment;
  const names = Object.keys(environments) as Name[];
  const buildRole = (name: Name) => roleOf(environment, `shops-${environments[name]}-${name}-eu-central-1`);
  const decisions = (name: Name, requests: readonly Request[]) =>
    Promise.all(
      requests.map(async (request) => [await decide(environment, buildRole(name), request), request.action] as const),
    );

  before(async () => {
    environment = environmentOf("prod", account, await previewOf("prod", "examples/fleet"));
  });

  for (const name of names) {
    it(`let the build of ${name} deploy its own stack`, async () => {
      const requests = needsOf(name);
      assert.deepEqual(
        await decisions(name, requests),
        requests.map(({ action }) => ["Allowed", action]),
      );
    });

    it(`let the build of ${name} touch no other environment, start no build, assume no role and approve nothing`, async () => {
      const others = names.filter((other) => other !== name);
      const requests: Request[] = [
        ...others.flatMap(needsOf),
        ...names.flatMap((each) =>
          ["codebuild:StartBuild", "codebuild:UpdateProject"].map((action) => ({
            action,
            resource: projectOf(each),
          })),
        ),
        ...[roleOf(environment, "shops+eu-central-1"), ...others.map(buildRole)].flatMap(({ arn }) =>
          ["sts:AssumeRole", "iam:PassRole"].map((action) => ({ action, resource: arn })),
        ),
        {
          action: "codepipeline:PutApprovalResult",
          resource: `arn:aws:codepipeline:eu-central-1:${account}:shops/Approve.eu/Approve`,
        },
      ];
      const refused: readonly Decision[] = ["ImplicitlyDenied", "ExplicitlyDenied"];
      const allowed = (await decisions(name, requests)).filter(([decision]) => !refused.includes(decision));
      assert.deepEqual(allowed, []);
    });
  }

  it("let the action of each environment start its own project alone", async () => {
    const gate = { "aws:ResourceTag/aws-pipelines:gate": "shops" };
    for (const name of names) {
      const role = roleOf(environment, `shops+${environments[name]}+${name}+eu-central-1`);
      const answers = await Promise.all(
        names.map((each) =>
          decide(environment, role, { action: "codebuild:StartBuild", resource: projectOf(each), context: gate }),
        ),
      );
      assert.deepEqual(
        answers.map((decision) => decision === "Allowed"),
        names.map((each) => each === name),
      );
    }
  });
});

import assert from "node:assert/strict";
import { readApplication } from "../../../components/delivery/application-plan";
import { foreignGrantAdvice, foreignPassRoleProblems } from "../../../components/delivery/foreign-grants";
import { readDelivery } from "../../../components/delivery/problems";

const home = "111122223333";
const other = "222233334444";
const role = (account: string) => `arn:aws:iam::${account}:role/tasks`;
const passing = (account: string) => [{ actions: ["iam:PassRole"], resources: [role(home), role(account)] }];
const refused = (path: string, account: string, own: string) => ({
  path,
  reason: `is "${role(account)}", a role of account ${account}, and AWS passes roles within one account alone: give a role of ${own}`,
});

describe("grants on other accounts", () => {
  const cases: readonly (readonly [name: string, settings: object, problems: readonly object[]])[] = [
    ["a role of the own account", { deploy: { permissions: passing(home) } }, []],
    [
      "a role of another account",
      { deploy: { permissions: passing(other) } },
      [refused("deploy.permissions[0].resources[1]", other, home)],
    ],
    [
      "a role of the account of the target, for what works there",
      {
        target: { account: other },
        deploy: { permissions: [passing(other)[0]] },
        plan: { permissions: passing(other) },
      },
      [
        refused("deploy.permissions[0].resources[0]", home, other),
        refused("plan.permissions[0].resources[0]", home, other),
      ],
    ],
    [
      "tests and builds, which stay in the account of the pipeline",
      { target: { account: other }, test: { permissions: passing(other) }, builds: [{ permissions: passing(other) }] },
      [
        refused("test.permissions[0].resources[1]", other, home),
        refused("builds[0].permissions[0].resources[1]", other, home),
      ],
    ],
    [
      "the target of one deployment among several, and the functions of its template",
      {
        target: { account: other },
        deployments: [
          { target: { account: home }, permissions: passing(other), sam: { functionPermissions: passing(other) } },
        ],
      },
      [
        refused("deployments[0].permissions[0].resources[1]", other, home),
        refused("deployments[0].sam.functionPermissions[0].resources[1]", other, home),
      ],
    ],
    [
      "statements of a build, also when the action is spelled otherwise",
      { stages: [{ actions: [{ permissions: [{ Action: "IAM:passrole", Resource: role(other) }] }] }] },
      [refused("stages[0].actions[0].permissions[0].Resource", other, home)],
    ],
    [
      "the account of the role that an action brings",
      { stages: [{ actions: [{ roleArn: role(other), permissions: [passing(other)[0]] }] }] },
      [refused("stages[0].actions[0].permissions[0].resources[0]", home, other)],
    ],
    ["a wildcard in place of the account", { deploy: { permissions: passing("*") } }, []],
    [
      "another action on a role elsewhere",
      { deploy: { permissions: [{ actions: ["sts:AssumeRole"], resources: [role(other)] }] } },
      [],
    ],
  ];
  for (const [name, settings, problems] of cases) {
    it(`judge ${name}`, () => {
      assert.deepEqual(foreignPassRoleProblems(settings, home), problems);
    });
  }

  it("are advised of, once for each list and account, unless a role is assumed or the grant is refused", () => {
    const queue = (account: string, name: string) => `arn:aws:sqs:eu-central-1:${account}:${name}`;
    const advice = foreignGrantAdvice(
      {
        deploy: {
          permissions: [
            { actions: ["sqs:SendMessage"], resources: [queue(home, "a"), queue(other, "a"), queue(other, "b")] },
            { actions: ["s3:GetObject"], resources: ["arn:aws:s3:::data/*", "*"] },
            ...passing(other),
            { actions: ["sts:AssumeRole"], resources: [role(other)] },
          ],
        },
        test: { permissions: [{ actions: ["sqs:ReceiveMessage"], resources: [queue(other, "a")] }] },
      },
      home,
    );
    const text = (list: string) =>
      `${list} name resources of account ${other}, such as ${queue(other, "a")}, and the role belongs to ${home}. AWS allows that only if a policy of the resource allows the role too.`;
    assert.deepEqual(advice, [text("deploy.permissions"), text("test.permissions")]);
  });

  it("are problems of the settings of an environment of either kind", () => {
    const place = { application: "shop", account: home, region: "eu-central-1" };
    const paths = (problems: readonly { readonly path: string; readonly reason: string }[]) =>
      problems.filter(({ reason }) => reason.includes("AWS passes roles")).map(({ path }) => path);
    assert.deepEqual(
      paths(readDelivery({ ...place, deploy: { tool: "pulumi", permissions: passing(other) } }).problems),
      ["deploy.permissions[0].resources[1]"],
    );
    assert.deepEqual(
      paths(
        readApplication({ ...place, builds: [{ name: "Test", commands: ["make"], permissions: passing(other) }] })
          .problems,
      ),
      ["builds[0].permissions[0].resources[1]"],
    );
  });
});

import assert from "node:assert/strict";
import { actInTarget, planTargetRoles } from "../../../components/delivery/target-roles";
import { allowStatement } from "../../../components/iam/statement";
import { scope } from "../../support/scopes";

const named = {
  path: "stages[1].actions[0]",
  stageName: "Plan",
  actionName: "Network",
  place: { ...scope, account: "222233334444" },
  roleName: "shop+Plan+Network+eu-central-1",
  trustedRoleArn: "arn:aws:iam::111122223333:role/shop-Plan-Network-eu-central-1",
};
const read = (resource: string) =>
  allowStatement({ sid: "Read", actions: ["sqs:GetQueueAttributes"], resources: [resource] });

describe("the role of a build in a target account", () => {
  const plan = (statements: ReturnType<typeof read>[]) => planTargetRoles(scope, "shop", [{ ...named, statements }]);

  it("trusts the account of the pipeline for one role, which need not exist yet", () => {
    const { roles, problems } = plan([read("arn:aws:sqs:eu-central-1:222233334444:shop")]);
    assert.deepEqual(problems, []);
    assert.deepEqual(JSON.parse(roles[0]?.trust ?? "").Statement, [
      {
        Sid: "Role",
        Effect: "Allow",
        Principal: { AWS: "arn:aws:iam::111122223333:root" },
        Action: "sts:AssumeRole",
        Condition: { ArnEquals: { "aws:PrincipalArn": named.trustedRoleArn } },
      },
    ]);
  });

  it("has its statements, and the guard against the gates of its own account", () => {
    const { roles } = plan([read("arn:aws:sqs:eu-central-1:222233334444:shop")]);
    const statements: { Sid: string; Resource?: string | string[] }[] = JSON.parse(
      roles[0]?.policies.inline ?? "",
    ).Statement;
    assert.deepEqual(
      statements.map(({ Sid }) => Sid),
      ["Read", "GuardTagged", "GuardOthers", "GuardNamed", "GuardStates", "GuardAccount"],
    );
    const guarded = statements.find(({ Sid }) => Sid === "GuardNamed")?.Resource ?? [];
    assert.ok(guarded.includes("arn:aws:iam::222233334444:role/*+*"));
  });

  it("is assumed by a permission for one role", () => {
    assert.deepEqual(actInTarget("arn:aws:iam::222233334444:role/shop"), {
      Sid: "ActInTarget",
      Effect: "Allow",
      Action: ["sts:AssumeRole"],
      Resource: ["arn:aws:iam::222233334444:role/shop"],
    });
  });
});

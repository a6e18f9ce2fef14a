import assert from "node:assert/strict";
import { createApproverGrants } from "../../../components/iam/approver-grants";
import { planApprover } from "../../../components/iam/approver-plan";
import { record } from "../../support/recorder";
import { scope } from "../../support/scopes";

const arn = "arn:aws:iam::111122223333:role/ops/leads";
const approver = planApprover(scope, "shop-pipeline", "BreakGlass", "Approve", arn);

describe("the grant of an approval", () => {
  it("names the role without its path, and one approval of one pipeline", () => {
    assert.deepEqual([approver.roleName, approver.policyName], ["leads", "shop-pipeline-BreakGlass-eu-central-1"]);
    assert.deepEqual(JSON.parse(approver.policy).Statement[0], {
      Sid: "Approve",
      Effect: "Allow",
      Action: ["codepipeline:PutApprovalResult"],
      Resource: ["arn:aws:codepipeline:eu-central-1:111122223333:shop-pipeline/BreakGlass/Approve"],
    });
  });

  const create = (managedPoliciesOnly: boolean) =>
    record({ preview: true }, (opts) =>
      createApproverGrants(
        "shop-approver",
        { ...scope, managedPoliciesOnly, rolePath: "/ops/" },
        [approver],
        { owner: "acme" },
        opts,
      ),
    );

  it("is an inline policy of the role", async () => {
    assert.deepEqual(
      (await create(false)).map(({ type, name, inputs }) => [type, name, inputs]),
      [
        [
          "aws:iam/rolePolicy:RolePolicy",
          "shop-approver-leads",
          { name: approver.policyName, role: "leads", policy: approver.policy },
        ],
      ],
    );
  });

  it("is an attached policy where inline ones are forbidden", async () => {
    const recorded = await create(true);
    assert.deepEqual(recorded.map(({ type, name }) => [type, name]).sort(), [
      ["aws:iam/policy:Policy", "shop-approver-leads-policy"],
      ["aws:iam/rolePolicyAttachment:RolePolicyAttachment", "shop-approver-leads"],
    ]);
    assert.equal(recorded.find(({ type }) => type === "aws:iam/policy:Policy")?.inputs.path, "/ops/");
  });
});

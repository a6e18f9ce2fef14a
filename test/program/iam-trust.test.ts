import assert from "node:assert/strict";
import { accounts, type Environment, readEnvironment, type StackName } from "./iam/environment";
import { resourcesOf } from "./iam/resources";
import { decideForOther } from "./iam/simulate";

const codepipeline = "codepipeline.amazonaws.com";
const codebuild = "codebuild.amazonaws.com";

for (const stack of Object.keys(accounts) as StackName[]) {
  describe(`the trust of the roles of the ${stack} stack`, () => {
    const own = resourcesOf(stack);
    const pipelineRole = own.role("pipeline+us-east-1");
    let environment: Environment;

    /** Whether a principal may assume the role. */
    async function becomes(principal: string, resource: string, context = {}): Promise<boolean> {
      return (
        (await decideForOther(environment, principal, { action: "sts:AssumeRole", resource, context })) === "Allowed"
      );
    }

    before(async () => {
      environment = await readEnvironment(stack);
    });

    it("lets CodePipeline, for this account alone, act as the pipeline", async () => {
      const forAccount = (account: string) => ({ "aws:SourceAccount": account });
      assert.equal(await becomes(codepipeline, pipelineRole, forAccount(own.account)), true);
      assert.equal(await becomes(codepipeline, pipelineRole, forAccount("999999999999")), false);
      assert.equal(await becomes(codepipeline, pipelineRole), false);
      assert.equal(await becomes(codebuild, pipelineRole, forAccount(own.account)), false);
      assert.equal(await becomes(own.role("image-us-east-1"), pipelineRole), false);
      assert.equal(await becomes(`arn:aws:iam::${own.account}:role/administrator`, pipelineRole), false);
    });

    it("lets CodeBuild, for the one project alone, build with its role", async () => {
      const more = { dev: [], staging: ["test", "release"], prod: ["verify", "plan"] }[stack];
      const builds = ["image", "deploy", "destroy-preview", "destroy-run", ...more];
      for (const name of builds) {
        const role = own.role(`${name}-us-east-1`);
        const build = (project: string, account: string) => ({
          "aws:SourceAccount": account,
          "aws:SourceArn": own.project(project).replace(own.account, account),
        });
        assert.equal(await becomes(codebuild, role, build(name, own.account)), true);
        assert.equal(await becomes(codebuild, role, build(`${name}-2`, own.account)), false);
        assert.equal(await becomes(codebuild, role, build(name, "999999999999")), false);
        assert.equal(await becomes(codebuild, role, { "aws:SourceAccount": own.account }), false);
        assert.equal(await becomes(codepipeline, role, build(name, own.account)), false);
        assert.equal(await becomes(pipelineRole, role), false);
      }
    });

    it("lets the pipeline's role, and nobody else, act as an action", async () => {
      // The pipeline of staging becomes the role that starts prod's: promotion.test.ts simulates it.
      const actions = environment.roles.filter(({ name }) =>
        new RegExp(`^shop-${stack}.*-pipeline\\+[A-Z]`).test(name),
      );
      assert.equal(actions.length, { dev: 7, staging: 9, prod: 11 }[stack]);
      for (const { arn, name } of actions) {
        const destroying = own.role("destroy-pipeline+us-east-1");
        const [itsOwn, other] = name.includes("-destroy-") ? [destroying, pipelineRole] : [pipelineRole, destroying];
        assert.equal(await becomes(itsOwn, arn), true);
        assert.equal(await becomes(other, arn), false);
        assert.equal(await becomes(itsOwn.replace(own.account, "999999999999"), arn), false);
        assert.equal(await becomes(own.role("pipeline-2+us-east-1"), arn), false);
        assert.equal(await becomes(own.role("deploy-us-east-1"), arn), false);
        assert.equal(await becomes(codepipeline, arn, { "aws:SourceAccount": own.account }), false);
      }
    });

    it("lets nobody use the key but those who work with it, even with every permission of IAM", async () => {
      const uses = async (principal: string, action: string, context = {}) =>
        (await decideForOther(environment, principal, { action, resource: own.key, context })) === "Allowed";
      const administrator = `arn:aws:iam::${own.account}:role/administrator`;
      assert.equal(await uses(administrator, "kms:Decrypt"), false);
      assert.equal(await uses(administrator, "kms:CreateGrant"), false);
      assert.equal(await uses(administrator, "kms:PutKeyPolicy"), true);
      assert.equal(
        await uses(own.role(`pipeline+${stack === "prod" ? "Copy" : "Build"}+Image+us-east-1`), "kms:Decrypt"),
        false,
      );
      assert.equal(await uses(own.role("deploy-us-east-1"), "kms:Decrypt"), true);
      assert.equal(await uses(own.role("deploy-us-east-1"), "kms:GenerateDataKey"), false);
      const throughEcr = { "kms:CallerAccount": own.account, "kms:ViaService": "ecr.us-east-1.amazonaws.com" };
      assert.equal(await uses(administrator, "kms:CreateGrant", throughEcr), true);
      assert.equal(await uses(administrator, "kms:Decrypt", throughEcr), false);
      assert.equal(await uses(own.role("destroy-run-us-east-1"), "kms:Decrypt"), false);
    });
  });
}

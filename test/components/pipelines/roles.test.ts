import assert from "node:assert/strict";
import { ComponentResource } from "@pulumi/pulumi";
import { roleTrust, serviceTrust } from "../../../components/iam/trust";
import { createPipelineRoles, type PipelineRoles } from "../../../components/pipelines/roles";
import { buildAction, pipelineOf, planOf, sourceAction } from "../../support/pipelines";
import { only, record, resolved } from "../../support/recorder";
import { scope } from "../../support/scopes";

const deployer = "arn:aws:iam::222233334444:role/deployer";
const roleType = "aws:iam/role:Role";
const plan = planOf(pipelineOf([buildAction(), buildAction({ name: "Theirs", roleArn: deployer })]));

function build(see: (roles: PipelineRoles) => void = () => undefined, given = plan) {
  return record({ preview: true }, (opts) => {
    const parent = new ComponentResource("test:index:Owner", "owner", {}, opts);
    see(createPipelineRoles("shop-pipeline", given, { owner: "acme" }, { parent }));
  });
}

describe("the roles that a pipeline creates", () => {
  it("are its own, which CodePipeline assumes in this account, and one for each action that needs one", async () => {
    const recorded = await build();
    assert.deepEqual(
      recorded
        .filter(({ type }) => type === roleType)
        .map(({ name, inputs }) => [name, inputs.name, inputs.description]),
      [
        ["shop-pipeline-role", "shop+eu-central-1", "The pipeline shop"],
        ["shop-pipeline-Source-Repository-role", "shop+Source+Repository+eu-central-1", "Repository in Source of shop"],
        ["shop-pipeline-Stage1-Image-role", "shop+Stage1+Image+eu-central-1", "Image in Stage1 of shop"],
      ],
    );
    const { inputs } = only(recorded, roleType, "shop-pipeline-role");
    assert.equal(inputs.assumeRolePolicy, serviceTrust(scope, "codepipeline.amazonaws.com"));
    assert.deepEqual(inputs.tags, { owner: "acme" });
  });

  it("trust the pipeline's role alone, which IAM creates at the same time", async () => {
    const { inputs, dependsOn } = only(await build(), roleType, "shop-pipeline-Stage1-Image-role");
    assert.equal(inputs.assumeRolePolicy, roleTrust(scope, "arn:aws:iam::111122223333:role/shop+eu-central-1"));
    assert.deepEqual(dependsOn, []);
  });

  it("have the statements of the plan, and no others", async () => {
    const { inputs } = only(await build(), "aws:iam/rolePolicy:RolePolicy", "shop-pipeline-Stage1-Image-role-policy");
    const planned = plan.roles.find(({ actionName }) => actionName === "Image");
    assert.deepEqual(JSON.parse(String(inputs.policy)).Statement, planned?.statements);
  });

  it("are found by stage and action, and are ready once they have their policies", async () => {
    const made: PipelineRoles[] = [];
    await build((roles) => made.push(roles));
    const [roles] = made;
    assert.deepEqual(Object.keys(roles?.actions ?? {}), ["Source/Repository", "Stage1/Image"]);
    const urns = await Promise.all((roles?.ready ?? []).map(({ urn }) => resolved(urn)));
    assert.deepEqual(
      urns.map((urn) => urn.split("::").at(-1)),
      [
        "shop-pipeline-role",
        "shop-pipeline-role-policy",
        "shop-pipeline-Source-Repository-role",
        "shop-pipeline-Source-Repository-role-policy",
        "shop-pipeline-Stage1-Image-role",
        "shop-pipeline-Stage1-Image-role-policy",
      ],
    );
  });

  it("are the pipeline's alone where every action brings its role", async () => {
    const brought = planOf({
      stages: [
        { name: "Source", actions: [sourceAction({ roleArn: deployer })] },
        { name: "Build", actions: [buildAction({ roleArn: deployer })] },
      ],
    });
    const recorded = await build(undefined, brought);
    assert.deepEqual(
      recorded.filter(({ type }) => type === roleType).map(({ name }) => name),
      ["shop-pipeline-role"],
    );
  });
});

import assert from "node:assert/strict";
import { Role } from "@pulumi/aws/iam";
import { DeliveryPipeline } from "../../../components/delivery/delivery-pipeline";
import { Pipeline } from "../../../components/pipelines/pipeline";
import { trustPipeline } from "../../../components/pipelines/plan/trust-pipeline";
import { buildAction, pipelineOf, sourceAction } from "../../support/pipelines";
import { only, record } from "../../support/recorder";
import { keyArn, scope } from "../../support/scopes";

const deployer = "arn:aws:iam::111122223333:role/deployer";
const policyType = "aws:iam/rolePolicy:RolePolicy";
const stages = pipelineOf([buildAction({ roleArn: deployer })]).stages as never;

describe("a pipeline that is given roles of the same program", () => {
  const build = (said: string[] = []) =>
    record(
      { preview: true },
      (opts) => {
        const role = new Role("mine", { name: "deployer", assumeRolePolicy: trustPipeline("shop", scope) }, opts);
        const args = { ...scope, artifactBucketName: "store", encryptionKeyArn: keyArn, stages };
        new Pipeline("shop", { ...args, roles: { [deployer]: role } }, opts);
      },
      said,
    );

  it("adds its permissions to them, and prints none", async () => {
    const said: string[] = [];
    const { inputs } = only(await build(said), policyType, "shop-deployer-policy");
    assert.equal(inputs.name, "shop");
    assert.deepEqual(
      JSON.parse(String(inputs.policy)).Statement.map(({ Sid }: { Sid: string }) => Sid),
      ["Build"],
    );
    assert.deepEqual(
      said.filter((line) => line.includes("deployer")),
      [],
    );
  });

  it("starts when they can work", async () => {
    const { dependsOn } = only(await build(), "aws:codepipeline/pipeline:Pipeline", "shop");
    assert.ok(dependsOn.includes("mine"));
    assert.ok(dependsOn.includes("shop-deployer-policy"));
  });
});

describe("a delivery pipeline that is given roles of the same program", () => {
  it("adds its permissions to them, and lets its key follow them", async () => {
    const recorded = await record({ preview: true }, (opts) => {
      const role = new Role("mine", { name: "deployer", assumeRolePolicy: trustPipeline("shop", scope) }, opts);
      const given = [
        { name: "Source", actions: [sourceAction()] },
        { name: "Build", actions: [buildAction({ roleArn: deployer })] },
      ] as never;
      new DeliveryPipeline("shop", { ...scope, stages: given, roles: { [deployer]: role } }, opts);
    });
    assert.ok(only(recorded, policyType, "shop-pipeline-deployer-policy"));
    const { dependsOn } = only(recorded, "aws:kms/key:Key", "shop-artifacts-key");
    assert.ok(dependsOn.includes("mine"));
  });
});

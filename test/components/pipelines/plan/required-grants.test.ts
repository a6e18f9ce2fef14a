import assert from "node:assert/strict";
import { codeDeployAction } from "../../../../components/actions/codedeploy/action";
import { lambdaInvokeRule } from "../../../../components/actions/rules/lambda-invoke";
import { s3SourceAction } from "../../../../components/actions/s3/source";
import { reportJobResults } from "../../../../components/iam/job-access";
import type { PipelineDefinition } from "../../../../components/pipelines/definition/schema";
import { requiredGrants } from "../../../../components/pipelines/plan/required-grants";
import { approvalAction, buildAction, checkRule, context, pipelineOf, pipelineUnder } from "../../../support/pipelines";

const upload = s3SourceAction({
  name: "Upload",
  outputArtifacts: ["source"],
  configuration: { S3Bucket: "uploads", S3ObjectKey: "shop.zip", PollForSourceChanges: true },
});
const definition = {
  stages: [
    { name: "Source", actions: [upload] },
    { name: "Build", actions: [buildAction({ region: "us-east-1" }), approvalAction()] },
  ],
} satisfies PipelineDefinition;

describe("requiredGrants", () => {
  it("gathers what each action asks of whom, by stage and action", () => {
    const [ask, ...others] = requiredGrants(definition, context, "store");
    assert.deepEqual(
      [ask?.action, ask?.of, ask?.statements, ask?.note],
      [
        "Source/Upload",
        "the owner of the bucket uploads",
        [],
        "The bucket must keep versions. A customer key that it is encrypted under must let the action's role decrypt.",
      ],
    );
    assert.deepEqual(others, []);
  });

  it("is about the bucket of the action's region, and keys of the account of the pipeline", () => {
    const deploy = codeDeployAction({
      name: "Machines",
      region: "us-east-1",
      roleArn: "arn:aws:iam::222233334444:role/deployer",
      inputArtifacts: ["source"],
      configuration: { ApplicationName: "shop", DeploymentGroupName: "web" },
    });
    const far = { stages: pipelineOf([deploy]).stages } as PipelineDefinition;
    const asked = (existing?: Record<string, string>) =>
      requiredGrants(far, context, "store", existing).flatMap(({ statements }) =>
        statements.flatMap(({ Resource }) => Resource),
      );
    const key = "arn:aws:kms:us-east-1:111122223333:key/<the id of the key>";
    assert.deepEqual(asked(), ["arn:aws:s3:::shop-eu-central-1-111122223333-us-east-1/*", key]);
    assert.deepEqual(asked({ "us-east-1": "existing" }), ["arn:aws:s3:::existing/*", key]);
  });

  it("gathers what rules ask, by stage, condition and rule, where the rule is", () => {
    const quiet = lambdaInvokeRule({ name: "Quiet", region: "us-east-1", configuration: { FunctionName: "quiet" } });
    const rules = [checkRule(), quiet];
    const asking = pipelineUnder({ onSuccess: { result: "FAIL", rules } }) as PipelineDefinition;
    assert.deepEqual(requiredGrants(asking, context, "store"), [
      {
        action: "Stage1/onSuccess-Quiet",
        of: "the role of the function quiet",
        statements: reportJobResults(),
        note: "It must report to CodePipeline in us-east-1, where the function is.",
      },
    ]);
  });

  it("is nothing where nobody else is needed", () => {
    const plain = { stages: pipelineOf([approvalAction()]).stages } as PipelineDefinition;
    assert.deepEqual(requiredGrants(plain, context, "store"), []);
  });
});

import assert from "node:assert/strict";
import { downloadArtifacts } from "../../../../components/iam/artifact-access";
import { planArtifactReaders } from "../../../../components/pipelines/plan/artifact-readers";
import { buildAction, context, pipelineOf, readPipeline } from "../../../support/pipelines";
import { scope } from "../../../support/scopes";

const stackRole = "arn:aws:iam::111122223333:role/stack";
const deploy = (more: object = {}) => ({
  name: "Deploy",
  provider: "CloudFormation",
  inputArtifacts: ["source"],
  configuration: { ActionMode: "CREATE_UPDATE", StackName: "shop", RoleArn: stackRole, TemplatePath: "source::t.yml" },
  ...more,
});
const readersOf = (buckets: Record<string, string>, ...actions: unknown[]) =>
  planArtifactReaders(readPipeline(pipelineOf(actions)), context, buckets);
const home = { "eu-central-1": "store" };

describe("the roles that AWS hands artifacts on to", () => {
  it("are the roles of stacks, which read the artifacts of their action", () => {
    assert.deepEqual(readersOf(home, deploy(), buildAction()), [
      {
        stageName: "Stage1",
        actionName: "Deploy",
        roleArn: stackRole,
        place: scope,
        statements: downloadArtifacts(scope, "store"),
      },
    ]);
  });

  it("read in the region of the action, from a bucket of the pipeline's account", () => {
    const roleArn = "arn:aws:iam::222233334444:role/deployer";
    const foreign = "arn:aws:iam::222233334444:role/stack";
    const [reader] = readersOf(
      { ...home, "us-east-1": "further" },
      deploy({ region: "us-east-1", roleArn, configuration: { ...deploy().configuration, RoleArn: foreign } }),
    );
    assert.equal(reader?.roleArn, foreign);
    assert.deepEqual(reader.place, { partition: "aws", account: "222233334444", region: "us-east-1" });
    assert.deepEqual(
      reader.statements.map(({ Resource }) => Resource),
      [["arn:aws:s3:::further/*"], ["arn:aws:kms:us-east-1:111122223333:key/<the id of the key>"]],
    );
  });

  it("have no statements while the bucket of their region is unknown", () => {
    assert.deepEqual(
      readersOf({}, deploy()).map(({ statements }) => statements),
      [[]],
    );
  });

  it("are none where no action hands artifacts on", () => {
    assert.deepEqual(readersOf(home, buildAction()), []);
  });
});

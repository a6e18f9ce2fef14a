import assert from "node:assert/strict";
import { RunError } from "@pulumi/pulumi";
import { CustomAction, type CustomActionArgs } from "../../../../components/actions/custom/registration";
import { counts, only, record, resolved } from "../../../support/recorder";

const type = "aws:codepipeline/customActionType:CustomActionType";
const ProjectName = { required: true, key: true, queryable: true };

function build(args: Partial<CustomActionArgs> = {}) {
  return record({ preview: true }, (opts) => new CustomAction("Jenkins", { category: "Build", ...args }, opts));
}

describe("an action of the account's own, registered", () => {
  it("is called as its component, of version 1, and takes and makes any number of artifacts, by default", async () => {
    const recorded = await build();
    assert.deepEqual(counts(recorded), { [type]: 1 });
    const { inputs, parent } = only(recorded, type, "Jenkins");
    assert.equal(parent, "Jenkins");
    assert.deepEqual(inputs, {
      providerName: "Jenkins",
      category: "Build",
      version: "1",
      configurationProperties: [],
      inputArtifactDetails: { minimumCount: 0, maximumCount: 5 },
      outputArtifactDetails: { minimumCount: 0, maximumCount: 5 },
    });
  });

  it("has the properties and addresses it is given, and says everything about each property", async () => {
    const recorded = await build({
      providerName: "Acme-Jenkins",
      category: "Test",
      version: "2",
      configurationProperties: {
        ProjectName,
        Token: { secret: true, description: "The token of the job." },
        Retries: { type: "Number" },
      },
      inputArtifacts: { min: 1, max: 1 },
      outputArtifacts: { min: 0, max: 0 },
      entityUrlTemplate: "https://jenkins.acme.example/job/{Config:ProjectName}",
      executionUrlTemplate: "https://jenkins.acme.example/job/{Config:ProjectName}/{ExternalExecutionId}",
      tags: { owner: "acme" },
    });
    const no = { required: false, key: false, secret: false, queryable: false };
    assert.deepEqual(only(recorded, type, "Jenkins").inputs, {
      providerName: "Acme-Jenkins",
      category: "Test",
      version: "2",
      configurationProperties: [
        { name: "ProjectName", required: true, key: true, secret: false, queryable: true, type: "String" },
        { name: "Token", ...no, secret: true, type: "String", description: "The token of the job." },
        { name: "Retries", ...no, type: "Number" },
      ],
      inputArtifactDetails: { minimumCount: 1, maximumCount: 1 },
      outputArtifactDetails: { minimumCount: 0, maximumCount: 0 },
      settings: {
        entityUrlTemplate: "https://jenkins.acme.example/job/{Config:ProjectName}",
        executionUrlTemplate: "https://jenkins.acme.example/job/{Config:ProjectName}/{ExternalExecutionId}",
      },
      tags: { owner: "acme" },
    });
  });

  it("gives its name, its version and its ARN", async () => {
    const made: CustomAction[] = [];
    await record({ preview: false }, (opts) => made.push(new CustomAction("Jenkins", { category: "Build" }, opts)));
    const [action] = made;
    assert.ok(action);
    assert.equal(await resolved(action.providerName), "Jenkins");
    assert.equal(await resolved(action.version), "1");
    assert.equal(await resolved(action.actionTypeArn), "arn:aws:made:::Jenkins");
  });

  it("refuses what AWS would refuse, all at once", async () => {
    await assert.rejects(
      build({ providerName: "Our Jenkins", version: "1.0", entityUrlTemplate: "jenkins.acme.example" }),
      new RunError(
        [
          "CustomAction Jenkins has 3 problems:",
          '  providerName: is "Our Jenkins": give 1 to 35 letters, digits or the characters - _',
          '  version: is "1.0": give 1 to 9 letters, digits or the characters - _',
          '  entityUrlTemplate: is "jenkins.acme.example": give an http or https address of at most 2048 characters',
        ].join("\n"),
      ),
    );
  });
});

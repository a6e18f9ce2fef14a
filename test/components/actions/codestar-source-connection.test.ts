import assert from "node:assert/strict";
import {
  codeStarSourceConnection,
  codeStarSourceConnectionAction,
  codeStarSourceConnectionSchema,
} from "../../../components/actions/codestar-source-connection";
import { renderConfiguration } from "../../../components/pipelines/definition/action-configuration";
import { schemaProblems } from "../../../components/schema/vocabulary";
import { connectionArn, context, sourceAction } from "../../support/pipelines";

const full = codeStarSourceConnectionAction({
  name: "Repository",
  outputArtifacts: ["source"],
  configuration: {
    ConnectionArn: connectionArn,
    FullRepositoryId: "acme/shop",
    BranchName: "main",
    OutputArtifactFormat: "CODEBUILD_CLONE_REF",
    DetectChanges: false,
  },
});

const bothArns = [connectionArn, connectionArn.replace(":codeconnections:", ":codestar-connections:")];

const useConnection = (operator: string) =>
  Object.entries({ UseConnection: "codeconnections", UseConnectionFormerName: "codestar-connections" }).map(
    ([Sid, service]) => ({
      Sid,
      Effect: "Allow",
      Action: [`${service}:UseConnection`],
      Resource: bothArns,
      Condition: { [operator]: { [`${service}:FullRepositoryId`]: "acme/shop" } },
    }),
  );

const missing = "is missing: give text";
const arn = "give the ARN of a connection, arn:aws:codeconnections:<region>:<account>:connection/<id>";
const repository = "give the owner and the name of the repository, such as acme/shop";

const refused: [what: string, action: unknown, path: string, reason: string][] = [
  ["no connection", sourceAction({}, { ConnectionArn: undefined }), "configuration.ConnectionArn", missing],
  ["no repository", sourceAction({}, { FullRepositoryId: undefined }), "configuration.FullRepositoryId", missing],
  ["no branch", sourceAction({}, { BranchName: undefined }), "configuration.BranchName", missing],
  ["no configuration", sourceAction({ configuration: undefined }), "configuration", "is missing: give an object"],
  [
    "the ARN of something else",
    sourceAction({}, { ConnectionArn: "arn:aws:s3:::shop" }),
    "configuration.ConnectionArn",
    `is "arn:aws:s3:::shop": ${arn}`,
  ],
  [
    "any connection of an account",
    sourceAction({}, { ConnectionArn: "arn:aws:codeconnections:eu-central-1:111122223333:connection/*" }),
    "configuration.ConnectionArn",
    `is "arn:aws:codeconnections:eu-central-1:111122223333:connection/*": ${arn}`,
  ],
  [
    "a repository without an owner",
    sourceAction({}, { FullRepositoryId: "shop" }),
    "configuration.FullRepositoryId",
    `is "shop": ${repository}`,
  ],
  [
    "any repository of an owner",
    sourceAction({}, { FullRepositoryId: "acme/*" }),
    "configuration.FullRepositoryId",
    `is "acme/*": ${repository}`,
  ],
  [
    "a repository that IAM would take for a variable",
    sourceAction({}, { FullRepositoryId: `acme/\${aws:username}` }),
    "configuration.FullRepositoryId",
    `is "acme/\${aws:username}": ${repository}`,
  ],
  [
    "a repository that only the execution knows",
    sourceAction({}, { FullRepositoryId: "acme/#{Other.RepositoryName}" }),
    "configuration.FullRepositoryId",
    `is "acme/#{Other.RepositoryName}": ${repository}`,
  ],
  [
    "a repository that starts with a space",
    sourceAction({}, { FullRepositoryId: " acme/shop" }),
    "configuration.FullRepositoryId",
    `is " acme/shop": ${repository}`,
  ],
  [
    "an empty branch",
    sourceAction({}, { BranchName: "" }),
    "configuration.BranchName",
    'is "": give the name of one branch, such as main',
  ],
  [
    "a pattern of branches",
    sourceAction({}, { BranchName: "release/*" }),
    "configuration.BranchName",
    'is "release/*": give the name of one branch, such as main',
  ],
  [
    "a branch of 256 characters",
    sourceAction({}, { BranchName: "b".repeat(256) }),
    "configuration.BranchName",
    `is "${"b".repeat(76)}...: give at most 255 characters`,
  ],
  [
    "an unknown format",
    sourceAction({}, { OutputArtifactFormat: "ZIP" }),
    "configuration.OutputArtifactFormat",
    'is "ZIP": allowed are CODE_ZIP, CODEBUILD_CLONE_REF',
  ],
  [
    "a text for a boolean",
    sourceAction({}, { DetectChanges: "true" }),
    "configuration.DetectChanges",
    'is "true": give true or false',
  ],
  [
    "the key of another source",
    sourceAction({}, { PollForSourceChanges: false }),
    "configuration.PollForSourceChanges",
    "is not known here: allowed are ConnectionArn, FullRepositoryId, BranchName, OutputArtifactFormat, DetectChanges",
  ],
  ["another category", sourceAction({ category: "Build" }), "category", 'is "Build": allowed are Source'],
  [
    "an artifact with a dot",
    sourceAction({ outputArtifacts: ["a.b"] }),
    "outputArtifacts[0]",
    'is "a.b": give 1 to 100 letters, digits or the characters - _',
  ],
  [
    "a timeout, which only approvals have",
    sourceAction({ timeoutInMinutes: 5 }),
    "timeoutInMinutes",
    "is not known here: allowed are name, owner, runOrder, inputArtifacts, outputArtifacts, region, roleArn, artifactReaderArns, permissions, namespace, provider, category, configuration",
  ],
];

describe("a source behind a connection", () => {
  it("is one of AWS's own actions and makes one artifact, in the region of its pipeline", () => {
    const { provider, owner, version, categories, inputArtifacts, outputArtifacts } = codeStarSourceConnection;
    assert.deepEqual(
      { provider, owner, version, categories, inputArtifacts, outputArtifacts },
      {
        provider: "CodeStarSourceConnection",
        owner: "AWS",
        version: "1",
        categories: ["Source"],
        inputArtifacts: { min: 0, max: 0 },
        outputArtifacts: { min: 1, max: 1 },
      },
    );
    const { outputVariables, pipelineTypes, crossRegion } = codeStarSourceConnection;
    assert.deepEqual(
      { outputVariables, pipelineTypes, crossRegion },
      {
        outputVariables: [
          "AuthorDate",
          "BranchName",
          "CommitId",
          "CommitMessage",
          "ConnectionArn",
          "FullRepositoryName",
        ],
        pipelineTypes: ["V1", "V2"],
        crossRegion: false,
      },
    );
  });

  for (const [what, action, path, reason] of refused) {
    it(`refuses ${what}`, () => {
      assert.deepEqual(schemaProblems(codeStarSourceConnectionSchema, action), [{ path, reason }]);
    });
  }

  for (const [what, id] of [
    ["of GitLab with subgroups", "acme/web/shop"],
    ["of Azure DevOps with spaces", "Acme Shop/web front"],
    ["with dots and capitals", "Acme/Shop.js"],
  ]) {
    it(`accepts a repository ${what}`, () => {
      const action = sourceAction({}, { FullRepositoryId: id });
      assert.deepEqual(schemaProblems(codeStarSourceConnectionSchema, action), []);
    });
  }

  for (const given of [
    connectionArn.replace("codeconnections", "codestar-connections"),
    connectionArn.replace("arn:aws:", "arn:aws-us-gov:"),
  ]) {
    it(`accepts the connection ${given}`, () => {
      const action = sourceAction({}, { ConnectionArn: given });
      assert.deepEqual(schemaProblems(codeStarSourceConnectionSchema, action), []);
    });
  }

  it("says to AWS what it takes for granted", () => {
    const action = codeStarSourceConnectionSchema.parse(sourceAction());
    assert.equal(action.category, "Source");
    assert.deepEqual(renderConfiguration(action.configuration), {
      ConnectionArn: connectionArn,
      FullRepositoryId: "acme/shop",
      BranchName: "main",
      OutputArtifactFormat: "CODE_ZIP",
    });
  });

  it("says what is given, and a boolean as text", () => {
    const action = codeStarSourceConnectionSchema.parse(full);
    assert.deepEqual(renderConfiguration(action.configuration), {
      ConnectionArn: connectionArn,
      FullRepositoryId: "acme/shop",
      BranchName: "main",
      OutputArtifactFormat: "CODEBUILD_CLONE_REF",
      DetectChanges: "false",
    });
  });

  it("may use its connection for its repository alone, under both names of the service", () => {
    const action = codeStarSourceConnectionSchema.parse(sourceAction());
    assert.deepEqual(codeStarSourceConnection.permissions(action, context), useConnection("StringEqualsIfExists"));
    assert.deepEqual(codeStarSourceConnection.validate(action), []);
  });

  it("lets a build use the connection only when the artifact is a reference to clone", () => {
    const zip = codeStarSourceConnectionSchema.parse(sourceAction());
    const clone = codeStarSourceConnectionSchema.parse(full);
    assert.deepEqual(codeStarSourceConnection.consumerPermissions?.(zip, context), []);
    assert.deepEqual(codeStarSourceConnection.consumerPermissions?.(clone, context), useConnection("StringEquals"));
  });

  it("starts no project and tells nobody", () => {
    assert.equal(codeStarSourceConnection.startedProject, undefined);
    assert.equal(codeStarSourceConnection.notifiedTopic, undefined);
  });
});

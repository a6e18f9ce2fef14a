import assert from "node:assert/strict";
import { codeCommit, codeCommitAction, codeCommitSchema } from "../../../components/actions/code-commit";
import { context } from "../../support/pipelines";
import { configured, describeProvider, factsOf } from "../../support/provider-cases";

const minimal = codeCommitAction({
  name: "Repository",
  outputArtifacts: ["source"],
  configuration: { RepositoryName: "shop.web_1", BranchName: "main" },
});
const full = {
  ...configured(minimal, { PollForSourceChanges: false, OutputArtifactFormat: "CODEBUILD_CLONE_REF" }),
  category: "Source",
  detectChanges: true,
};
const polled = configured(minimal, { PollForSourceChanges: true });

const repository = "arn:aws:codecommit:eu-central-1:111122223333:shop.web_1";
const name = "give the name of a repository, 1 to 100 letters, digits or the characters . - _";
const branch = "give the name of one branch, such as main";

function statement(...actions: string[]) {
  return [{ Sid: "Repository", Effect: "Allow" as const, Action: actions, Resource: [repository] }];
}

describeProvider(codeCommit, {
  title: "a source in CodeCommit",
  minimal: {
    action: minimal,
    configuration: {
      RepositoryName: "shop.web_1",
      BranchName: "main",
      PollForSourceChanges: "false",
      OutputArtifactFormat: "CODE_ZIP",
    },
    statements: statement(
      "codecommit:CancelUploadArchive",
      "codecommit:GetBranch",
      "codecommit:GetCommit",
      "codecommit:GetUploadArchiveStatus",
      "codecommit:UploadArchive",
    ),
  },
  full: {
    action: full,
    configuration: {
      RepositoryName: "shop.web_1",
      BranchName: "main",
      PollForSourceChanges: "false",
      OutputArtifactFormat: "CODEBUILD_CLONE_REF",
    },
    statements: statement(
      "codecommit:CancelUploadArchive",
      "codecommit:GetBranch",
      "codecommit:GetCommit",
      "codecommit:GetRepository",
      "codecommit:GetUploadArchiveStatus",
      "codecommit:UploadArchive",
    ),
  },
  required: ["RepositoryName", "BranchName"],
  refused: [
    [
      "every repository",
      configured(minimal, { RepositoryName: "*" }),
      "configuration.RepositoryName",
      `is "*": ${name}`,
    ],
    [
      "a repository of 101 characters",
      configured(minimal, { RepositoryName: "r".repeat(101) }),
      "configuration.RepositoryName",
      `is "${"r".repeat(76)}...: ${name}`,
    ],
    [
      "a pattern of branches",
      configured(minimal, { BranchName: "feature/*" }),
      "configuration.BranchName",
      `is "feature/*": ${branch}`,
    ],
    [
      "a branch that only the execution knows, since the rule names it",
      configured(minimal, { BranchName: "#{Other.BranchName}" }),
      "configuration.BranchName",
      'is "#{Other.BranchName}": give the name of the branch: what starts the pipeline names it',
    ],
    [
      "a branch of 257 characters",
      configured(minimal, { BranchName: "b".repeat(257) }),
      "configuration.BranchName",
      `is "${"b".repeat(76)}...: give at most 256 characters`,
    ],
    [
      "an unknown format",
      configured(minimal, { OutputArtifactFormat: "ZIP" }),
      "configuration.OutputArtifactFormat",
      'is "ZIP": allowed are CODE_ZIP, CODEBUILD_CLONE_REF',
    ],
    [
      "polling as text",
      configured(minimal, { PollForSourceChanges: "false" }),
      "configuration.PollForSourceChanges",
      'is "false": give true or false',
    ],
    [
      "polling beside an event",
      { ...polled, detectChanges: true },
      "configuration.PollForSourceChanges",
      "is true beside detectChanges true: remove one of them",
    ],
    [
      "polling where nothing should be detected",
      { ...polled, detectChanges: false },
      "configuration.PollForSourceChanges",
      "is true beside detectChanges false: remove one of them",
    ],
    ["another category", { ...minimal, category: "Build" }, "category", 'is "Build": allowed are Source'],
  ],
  accepted: [
    ["polling by choice", polled],
    ["no detection at all", { ...minimal, detectChanges: false }],
    ["a branch in a folder, of 256 characters", configured(minimal, { BranchName: `a/${"b".repeat(254)}` })],
  ],
  allowed: [
    { action: "codecommit:GetBranch", resource: repository },
    { action: "codecommit:GetRepository", resource: repository },
    { action: "codecommit:UploadArchive", resource: repository },
  ],
  denied: [
    { action: "codecommit:UploadArchive", resource: `${repository}2` },
    { action: "codecommit:GitPush", resource: repository },
    { action: "codecommit:GitPull", resource: repository },
  ],
});

describe("a source in CodeCommit", () => {
  const read = (action: unknown) => codeCommitSchema.parse(action);

  it("is one of AWS's own sources, in the region of its pipeline", () => {
    assert.deepEqual(factsOf(codeCommit), {
      provider: "CodeCommit",
      owner: "AWS",
      version: "1",
      categories: ["Source"],
      inputArtifacts: { min: 0, max: 0 },
      outputArtifacts: { min: 1, max: 1 },
      outputVariables: ["AuthorDate", "BranchName", "CommitId", "CommitMessage", "CommitterDate", "RepositoryName"],
      pipelineTypes: ["V1", "V2"],
      crossRegion: false,
    });
    assert.deepEqual(codeCommit.artifactUse(read(minimal)), { read: false, write: true });
  });

  it("lets a build pull the repository only when the artifact is a reference to clone", () => {
    assert.deepEqual(codeCommit.consumerPermissions?.(read(minimal), context), []);
    assert.deepEqual(codeCommit.consumerPermissions?.(read(full), context), [
      { Sid: "Clone", Effect: "Allow", Action: ["codecommit:GitPull"], Resource: [repository] },
    ]);
  });

  it("has changed when its branch is made or moves", () => {
    assert.deepEqual(codeCommit.changeEvent?.(read(minimal), context), {
      source: ["aws.codecommit"],
      detailType: ["CodeCommit Repository State Change"],
      resources: [repository],
      detail: {
        event: ["referenceCreated", "referenceUpdated"],
        referenceType: ["branch"],
        referenceName: ["main"],
      },
    });
  });

  it("is polled where AWS's own form of a pipeline says nothing, as AWS does", () => {
    assert.deepEqual(codeCommit.awsDefaults, { PollForSourceChanges: true });
  });

  it("tells nothing where AWS polls, or nobody should be told", () => {
    assert.equal(codeCommit.changeEvent?.(read(polled), context), undefined);
    assert.equal(codeCommit.changeEvent?.(read({ ...minimal, detectChanges: false }), context), undefined);
  });

  it("asks another account to send the events of its repository on, and only where there are any", () => {
    const far = { ...minimal, roleArn: "arn:aws:iam::444455556666:role/shop-source" };
    assert.deepEqual(codeCommit.requiredGrants?.(read(minimal), context, "store"), []);
    assert.deepEqual(codeCommit.requiredGrants?.(read({ ...far, detectChanges: false }), context, "store"), []);
    assert.deepEqual(codeCommit.requiredGrants?.(read(far), context, "store"), [
      {
        of: "account 444455556666",
        statements: [],
        note: "If the pipeline is in another account, a rule here must send the events of the source to the default event bus of that account.",
      },
    ]);
  });
});

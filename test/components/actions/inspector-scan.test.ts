import assert from "node:assert/strict";
import { inspectorScan, inspectorScanAction } from "../../../components/actions/inspector-scan";
import { configured, describeProvider, factsOf } from "../../support/provider-cases";

const action = inspectorScanAction({
  name: "Scan",
  inputArtifacts: ["source"],
  outputArtifacts: ["sbom"],
  configuration: { InspectorRunMode: "SourceCodeScan" },
});
const full = inspectorScanAction({
  ...action,
  inputArtifacts: [],
  configuration: {
    InspectorRunMode: "ECRImageScan",
    ECRRepositoryName: "shop/web",
    ImageTag: "#{Source.CommitId}",
    CriticalThreshold: 0,
    HighThreshold: 1,
    MediumThreshold: 10,
    LowThreshold: 100,
  },
});
const group = "arn:aws:logs:eu-central-1:111122223333:log-group:/aws/codepipeline/shop";
const logs = {
  Sid: "Logs",
  Effect: "Allow" as const,
  Action: ["logs:CreateLogGroup", "logs:CreateLogStream", "logs:PutLogEvents"],
  Resource: [group, `${group}:*`],
};
const scan = { Sid: "Scan", Effect: "Allow" as const, Action: ["inspector-scan:ScanSbom"], Resource: ["*"] };
const image = "arn:aws:ecr:eu-central-1:111122223333:repository/shop/web";

describeProvider(inspectorScan, {
  title: "an action that looks for vulnerabilities",
  minimal: { action, configuration: { InspectorRunMode: "SourceCodeScan" }, statements: [logs, scan] },
  full: {
    action: full,
    configuration: {
      InspectorRunMode: "ECRImageScan",
      ECRRepositoryName: "shop/web",
      ImageTag: "#{Source.CommitId}",
      CriticalThreshold: "0",
      HighThreshold: "1",
      MediumThreshold: "10",
      LowThreshold: "100",
    },
    statements: [
      logs,
      scan,
      { Sid: "RegistryLogin", Effect: "Allow", Action: ["ecr:GetAuthorizationToken"], Resource: ["*"] },
      {
        Sid: "PullImage",
        Effect: "Allow",
        Action: ["ecr:BatchCheckLayerAvailability", "ecr:BatchGetImage", "ecr:GetDownloadUrlForLayer"],
        Resource: [image],
      },
    ],
  },
  required: ["InspectorRunMode"],
  refused: [
    [
      "another mode",
      configured(action, { InspectorRunMode: "Scan" }),
      "configuration.InspectorRunMode",
      'is "Scan": allowed are SourceCodeScan, ECRImageScan',
    ],
    [
      "an image without its repository",
      configured(full, { ECRRepositoryName: undefined }),
      "configuration.ECRRepositoryName",
      "is missing: say which image is scanned",
    ],
    [
      "an image without its tag",
      configured(full, { ImageTag: undefined }),
      "configuration.ImageTag",
      "is missing: say which image is scanned",
    ],
    [
      "source without an artifact",
      { ...action, inputArtifacts: [] },
      "inputArtifacts",
      "is empty: name the artifact whose source is scanned",
    ],
    [
      "source with a repository",
      configured(action, { ECRRepositoryName: "shop/web" }),
      "configuration.ECRRepositoryName",
      'is "shop/web", and source is scanned: remove it, or let InspectorRunMode be ECRImageScan',
    ],
    [
      "source with a tag",
      configured(action, { ImageTag: "latest" }),
      "configuration.ImageTag",
      'is "latest", and source is scanned: remove it, or let InspectorRunMode be ECRImageScan',
    ],
    [
      "less than no vulnerability",
      configured(action, { HighThreshold: -1 }),
      "configuration.HighThreshold",
      "is -1: give at least 0",
    ],
    [
      "half a vulnerability",
      configured(action, { LowThreshold: 0.5 }),
      "configuration.LowThreshold",
      "is 0.5: give a whole number",
    ],
    [
      "a tag with a space",
      configured(full, { ImageTag: "a b" }),
      "configuration.ImageTag",
      'is "a b": give a tag of letters, digits or the characters . _ - that starts with none of . -',
    ],
  ],
  allowed: [
    { action: "inspector-scan:ScanSbom", resource: "*" },
    { action: "ecr:BatchGetImage", resource: image },
    { action: "ecr:GetAuthorizationToken", resource: "*" },
  ],
  denied: [
    { action: "ecr:BatchGetImage", resource: `${image}-other` },
    { action: "ecr:PutImage", resource: image },
    { action: "logs:CreateLogGroup", resource: `${group}-other` },
  ],
});

describe("an action that looks for vulnerabilities", () => {
  it("is one of AWS's own", () => {
    assert.deepEqual(factsOf(inspectorScan), {
      provider: "InspectorScan",
      owner: "AWS",
      version: "1",
      categories: ["Invoke"],
      inputArtifacts: { min: 0, max: 1 },
      outputArtifacts: { min: 1, max: 1 },
      outputVariables: ["HighestScannedSeverity"],
      pipelineTypes: ["V2"],
      crossRegion: true,
    });
  });

  it("reads the source, and no artifact for an image", () => {
    assert.deepEqual(inspectorScan.artifactUse(inspectorScan.schema.parse(action)), { read: true, write: true });
    assert.deepEqual(inspectorScan.artifactUse(inspectorScan.schema.parse(full)), { read: false, write: true });
  });
});

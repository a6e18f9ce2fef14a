import assert from "node:assert/strict";
import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { parse } from "yaml";
import { root, runNode } from "../support/command";

const manifest = JSON.parse(readFileSync(join(root, "package.json"), "utf8"));

describe("the package and the program, which share a folder", () => {
  it("are told apart by Pulumi.yaml: without its main Pulumi would run the library, and delete everything", () => {
    const project = parse(readFileSync(join(root, "Pulumi.yaml"), "utf8"));
    assert.equal(project.main, "index.ts");
    assert.equal(project.runtime.options.typescript, false);
    assert.match(project.runtime.options.nodeargs, /--require=\.\/transpile\.cjs\b/);
  });

  it("give consumers the library under every way to ask for it, and never the program", () => {
    const entry = manifest.exports["."];
    assert.equal(manifest.main, "bin/components/index.js");
    assert.equal(entry.default, `./${manifest.main}`);
    assert.equal(entry.types, `./${manifest.types}`);
    assert.ok(existsSync(join(root, manifest.main)));
    assert.ok(existsSync(join(root, manifest.types)));
  });

  it("let the library be loaded without registering, calling, printing or keeping anything alive", async () => {
    const { status, stdout, stderr } = await runNode("test/fixtures/package/load.js", manifest.name);
    assert.equal(stderr, "");
    assert.equal(status, 0);
    assert.deepEqual(JSON.parse(stdout), {
      registered: [],
      names: [
        "ArtifactBucket",
        "AuditTrail",
        "BuildProject",
        "CodeCommitRepository",
        "Connection",
        "ConnectionProvider",
        "CustomAction",
        "DeliveryEnvironment",
        "DeliveryPipeline",
        "DeploymentGroup",
        "DestroyPipeline",
        "Fleet",
        "ImageRepository",
        "PackageRegistry",
        "Pipeline",
        "PipelineAlarms",
        "PipelineNotifications",
        "PullRequestChecks",
        "StateBackend",
        "TargetAccount",
        "alexaAction",
        "allowStatement",
        "appConfigAction",
        "approvalAction",
        "artifactAccess",
        "artifactAttribute",
        "artifactKeyUsers",
        "artifactValue",
        "buildAction",
        "cloudFormationAction",
        "cloudWatchAlarmRule",
        "codeBuildAction",
        "codeBuildRule",
        "codeCommitAction",
        "codeDeployAction",
        "codeDeployToEcsAction",
        "codeStarSourceConnectionAction",
        "commandsAction",
        "commandsRule",
        "customAction",

        "deployFunction",
        "deployedImageAction",
        "deploymentWindowRule",
        "destroyListing",
        "detectStackDrift",
        "deviceFarmAction",
        "dockerImage",
        "ec2DeployAction",
        "ecrAction",
        "ecrBuildAndPublishAction",
        "ecsAction",
        "eksAction",
        "elasticBeanstalkAction",
        "executionId",
        "findDeployments",
        "findImages",
        "functionDeployment",
        "gateBoundary",
        "gitSource",
        "grantApproval",
        "grantStateAccess",
        "imageDefinitions",
        "inArtifact",
        "inspectorScanAction",
        "integrationTests",
        "keyPolicy",
        "lambdaDeployAction",
        "lambdaInvokeAction",
        "lambdaInvokeRule",
        "manualApprovalAction",
        "npmPublish",
        "npmRegistryUrl",
        "otherAccountUsers",
        "outputVariable",
        "pipelineInvokeAction",
        "pipelineVariable",
        "planStack",
        "planStages",
        "planUpdate",
        "publishNpmPackages",
        "pulumiDestroy",
        "pulumiDestroyPreview",
        "pulumiDrift",
        "pulumiUp",
        "pulumiUpPreview",
        "pushImages",
        "readAppSpec",
        "readBuildspec",
        "readDeliveryDefinition",
        "readDeliverySettings",
        "readFleet",
        "readNpmPackages",
        "readPipelineDefinition",
        "renderAppSpec",
        "reportJobResults",
        "requiredGrants",
        "s3DeployAction",
        "s3SourceAction",
        "samPackage",
        "samStack",
        "serviceCatalogAction",
        "stackAction",
        "stackDrift",
        "stackInstancesAction",
        "stackSetAction",
        "stackSetParameters",
        "stepFunctionsAction",
        "terraformApply",
        "terraformApplyPreview",
        "terraformDestroy",
        "terraformDestroyPreview",
        "terraformDrift",
        "trustPipeline",
        "validateAppSpec",
        "validateBuildspec",
        "validatePipeline",
        "variableCheckRule",
        "workCustomJobs",
      ],
    });
  });
});

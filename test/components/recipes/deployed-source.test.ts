import assert from "node:assert/strict";
import { rmSync } from "node:fs";
import { join } from "node:path";
import {
  againstDeployed,
  type DeployedSourceArgs,
  deployedSourceShape,
} from "../../../components/recipes/deployed-source";
import { createToolsFolder, removeTools } from "../../../components/recipes/pinned-tool";
import { type BuildMachine, makeBuildMachine } from "../../support/build-machine";
import {
  actionExecution,
  artifactKey,
  artifactStore,
  deployedCommit,
  deploySource,
  writeExecutions,
} from "../../support/deployed-source";
import { runBuildspec } from "../../support/run-buildspec";

const copy = `state/objects/${artifactStore}/drift/${artifactKey}`;
const print = `echo "source: $(cat file) $CODEBUILD_RESOLVED_SOURCE_VERSION \${IMAGE_DIGEST:-none}"`;

describe("the source of the last deployment", () => {
  let machine: BuildMachine;
  beforeEach(() => {
    machine = makeBuildMachine();
    machine.write("source/file", "deployed");
  });
  afterEach(() => machine.remove());

  const run = (changes: Partial<DeployedSourceArgs> = {}, environment: Record<string, string> = {}) =>
    runBuildspec(
      machine,
      againstDeployed(
        {
          version: 0.2,
          env: { shell: "bash" },
          phases: { build: { "on-failure": "ABORT", commands: [createToolsFolder, print], finally: [removeTools] } },
        },
        { pipelineName: "shop", actionName: "Infrastructure", ...changes },
      ),
      environment,
    );
  const removeArtifact = () => rmSync(join(machine.root, "state/objects", artifactStore, artifactKey));

  it("is the artifact that the newest successful deployment read, at its commit", () => {
    deploySource(machine);
    const { succeeded, output } = run();
    assert.equal(succeeded, true, output);
    assert.match(
      output,
      new RegExp(`Comparing with the deployed revision ${deployedCommit} of the execution execution-1\n`),
    );
    assert.match(output, new RegExp(`source: deployed ${deployedCommit} none\n`));
    assert.equal(
      machine.calls().some((call) => call.includes("put-object")),
      false,
    );
  });

  it("belongs to the action and stage that deploy, whatever came later", () => {
    const other = { input: { inputArtifacts: [{ name: "source", s3location: { bucket: "b", key: "k" } }] } };
    deploySource(machine, [
      actionExecution(1, { stageName: "Test", ...other }),
      actionExecution(2, { actionName: "DeployedImage", ...other }),
      actionExecution(3),
    ]);
    assert.match(run().output, /of the execution execution-3\n/);
    assert.match(run({ actionName: undefined, stageName: "Test" }).output, /aws: NoSuchKey|not in the artifact store/);
  });

  it("is found on a later page, behind a newer deployment that failed", () => {
    deploySource(machine);
    writeExecutions(machine, [actionExecution(0, { status: "Failed" })], "first", "page/2+=");
    writeExecutions(machine, [actionExecution(1)], "page/2+=");
    const { succeeded, output } = run();
    assert.equal(succeeded, true, output);
    assert.match(output, /A newer deployment ended with Failed, so its changes may show as drift\n/);
    assert.match(output, /of the execution execution-1\n/);
  });

  it("brings the digest of the image that was deployed, if it is one", () => {
    const digest = `sha256:${"a".repeat(64)}`;
    const configured = (value: string) => ({
      input: {
        resolvedConfiguration: { EnvironmentVariables: JSON.stringify([{ name: "IMAGE_DIGEST", value }]) },
        inputArtifacts: [{ name: "source", s3location: { bucket: artifactStore, key: artifactKey } }],
      },
    });
    deploySource(machine, [actionExecution(1, configured(digest))]);
    assert.match(run().output, new RegExp(`source: deployed ${deployedCommit} ${digest}\n`));
    writeExecutions(machine, [actionExecution(1, configured("latest; curl evil"))]);
    assert.match(run().output, new RegExp(`source: deployed ${deployedCommit} none\n`));
  });

  it("ends the check with success where nothing was deployed yet, and while a deployment runs", () => {
    writeExecutions(machine, [actionExecution(1, { status: "Failed" }), actionExecution(2, { stageName: "Source" })]);
    const none = run();
    assert.equal(none.succeeded, true, none.output);
    assert.match(none.output, /^Nothing was compared: shop has deployed nothing with the stage Deploy yet\n$/m);
    writeExecutions(machine, [actionExecution(2), actionExecution(1, { status: "InProgress" })]);
    const running = run();
    assert.equal(running.succeeded, true, running.output);
    assert.match(running.output, /Nothing was compared: a deployment is running\n/);
    assert.doesNotMatch(none.output + running.output, /source:/);
  });

  it("fails where AWS does not answer: an unknown history is no missing deployment", () => {
    deploySource(machine);
    for (const call of ["aws codepipeline list-action-executions", "aws codepipeline get-pipeline-execution"]) {
      const { succeeded, output } = run({}, { FAILING: call });
      assert.equal(succeeded, false);
      assert.doesNotMatch(output, /Nothing was compared|source:/);
    }
  });

  it("outlives the artifact as a copy under the same key, which each check makes anew", () => {
    deploySource(machine);
    assert.equal(run({ copyBucketName: artifactStore }).succeeded, true);
    assert.ok(machine.read(copy));
    removeArtifact();
    const { succeeded, output } = run({ copyBucketName: artifactStore });
    assert.equal(succeeded, true, output);
    assert.match(output, /source: deployed/);
    assert.equal(machine.calls().filter((call) => call.includes("put-object")).length, 2);
  });

  it("fails with the fix where neither artifact nor copy is left", () => {
    deploySource(machine);
    removeArtifact();
    for (const changes of [{}, { copyBucketName: artifactStore }]) {
      const { succeeded, output } = run(changes);
      assert.equal(succeeded, false);
      assert.match(output, /NoSuchKey\n/);
      assert.match(output, /not in the artifact store any more\. Artifacts expire: deploy again\n/);
    }
  });

  it("belongs to a pipeline, a stage and a bucket with names of AWS", () => {
    assert.equal(deployedSourceShape.pipelineName.safeParse("shop.prod@1_a-b").success, true);
    assert.equal(deployedSourceShape.pipelineName.safeParse("a b").success, false);
    assert.equal(deployedSourceShape.stageName.safeParse("x".repeat(101)).success, false);
    assert.equal(deployedSourceShape.copyBucketName.safeParse("A").success, false);
  });
});

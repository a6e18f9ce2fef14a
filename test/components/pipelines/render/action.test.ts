import assert from "node:assert/strict";
import { customAction } from "../../../../components/actions/custom/action";
import { type ActionSurroundings, renderAction } from "../../../../components/pipelines/render/action";
import { approvalAction, buildAction, connectionArn, readAction, sourceAction } from "../../../support/pipelines";

const nothing: ActionSurroundings = { namespaces: new Set(), triggered: new Set(), roleArn: undefined };

function detection(configuration: Record<string, unknown>, triggered: string[] = []) {
  const action = readAction(sourceAction({}, configuration));
  return renderAction(action, { ...nothing, triggered: new Set(triggered) }).configuration.DetectChanges;
}

function namespace(changes: Record<string, unknown>, ...asked: string[]) {
  return renderAction(readAction(buildAction(changes)), { ...nothing, namespaces: new Set(asked) }).namespace;
}

describe("renderAction", () => {
  it("says no more than what there is", () => {
    assert.deepEqual(renderAction(readAction(approvalAction()), nothing), {
      name: "Release",
      category: "Approval",
      owner: "AWS",
      provider: "Manual",
      version: "1",
      runOrder: 1,
      configuration: {},
      inputArtifacts: [],
      outputArtifacts: [],
    });
  });

  it("says everything that there is", () => {
    const role = "arn:aws:iam::222233334444:role/deployer";
    const action = readAction(
      buildAction(
        { region: "us-east-1", runOrder: 3, namespace: "Built", roleArn: role, outputArtifacts: ["image"] },
        { BatchEnabled: true },
      ),
    );
    assert.deepEqual(renderAction(action, { ...nothing, roleArn: role }), {
      name: "Image",
      category: "Build",
      owner: "AWS",
      provider: "CodeBuild",
      version: "1",
      runOrder: 3,
      configuration: { ProjectName: "shop-image", BatchEnabled: "true" },
      inputArtifacts: ["source"],
      outputArtifacts: ["image"],
      namespace: "Built",
      region: "us-east-1",
      roleArn: role,
    });
    assert.equal(renderAction(readAction(approvalAction({ timeoutInMinutes: 60 })), nothing).timeoutInMinutes, 60);
  });

  it("says whose own provider it is, and of which version", () => {
    const action = customAction({ name: "Own", provider: "Jenkins", version: "7", category: "Test" });
    const { owner, provider, version, category } = renderAction(readAction(action), nothing);
    assert.deepEqual([owner, provider, version, category], ["Custom", "Jenkins", "7", "Test"]);
  });

  it("gives commands, their files and their variables their places beside the configuration", () => {
    const action = {
      ...readAction(buildAction({ outputArtifacts: ["a", "b"] })),
      commands: ["make", "make test"],
      outputFiles: ["dist/**"],
      outputVariables: ["TAG"],
    };
    const { commands, outputVariables, outputArtifacts, outputArtifactsForComputeActions } = renderAction(
      action,
      nothing,
    );
    assert.deepEqual([commands, outputVariables, outputArtifacts], [["make", "make test"], ["TAG"], undefined]);
    assert.deepEqual(outputArtifactsForComputeActions, [
      { name: "a", files: ["dist/**"] },
      { name: "b", files: ["dist/**"] },
    ]);
  });

  it("always says whether changes start the pipeline: yes, unless a trigger watches the source", () => {
    assert.equal(detection({}), "true");
    assert.equal(detection({}, ["Repository"]), "false");
    assert.equal(detection({}, ["Other"]), "true");
  });

  it("leaves the detection of changes to what is written", () => {
    assert.equal(detection({ DetectChanges: false }), "false");
    assert.equal(detection({ DetectChanges: false }, ["Repository"]), "false");
    assert.equal(detection({ DetectChanges: true }), "true");
  });

  it("says the same for a source as before besides", () => {
    assert.deepEqual(renderAction(readAction(sourceAction()), nothing).configuration, {
      DetectChanges: "true",
      ConnectionArn: connectionArn,
      FullRepositoryId: "acme/shop",
      BranchName: "main",
      OutputArtifactFormat: "CODE_ZIP",
    });
  });

  it("has a namespace only if one is written or a reference asks for it", () => {
    assert.equal(namespace({}), undefined);
    assert.equal(namespace({}, "Other"), undefined);
    assert.equal(namespace({}, "Image"), "Image");
    assert.equal(namespace({ name: "Image.Web" }, "Image_Web"), "Image_Web");
    assert.equal(namespace({ namespace: "Built" }), "Built");
    assert.equal(namespace({ namespace: "Built" }, "Image"), "Built");
  });

  it("never takes a reference to a variable of the pipeline for one to an action", () => {
    assert.equal(namespace({ name: "variables" }, "variables"), undefined);
    assert.equal(namespace({ name: "variables" }, "variables_"), "variables_");
  });
});

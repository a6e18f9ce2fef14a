import assert from "node:assert/strict";
import { approvalAction, buildAction, gitSource } from "../../../components/delivery/inline-actions";

const connectionArn = "arn:aws:codeconnections:eu-central-1:111122223333:connection/0f1e2d3c";

describe("gitSource", () => {
  it("reads main, and makes an artifact that is named after the action", () => {
    assert.deepEqual(gitSource({ connectionArn, repository: "acme/lib" }), {
      name: "Repository",
      provider: "CodeStarSourceConnection",
      outputArtifacts: ["Repository"],
      configuration: { ConnectionArn: connectionArn, FullRepositoryId: "acme/lib", BranchName: "main" },
    });
  });

  it("carries the filters of pushes and pull requests", () => {
    const pushes = [{ tags: { includes: ["v*"] } }];
    const pullRequests = [{ branches: { includes: ["main"] } }];
    const { trigger } = gitSource({ connectionArn, repository: "acme/lib", pushes, pullRequests });
    assert.deepEqual(trigger, { push: pushes, pullRequest: pullRequests });
  });
});

describe("buildAction", () => {
  const source = gitSource({ connectionArn, repository: "acme/lib" });

  it("takes the artifact of the action that it is given, or an artifact by name, the primary source first", () => {
    const first = buildAction({ name: "Pack", input: source, commands: ["make"], files: ["dist/**"] });
    assert.deepEqual([first.inputArtifacts, first.outputArtifacts], [["Repository"], ["Pack"]]);
    const second = buildAction({ name: "Check", input: [first, "other"], commands: ["make check"] });
    assert.deepEqual([second.inputArtifacts, second.outputArtifacts], [["Pack", "other"], []]);
  });

  it("names its artifact without the dots and @ that names of actions may have", () => {
    const pack = buildAction({ name: "pack.v1@x", input: source, commands: ["make"], files: ["dist/**"] });
    assert.deepEqual(pack.outputArtifacts, ["pack_v1_x"]);
    for (const input of [pack, "pack.v1@x"]) {
      assert.deepEqual(buildAction({ name: "Check", input, commands: ["make"] }).inputArtifacts, ["pack_v1_x"]);
    }
  });

  it("makes an artifact where its buildspec has artifacts", () => {
    const buildspec = { phases: { build: { commands: ["make"] } }, artifacts: { files: ["**/*"] } };
    assert.deepEqual(buildAction({ name: "Pack", input: source, buildspec }).outputArtifacts, ["Pack"]);
  });

  it("is plain data", () => {
    const action = buildAction({ name: "Unit", input: source, commands: ["npm test"], runOrder: 2, namespace: "Unit" });
    assert.deepEqual(JSON.parse(JSON.stringify(action)), action);
    assert.deepEqual([action.runOrder, action.namespace, action.build.commands], [2, "Unit", ["npm test"]]);
  });
});

describe("approvalAction", () => {
  it("has message, link and timeout in AWS's own keys, and the people to notify", () => {
    assert.deepEqual(
      approvalAction({
        name: "Go",
        notify: ["a@acme.example"],
        message: "Go?",
        reviewLink: "https://x.example",
        timeoutInMinutes: 60,
      }),
      {
        name: "Go",
        provider: "Manual",
        timeoutInMinutes: 60,
        configuration: { CustomData: "Go?", ExternalEntityLink: "https://x.example" },
        notify: ["a@acme.example"],
      },
    );
    assert.deepEqual(approvalAction({ name: "Go" }), { name: "Go", provider: "Manual", configuration: {}, notify: [] });
  });
});

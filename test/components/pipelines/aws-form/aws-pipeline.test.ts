import assert from "node:assert/strict";
import { readAwsPipeline } from "../../../../components/pipelines/aws-form/aws-pipeline";

const detecting = {
  name: "Repository",
  actionTypeId: { category: "Source", owner: "AWS", provider: "CodeStarSourceConnection", version: "1" },
  configuration: { FullRepositoryId: "acme/shop", BranchName: "main", DetectChanges: "false" },
};
const trigger = (more: object = {}) => ({
  providerType: "CodeStarSourceConnection",
  gitConfiguration: { sourceActionName: "Repository", push: [{ branches: { includes: ["main"] } }], ...more },
});

/** The pipeline that is read, without its stages. */
function readBeside(written: object) {
  const { stages, ...others } = readAwsPipeline({ ...written, stages: [] }) as Record<string, unknown>;
  assert.deepEqual(stages, []);
  return others;
}

describe("the pipeline of AWS's structure", () => {
  it("leaves name, role, stores and tags to the environment", () => {
    const given = { name: "shop", version: 3, roleArn: "r", artifactStore: {}, artifactStores: {}, tags: [] };
    assert.deepEqual(readBeside({ ...given, pipelineType: "V2", executionMode: "QUEUED" }), {
      pipelineType: "V2",
      executionMode: "QUEUED",
    });
  });

  it("loses settings that say no more than silence, and the restart, which is CloudFormation's", () => {
    const silent = { disableInboundStageTransitions: [], restartExecutionOnUpdate: true, triggers: [] };
    assert.deepEqual(readBeside(silent), {});
  });

  it("has triggers by their source, without filters that filter nothing", () => {
    assert.deepEqual(readBeside({ triggers: [trigger({ pullRequest: [] })] }), {
      triggers: [{ sourceAction: "Repository", push: [{ branches: { includes: ["main"] } }] }],
    });
    assert.deepEqual(readBeside({ triggers: [{ ...trigger(), providerType: "Other" }] }), {
      triggers: [{ providerType: "Other", sourceAction: "Repository", push: [{ branches: { includes: ["main"] } }] }],
    });
  });

  it("has variables whose values are text", () => {
    assert.deepEqual(readBeside({ variables: [{ name: "Count", defaultValue: 3 }, "x"] }), {
      variables: [{ name: "Count", defaultValue: "3" }, "x"],
    });
  });

  it("has stages with conditions that exist, and without blockers, which nobody can set", () => {
    const stage = {
      name: 1,
      blockers: [],
      actions: [],
      onFailure: { result: "ROLLBACK" },
      onSuccess: { conditions: [] },
    };
    assert.deepEqual(readAwsPipeline({ stages: [stage, { name: "Empty" }] }), {
      stages: [
        { name: "1", actions: [], onFailure: { result: "ROLLBACK" } },
        { name: "Empty", actions: [] },
      ],
    });
  });

  it("has sources without DetectChanges where a trigger makes AWS ignore it, and with it elsewhere", () => {
    const detects = (triggers: unknown) => {
      const written = { triggers, stages: [{ name: "Source", actions: [detecting] }] };
      return JSON.stringify(readAwsPipeline(written)).includes("etectChanges");
    };
    assert.equal(detects([trigger()]), false);
    assert.equal(detects([]), true);
    assert.equal(detects(undefined), true);
    assert.equal(detects([trigger({ sourceActionName: "Other" })]), true);
  });

  it("stays as it is where it has none of AWS's shapes, for the schema to refuse", () => {
    for (const other of [undefined, null, "shop", ["x"]]) {
      assert.equal(readAwsPipeline(other), other);
    }
    assert.deepEqual(readAwsPipeline({ triggers: ["x", { gitConfiguration: 7 }], variables: "x", stages: ["x"] }), {
      triggers: ["x", { gitConfiguration: 7 }],
      variables: "x",
      stages: ["x"],
    });
    assert.deepEqual(readAwsPipeline({}), { stages: undefined });
  });
});

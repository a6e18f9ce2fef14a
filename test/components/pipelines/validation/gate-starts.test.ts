import assert from "node:assert/strict";
import type { ActionInput } from "../../../../components/actions/catalogue";
import { codeBuildAction } from "../../../../components/actions/codebuild/action";
import { pipelineInvokeAction } from "../../../../components/actions/pipeline-invoke";
import { codeBuildRule } from "../../../../components/actions/rules/code-build";
import { validatePipeline } from "../../../../components/pipelines/validation/validate-pipeline";
import { pipelineOf } from "../../../support/pipelines";

const build = (ProjectName: string) =>
  codeBuildAction({ name: "Run", inputArtifacts: ["source"], configuration: { ProjectName } });

function problems(action: ActionInput, pipelineName?: string): string[] {
  const definition = pipelineOf([action]);
  return validatePipeline(pipelineName === undefined ? definition : { ...definition, pipelineName }).map(
    ({ path, reason }) => `${path}: ${reason}`,
  );
}

describe("an action that starts a part of a gate", () => {
  for (const part of ["preview", "run"]) {
    it(`is refused for its ${part} in every pipeline but the gate's own`, () => {
      const name = `shop-prod-destroy-${part}`;
      const refusal = `stages[1].actions[0].configuration.ProjectName: is "${name}", a part of a destroy pipeline: its own approvals start it, so name another`;
      assert.deepEqual(problems(build(name)), [refusal]);
      assert.deepEqual(problems(build(name), "shop-dev-destroy-pipeline"), [refusal]);
      assert.deepEqual(problems(build(name), "shop-prod-destroy-pipeline"), []);
    });
  }

  it("is refused for its pipeline, also in that pipeline itself", () => {
    const action = pipelineInvokeAction({ name: "Run", configuration: { PipelineName: "shop-prod-destroy-pipeline" } });
    for (const pipelineName of [undefined, "shop-prod-destroy-pipeline"]) {
      assert.deepEqual(problems(action, pipelineName), [
        'stages[1].actions[0].configuration.PipelineName: is "shop-prod-destroy-pipeline", a part of a destroy pipeline: its own approvals start it, so name another',
      ]);
    }
  });

  it("is refused in another region, where a pipeline may have the name of the gate's own", () => {
    const action = { ...build("shop-prod-destroy-run"), region: "eu-west-1" };
    assert.equal(problems(action, "shop-prod-destroy-pipeline").length, 1);
  });

  it("is refused as a rule of a condition, also in the gate's own pipeline", () => {
    const ProjectName = "shop-prod-destroy-run";
    const rule = codeBuildRule({ name: "Run", inputArtifacts: ["source"], configuration: { ProjectName } });
    const definition = pipelineOf([build("shop-test")]);
    const [source, deploy] = definition.stages;
    assert.ok(source && deploy);
    const stages = [source, { ...deploy, beforeEntry: { result: "FAIL" as const, rules: [rule] } }];
    for (const pipelineName of ["shop-dev-pipeline", "shop-prod-destroy-pipeline"]) {
      assert.deepEqual(validatePipeline({ ...definition, pipelineName, stages }), [
        {
          path: "stages[1].beforeEntry.rules[0].configuration.ProjectName",
          reason: `is "${ProjectName}", a part of a destroy pipeline: its own approvals start it, so name another`,
        },
      ]);
    }
  });

  it("is any other project with such a word, which is accepted", () => {
    for (const name of ["shop-destroy-runner", "destroy-run", "shop-run"]) {
      assert.deepEqual(problems(build(name)), []);
    }
  });
});

import assert from "node:assert/strict";
import fc from "fast-check";
import { catalogue } from "../../../../components/actions/catalogue";
import { validatePipeline } from "../../../../components/pipelines/validation/validate-pipeline";
import { approvalAction, buildAction, pipelineOf, readPipeline, sourceAction } from "../../../support/pipelines";
import { scope } from "../../../support/scopes";

const text = "give text";
const names = "give 1 to 100 letters, digits or the characters . @ - _";

const providers = [...new Set(catalogue.map(({ provider }) => provider))].join(", ");

const refused: [what: string, definition: unknown, path: string, reason: string][] = [
  ["nothing", undefined, "", "is missing: give an object"],
  ["a list", [], "", "is []: give an object"],
  ["a pipeline without stages", {}, "stages", "is missing: give a list"],
  ["stages that are no list", { stages: "a" }, "stages", 'is "a": give a list'],
  [
    "an unknown key",
    { ...pipelineOf([buildAction()]), trigger: [] },
    "trigger",
    "is not known here. Did you mean triggers? Allowed are pipelineType, executionMode, variables, triggers, schedules, stages",
  ],
  [
    "an unknown execution mode",
    { ...pipelineOf([buildAction()]), executionMode: "queued" },
    "executionMode",
    'is "queued". Did you mean QUEUED? Allowed are SUPERSEDED, QUEUED, PARALLEL',
  ],
  [
    "a stage with an unknown key",
    { stages: [...pipelineOf().stages, { name: "Build", actions: [buildAction()], afterExit: {} }] },
    "stages[1].afterExit",
    "is not known here: allowed are name, actions, beforeEntry, onSuccess, onFailure",
  ],
  [
    "a stage with a space in its name",
    { stages: [...pipelineOf().stages, { name: "B B", actions: [buildAction()] }] },
    "stages[1].name",
    `is "B B": ${names}`,
  ],
  [
    "a provider that nobody knows",
    pipelineOf([{ name: "X", provider: "Jenkins" }]),
    "stages[1].actions[0].provider",
    `is "Jenkins": allowed are ${providers}`,
  ],
  [
    "an action without a provider",
    pipelineOf([{ name: "X" }]),
    "stages[1].actions[0].provider",
    `is missing: allowed are ${providers}`,
  ],
  ["an action that is none", pipelineOf([buildAction(), 5]), "stages[1].actions[1]", "is 5: give an object"],
  [
    "a contradiction inside an action",
    pipelineOf([buildAction({}, { CombineArtifacts: true })]),
    "stages[1].actions[0].configuration.CombineArtifacts",
    "true needs a batch; set BatchEnabled to true or remove CombineArtifacts",
  ],
  [
    "a value that AWS would find too long",
    pipelineOf([buildAction({}, { BuildspecOverride: "x".repeat(1001) })]),
    "stages[1].actions[0].configuration.BuildspecOverride",
    "is 1001 characters long when rendered; AWS takes 1000: shorten it",
  ],
];

describe("validatePipeline", () => {
  for (const [what, definition, path, reason] of refused) {
    it(`refuses ${what}`, () => {
      assert.deepEqual(validatePipeline(definition), [{ path, reason }]);
    });
  }

  it("refuses commands that destroy without asking, as the component does", () => {
    const destroys = {
      name: "Down",
      provider: "Commands",
      inputArtifacts: ["source"],
      commands: ["pulumi destroy --yes"],
    };
    assert.deepEqual(validatePipeline(pipelineOf([destroys])), [
      {
        path: "stages[1].actions[0].commands[0]",
        reason:
          'runs "pulumi destroy --yes", which destroys without asking anybody: put a manual approval before it, or use DestroyPipeline',
      },
    ]);
    assert.deepEqual(validatePipeline(pipelineOf([approvalAction()], [destroys])), []);
  });

  it("accepts a definition with its name, as a file gives it, and checks the name", () => {
    assert.deepEqual(validatePipeline({ ...pipelineOf([approvalAction()]), pipelineName: "shop" }), []);
    assert.deepEqual(
      validatePipeline({ ...pipelineOf([approvalAction()]), pipelineName: "the shop" }).map(({ path }) => path),
      ["pipelineName"],
    );
  });

  it("takes an unknown region or account for the same", () => {
    const stack = (ActionMode: string, place: object) => ({
      name: ActionMode,
      provider: "CloudFormation",
      inputArtifacts: ActionMode === "DELETE_ONLY" ? [] : ["source"],
      configuration: {
        ActionMode,
        StackName: "trial",
        RoleArn: "arn:aws:iam::111122223333:role/stack",
        ...(ActionMode === "DELETE_ONLY" ? {} : { TemplatePath: "source::trial.yml" }),
      },
      ...place,
    });
    const definition = pipelineOf([stack("CREATE_UPDATE", {})], [stack("DELETE_ONLY", { region: "us-east-1" })]);
    assert.deepEqual(validatePipeline(definition), []);
    assert.deepEqual(
      validatePipeline(definition, scope).map(({ path }) => path),
      ["stages[2].actions[0].configuration.ActionMode"],
    );
  });

  it("accepts the least there can be", () => {
    assert.deepEqual(validatePipeline(pipelineOf([approvalAction()])), []);
  });

  it("accepts every execution mode, and takes the one of AWS where none is written", () => {
    assert.equal(readPipeline(pipelineOf([buildAction()])).executionMode, "SUPERSEDED");
    for (const executionMode of ["SUPERSEDED", "QUEUED", "PARALLEL"]) {
      assert.deepEqual(validatePipeline({ ...pipelineOf([buildAction()]), executionMode }), []);
    }
  });

  it("finds ill-shaped and contradictory parts together, each once", () => {
    const definition = {
      executionMode: "LATEST",
      stages: [
        { name: "Source", actions: [sourceAction({}, { BranchName: 1 }), approvalAction()] },
        {
          name: "Build",
          actions: [
            buildAction({ inputArtifacts: ["nothing"] }, { CombineArtifacts: true }),
            buildAction({ inputArtifacts: [] }, { ProjectName: "x" }),
          ],
        },
        { name: "Build", actions: [approvalAction({ outputArtifacts: ["a"], timeoutInMinutes: 1 })] },
        { name: "Last", actions: "none" },
      ],
    };
    const at = "stages[1].actions[0]";
    assert.deepEqual(validatePipeline(definition), [
      { path: "executionMode", reason: 'is "LATEST": allowed are SUPERSEDED, QUEUED, PARALLEL' },
      { path: "stages[0].actions[0].configuration.BranchName", reason: `is 1: ${text}` },
      {
        path: "stages[1].actions[1].configuration.ProjectName",
        reason:
          'is "x": give the name of a project, 2 to 150 letters, digits, hyphens or underscores, starting with a letter or digit',
      },
      { path: "stages[2].actions[0].timeoutInMinutes", reason: "is 1: give at least 5" },
      { path: "stages[3].actions", reason: 'is "none": give a list' },
      { path: "stages[3].actions", reason: "0 actions in a stage are refused; give 1 to 50" },
      {
        path: "stages[2].name",
        reason: '"Build" is the name of stages[1] too; give every stage a name of its own',
      },
      {
        path: "stages[1].actions[1].name",
        reason: '"Image" is the name of stages[1].actions[0] too; give every action of Build a name of its own',
      },
      {
        path: "stages[0].actions[1]",
        reason:
          "an action of category Approval in the first stage is refused; that stage takes source actions only: move it to a later one",
      },
      { path: `${at}.inputArtifacts[0]`, reason: '"nothing" is made by no action; take one of source' },
      {
        path: "stages[1].actions[1].inputArtifacts",
        reason: "0 artifacts are refused; CodeBuild takes 1 to 5",
      },
      {
        path: "stages[2].actions[0].outputArtifacts",
        reason: "1 artifacts are refused; Manual makes none: remove them",
      },
      {
        path: `${at}.configuration.CombineArtifacts`,
        reason: "true needs a batch; set BatchEnabled to true or remove CombineArtifacts",
      },
    ]);
  });

  it("never throws, whatever it is given", () => {
    const keys = fc.constantFrom(
      "stages",
      "name",
      "actions",
      "provider",
      "configuration",
      "inputArtifacts",
      "runOrder",
    );
    const part: fc.Arbitrary<unknown> = fc.letrec((tie) => ({
      part: fc.oneof(
        { maxDepth: 6 },
        fc.jsonValue(),
        fc.constantFrom("CodeBuild", "Manual", "CodeStarSourceConnection", "Source"),
        fc.array(tie("part"), { maxLength: 3 }),
        fc.dictionary(keys, tie("part"), { maxKeys: 5 }),
      ),
    })).part;
    const action = fc.record(
      { provider: fc.constantFrom("CodeBuild", "Manual", "CodeStarSourceConnection"), name: part, configuration: part },
      { requiredKeys: ["provider"] },
    );
    const shaped = fc.record({
      stages: fc.array(fc.record({ name: part, actions: fc.array(fc.oneof(part, action)) })),
    });
    fc.assert(
      fc.property(fc.oneof(part, shaped), (definition) => {
        for (const { path, reason } of validatePipeline(definition)) {
          assert.equal(typeof path, "string");
          assert.notEqual(reason, "");
        }
      }),
      { numRuns: 300 },
    );
  });
});

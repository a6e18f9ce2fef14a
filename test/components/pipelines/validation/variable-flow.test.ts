import assert from "node:assert/strict";
import { outlinePipeline } from "../../../../components/pipelines/validation/outline";
import { validatePipeline } from "../../../../components/pipelines/validation/validate-pipeline";
import { namespacesAskedFor } from "../../../../components/pipelines/validation/variable-flow";
import {
  approvalAction,
  buildAction,
  checkRule,
  pipelineOf,
  pipelineUnder,
  readPipeline,
  sourceAction,
} from "../../../support/pipelines";

const data = (text: string) => approvalAction({}, { CustomData: text });
const dataPath = "stages[1].actions[0].configuration.CustomData";
const commit = "AuthorDate, BranchName, CommitId, CommitMessage, ConnectionArn, FullRepositoryName";

/** A pipeline whose approvers are told of a variable of an action on a stack. */
function afterStack(configuration: Record<string, unknown>) {
  const StackName = "shop";
  const action = { name: "Stack", provider: "CloudFormation", configuration: { StackName, ...configuration } };
  const inputArtifacts = "TemplatePath" in configuration ? ["source"] : [];
  return pipelineOf(
    [{ ...action, inputArtifacts, runOrder: 2 }, approvalAction({ name: "Ask" })],
    [data("#{Stack.QueueUrl}")],
  );
}

const RoleArn = "arn:aws:iam::111122223333:role/shop-stack";
const ofTemplate = { RoleArn, TemplatePath: "source::shop.yml" };

/** A pipeline with two builds before an approval that says a text. */
function afterBuilds(text: string, ...builds: Record<string, unknown>[]) {
  return pipelineOf(
    builds.map((build, index) => buildAction({ name: `Build${index}`, ...build })),
    [data(text)],
  );
}

const declared = (...names: readonly string[]) => names.map((name) => ({ name, defaultValue: "1" }));

const refused: [what: string, definition: unknown, path: string, reason: string][] = [
  [
    "of nobody",
    pipelineOf([data("#{Nobody.CommitId}")]),
    dataPath,
    "reads #{Nobody.CommitId}, and no action has that namespace: name one of Repository",
  ],
  [
    "of nobody, where no earlier action leaves variables",
    {
      stages: [
        { name: "Source", actions: [sourceAction({}, { BranchName: "#{Nobody.A}" })] },
        ...pipelineOf([data("x")]).stages.slice(1),
      ],
    },
    "stages[0].actions[0].configuration.BranchName",
    "reads #{Nobody.A}, and no action has that namespace: read a variable of an earlier action",
  ],
  [
    "that the action does not leave behind",
    pipelineOf([data("#{Repository.Commit}")]),
    dataPath,
    `reads #{Repository.Commit}, and stages[0].actions[0] leaves no such variable behind: give one of ${commit}`,
  ],
  [
    "of an action that leaves none behind",
    pipelineOf([approvalAction({ name: "First" })], [data("#{First.Answer}")]),
    "stages[2].actions[0].configuration.CustomData",
    "reads #{First.Answer}, and stages[1].actions[0] leaves no variables behind: remove the reference",
  ],
  [
    "of an action that deletes a stack",
    afterStack({ ActionMode: "DELETE_ONLY", RoleArn }),
    "stages[2].actions[0].configuration.CustomData",
    "reads #{Stack.QueueUrl}, and stages[1].actions[0] leaves no variables behind: remove the reference",
  ],
  [
    "of nobody, where an action that deletes a stack is no answer",
    pipelineOf(
      [
        {
          name: "Stack",
          provider: "CloudFormation",
          runOrder: 2,
          configuration: { ActionMode: "DELETE_ONLY", StackName: "shop", RoleArn },
        },
        approvalAction({ name: "Ask" }),
      ],
      [data("#{Nobody.CommitId}")],
    ),
    "stages[2].actions[0].configuration.CustomData",
    "reads #{Nobody.CommitId}, and no action has that namespace: name one of Repository",
  ],
  [
    "of an action that runs at the same time",
    pipelineOf([data("#{Image.TAG}"), buildAction()]),
    dataPath,
    "reads #{Image.TAG}, and stages[1].actions[1] does not run before: read a variable of an earlier action",
  ],
  [
    "of a later stage",
    pipelineOf([data("#{Image.TAG}")], [buildAction()]),
    dataPath,
    "reads #{Image.TAG}, and stages[2].actions[0] does not run before: read a variable of an earlier action",
  ],
  [
    "of itself",
    pipelineOf([buildAction({}, { BuildspecOverride: "#{Image.TAG}" })]),
    "stages[1].actions[0].configuration.BuildspecOverride",
    "reads #{Image.TAG}, and stages[1].actions[0] does not run before: read a variable of an earlier action",
  ],
  [
    "of two actions of one name in different stages",
    pipelineOf([buildAction()], [buildAction()], [data("#{Image.TAG}")]),
    "stages[3].actions[0].configuration.CustomData",
    "reads #{Image.TAG}, and stages[1].actions[0] and stages[2].actions[0] both have that namespace: give one of them a namespace of its own",
  ],
  [
    "of the pipeline that is not declared, where others are",
    { ...pipelineOf([data("#{variables.Stage}")]), variables: declared("Region", "Team") },
    dataPath,
    "reads #{variables.Stage}, and the pipeline declares no such variable: declare it, or give one of Region, Team",
  ],
  [
    "of the pipeline that declares none",
    pipelineOf([data("#{variables.Stage}")]),
    dataPath,
    "reads #{variables.Stage}, and the pipeline declares no such variable: declare it, or give a value",
  ],
  [
    "of the pipeline in a source action",
    {
      variables: declared("Branch"),
      stages: [
        { name: "Source", actions: [sourceAction({}, { BranchName: "#{variables.Branch}" })] },
        ...pipelineOf([data("x")]).stages.slice(1),
      ],
    },
    "stages[0].actions[0].configuration.BranchName",
    "reads #{variables.Branch}, and AWS gives source actions no variables of the pipeline: write the value",
  ],
  [
    "of the execution that AWS does not give",
    pipelineOf([data("#{codepipeline.PipelineName}")]),
    dataPath,
    "reads #{codepipeline.PipelineName}, and the pipeline has no other variable of its own: give one of PipelineExecutionId",
  ],
  [
    "of an action of its stage in a condition of entry",
    pipelineUnder({
      beforeEntry: { result: "FAIL", rules: [checkRule({}, { Variable: "#{Release.Answer}" })] },
    }),
    "stages[1].beforeEntry.rules[0].configuration.Variable",
    "reads #{Release.Answer}, and stages[1].actions[0] does not run before: read a variable of an earlier action",
  ],
];

describe("references to variables", () => {
  for (const [what, definition, path, reason] of refused) {
    it(`are refused to one ${what}`, () => {
      assert.deepEqual(validatePipeline(definition), [{ path, reason }]);
    });
  }

  for (const [what, definition] of [
    ["of an earlier stage", pipelineOf([data("#{Repository.CommitId}")])],
    ["of an earlier action of the stage", pipelineOf([buildAction(), { ...data("#{Image.TAG}"), runOrder: 2 }])],
    ["that a build decides about", afterBuilds("#{Build0.ANYTHING}", {})],
    ["under a namespace of the action's own", afterBuilds("#{Built.TAG}", { namespace: "Built" }, {})],
    ["of one of two that have namespaces of their own", afterBuilds("#{Build0.TAG}", {}, { namespace: "Other" })],
    ["of a stack that is made", afterStack({ ActionMode: "CREATE_UPDATE", ...ofTemplate })],
    ["of a stack that is replaced", afterStack({ ActionMode: "REPLACE_ON_FAILURE", ...ofTemplate })],
    [
      "of a stack whose changes are prepared",
      afterStack({ ActionMode: "CHANGE_SET_REPLACE", ChangeSetName: "shop", ...ofTemplate }),
    ],
    ["of a stack that is changed", afterStack({ ActionMode: "CHANGE_SET_EXECUTE", ChangeSetName: "shop" })],
    ["of the execution", pipelineOf([data("#{codepipeline.PipelineExecutionId}")])],
    [
      "of the execution in a source action",
      {
        stages: [
          { name: "Source", actions: [sourceAction({}, { BranchName: "#{codepipeline.PipelineExecutionId}" })] },
          ...pipelineOf([data("x")]).stages.slice(1),
        ],
      },
    ],
    [
      "of the pipeline",
      { ...pipelineOf([data("#{variables.Stage}")]), variables: [{ name: "Stage", defaultValue: "dev" }] },
    ],
    [
      "in every condition of a stage",
      pipelineUnder({
        beforeEntry: { result: "SKIP", rules: [checkRule()] },
        onSuccess: { result: "FAIL", rules: [checkRule()] },
        onFailure: { result: "ROLLBACK", rules: [checkRule()] },
      }),
    ],
    [
      "of an action of the stage in a condition of its success",
      {
        stages: [
          ...pipelineOf().stages,
          {
            name: "Build",
            actions: [buildAction()],
            onSuccess: { result: "FAIL", rules: [checkRule({}, { Variable: "#{Image.TAG}" })] },
          },
        ],
      },
    ],
  ] as const) {
    it(`are accepted to one ${what}`, () => {
      assert.deepEqual(validatePipeline(definition), []);
    });
  }

  it("are accepted to one of an action that cannot be read, whose shape is judged elsewhere", () => {
    const problems = validatePipeline(afterStack({ ActionMode: "DELETE_ONLY", RoleArn: 7 }));
    assert.deepEqual(
      problems.map(({ path }) => path),
      ["stages[1].actions[0].configuration.RoleArn"],
    );
  });

  it("are each reported, with the same path where one text holds two", () => {
    assert.deepEqual(
      validatePipeline(pipelineOf([data("#{A.x} #{B.y}")])).map(({ path, reason }) => [path, reason.slice(0, 13)]),
      [
        [dataPath, "reads #{A.x},"],
        [dataPath, "reads #{B.y},"],
      ],
    );
  });
});

describe("namespacesAskedFor", () => {
  it("are those that some action or rule reads", () => {
    const definition = pipelineUnder({ beforeEntry: { result: "SKIP", rules: [checkRule()] } });
    const asked = (pipeline: unknown) => [...namespacesAskedFor(outlinePipeline(pipeline).stages)];
    assert.deepEqual(asked(readPipeline(definition)), ["Repository"]);
    assert.deepEqual(asked(pipelineOf([data("#{codepipeline.PipelineExecutionId}")])), ["codepipeline"]);
    assert.deepEqual(asked(pipelineOf([buildAction()])), []);
  });
});

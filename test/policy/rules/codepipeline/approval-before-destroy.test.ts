import assert from "node:assert/strict";
import { codepipelineApprovalBeforeDestroy as rule } from "../../../../policy/rules/codepipeline/approval-before-destroy";
import { pipeline, project } from "../../../fixtures/policy/resources";
import { changed, type Fixture, itJudges } from "../../support/cases";
import {
  judgeStack,
  mandatory,
  notApplicable,
  type StackEntry,
  unknownList,
  unknownText,
  unknownVerdict,
} from "../../support/judging";
import { approval, build, pipelineOf, source, stackAction } from "../../support/pipelines";

const destroy = build("Destroy");

function refused(path: string, urn?: string) {
  return [
    mandatory(
      `${path} destroys and should come after a manual approval of its own, with no other action between or beside the two`,
      urn,
    ),
  ];
}

function silent(path: string) {
  return [mandatory(`${path} should have a NotificationArn and timeoutInMinutes: what it approves destroys`)];
}

function itRefuses(title: string, fixture: Fixture, path: string) {
  itJudges(rule, title, fixture, {}, refused(path));
}

function itAccepts(title: string, fixture: Fixture) {
  itJudges(rule, title, fixture, {}, []);
}

describe("codepipeline-approval-before-destroy, in the pipeline itself", () => {
  itAccepts("asks nothing of a pipeline that destroys nothing", pipeline);
  itAccepts(
    "accepts an approval of its own",
    pipelineOf({ Source: [source], Preview: [build("Preview")], Approve: [approval], Destroy: [destroy] }),
  );
  itAccepts(
    "accepts it in the stage",
    pipelineOf({ Destroy: [build("Preview"), { ...approval, runOrder: 2 }, { ...destroy, runOrder: 3 }] }),
  );
  itAccepts(
    "accepts a second approval between",
    pipelineOf({ Approve: [approval], Again: [{ ...approval, name: "Again" }], Destroy: [destroy] }),
  );
  itJudges(
    rule,
    "refuses a second one that tells nobody",
    pipelineOf({ Approve: [approval], Again: [{ ...approval, configuration: {} }], Destroy: [destroy] }),
    {},
    silent("stages[1].actions[0]"),
  );
  itRefuses("refuses none", pipelineOf({ Source: [source], Destroy: [destroy] }), "stages[1].actions[0]");
  itRefuses("refuses one beside it", pipelineOf({ Destroy: [approval, destroy] }), "stages[0].actions[1]");
  itRefuses("refuses one after it", pipelineOf({ Destroy: [destroy], Approve: [approval] }), "stages[0].actions[0]");
  itRefuses(
    "refuses one that an earlier deployment shares",
    pipelineOf({ Approve: [approval], Deploy: [stackAction("CREATE_UPDATE")], Destroy: [destroy] }),
    "stages[2].actions[0]",
  );
  itRefuses(
    "refuses a build between, which may change what is run",
    pipelineOf({ Approve: [approval], Build: [build("Image")], Destroy: [destroy] }),
    "stages[2].actions[0]",
  );
  itRefuses(
    "refuses another action beside it",
    pipelineOf({ Approve: [approval], Destroy: [destroy, build("Image")] }),
    "stages[1].actions[0]",
  );
  itRefuses(
    "refuses another action beside the approval",
    pipelineOf({ Approve: [approval, build("Image")], Destroy: [destroy] }),
    "stages[1].actions[0]",
  );
  itJudges(
    rule,
    "refuses two that destroy on one approval",
    pipelineOf({ Approve: [approval], Destroy: [destroy, { ...destroy, name: "Teardown", runOrder: 2 }] }),
    {},
    refused("stages[1].actions[1]"),
  );
  itJudges(
    rule,
    "refuses an approval that a condition skips",
    pipelineOf({ Approve: [approval], Destroy: [destroy] }),
    { "stages[0].beforeEntry": { condition: { result: "SKIP", rules: [] } } },
    refused("stages[1].actions[0]"),
  );
  itJudges(
    rule,
    "refuses an approval that tells nobody",
    pipelineOf({ Approve: [{ ...approval, configuration: undefined }], Destroy: [destroy] }),
    {},
    silent("stages[0].actions[0]"),
  );
  itJudges(
    rule,
    "refuses an approval that waits for a week",
    pipelineOf({ Approve: [{ ...approval, timeoutInMinutes: undefined }], Destroy: [destroy] }),
    {},
    silent("stages[0].actions[0]"),
  );
  itJudges(
    rule,
    "accepts a topic that is not known yet",
    pipelineOf({ Approve: [approval], Destroy: [destroy] }),
    { "stages[0].actions[0].configuration.NotificationArn": unknownText },
    [],
  );
  itJudges(rule, "cannot judge actions that are not known", pipeline, { "stages[1].actions": unknownList }, [
    unknownVerdict("stages[1].actions"),
  ]);
  itJudges(
    rule,
    "cannot judge an action of unknown category",
    pipelineOf({ Destroy: [{ ...destroy, category: unknownText }] }),
    {},
    [unknownVerdict("stages[0].actions[0].category")],
  );
});

describe("codepipeline-approval-before-destroy, what it takes for destroying", () => {
  const variables = (...list: readonly object[]) => ({ EnvironmentVariables: JSON.stringify(list) });
  const destroying = {
    "an action's name": build("DestroyStack"),
    "a project's name": build("Run", "shop-dev-destroy"),
    "a function's name": {
      ...build("Run"),
      category: "Invoke",
      provider: "Lambda",
      configuration: { FunctionName: "teardown" },
    },
    "a variable with a command": build("Run", "shop", variables({ name: "RUN", value: "pulumi destroy --yes" })),
    "a variable that says so": build("Run", "shop", variables({ name: "ACTION", value: "destroy" })),
    "a flag of two words": build("Run", "shop", variables({ name: "TEAR_DOWN", value: "1" })),
    "a flag": build("Run", "shop", variables({ name: "DESTROY", value: "true" })),
    "a buildspec": build("Run", "shop", { BuildspecOverride: "phases:\n  build:\n    commands: [terraform destroy]" }),
    "inline commands": { ...build("Run"), category: "Compute", provider: "Commands", commands: ["tofu destroy"] },
    "a stack that another pipeline made": stackAction("DELETE_ONLY"),
  };
  for (const [what, action] of Object.entries(destroying)) {
    itRefuses(`finds ${what}`, pipelineOf({ Main: [action] }), "stages[0].actions[0]");
  }

  const harmless = {
    "a preview of a destruction": build("Run", "shop-dev-destroy-preview"),
    "a flag that is off": build("Run", "shop", variables({ name: "DESTROY", value: "false" })),
    "the name of a branch": build("Run", "shop", variables({ name: "BRANCH", value: "destroy-manual-trigger" })),
    "variables that are no JSON": build("Run", "shop", { EnvironmentVariables: "destroy" }),
    "a source": { ...source, name: "DestroyTrigger" },
    "an approval": { ...approval, name: "ApproveDestroy" },
  };
  for (const [what, action] of Object.entries(harmless)) {
    itAccepts(`lets ${what} be`, pipelineOf({ Main: [action] }));
  }

  for (const mode of ["CREATE_UPDATE", "REPLACE_ON_FAILURE", "CHANGE_SET_EXECUTE"]) {
    itAccepts(
      `lets a pipeline delete the stack that it made with ${mode}`,
      pipelineOf({ Try: [stackAction(mode, "trial")], Delete: [stackAction("DELETE_ONLY", "trial")] }),
    );
  }
  itRefuses(
    "but not before it made it",
    pipelineOf({ Delete: [stackAction("DELETE_ONLY", "trial")], Try: [stackAction("CREATE_UPDATE", "trial")] }),
    "stages[0].actions[0]",
  );
  const account = (number: string) => ({ roleArn: `arn:aws:iam::${number}:role/shop-deploy` });
  const places = (made: object, deleted: object, props: object = {}) =>
    pipelineOf(
      { Try: [stackAction("CREATE_UPDATE", "trial", made)], Delete: [stackAction("DELETE_ONLY", "trial", deleted)] },
      props,
    );
  const home = { region: "eu-west-1", ...account("123456789012") };
  itAccepts("lets a Region be said aloud that is the pipeline's", places({ region: "eu-west-1" }, {}, home));
  itAccepts("and an account", places({}, account("123456789012"), home));
  itAccepts(
    "and another account, where the stack is made",
    places(account("2".repeat(12)), account("2".repeat(12)), home),
  );
  itRefuses("but no other account", places({}, account("2".repeat(12)), home), "stages[1].actions[0]");
  itRefuses("nor the pipeline's after another one", places(account("2".repeat(12)), {}, home), "stages[1].actions[0]");
  itRefuses(
    "nor a Region that may be another than the pipeline's, which says none",
    places({ region: "eu-west-1" }, {}, { region: undefined }),
    "stages[1].actions[0]",
  );
  itRefuses(
    "nor in another Region",
    pipelineOf({
      Try: [stackAction("CREATE_UPDATE", "trial")],
      Delete: [stackAction("DELETE_ONLY", "trial", { region: "us-east-1" })],
    }),
    "stages[1].actions[0]",
  );
});

describe("codepipeline-approval-before-destroy, in the projects that it runs", () => {
  const runs = (name: unknown, gate: readonly object[] = [], extra: Partial<StackEntry> = {}): StackEntry => ({
    name: "pipeline",
    ...pipelineOf({ Source: [source], ...(gate.length > 0 ? { Approve: gate } : {}), Run: [build("Run", name)] }),
    ...extra,
  });
  const runner = (changes: object): StackEntry => ({
    name: "runner",
    type: project.type,
    props: changed({ ...project.props, name: "runner" }, { ...changes }),
  });
  const variables = (type: string) => [
    { name: "STAGE", value: "dev" },
    { name: "ACTION", value: "destroy", type },
  ];
  const buildspec = { "source.buildspec": "phases:\n  build:\n    commands:\n      - pulumi destroy --yes\n" };
  const itJudgesStack = (title: string, stack: readonly StackEntry[], expected: unknown) =>
    it(title, () => assert.deepEqual(judgeStack(rule, stack), expected));

  itJudgesStack("accepts projects that destroy nothing", [runner({}), runs("runner")], []);
  itJudgesStack("accepts an approval before one that does", [runner(buildspec), runs("runner", [approval])], []);
  itJudgesStack(
    "refuses a buildspec that destroys",
    [runner(buildspec), runs("runner")],
    refused("stages[1].actions[0]", "pipeline"),
  );
  itJudgesStack(
    "refuses a variable that says so",
    [runner({ "environment.environmentVariables": variables("PLAINTEXT") }), runs("runner")],
    refused("stages[1].actions[0]", "pipeline"),
  );
  itJudgesStack(
    "lets a parameter be whose name says so",
    [runner({ "environment.environmentVariables": variables("PARAMETER_STORE") }), runs("runner")],
    [],
  );
  itJudgesStack("lets a project be that the pipeline does not run", [runner(buildspec), runs("other")], []);
  itJudgesStack(
    "leaves what the pipeline says itself to its other half",
    [runner(buildspec), { name: "pipeline", ...pipelineOf({ Destroy: [build("Destroy", "runner")] }) }],
    [],
  );
  itJudgesStack(
    "cannot judge which of its projects an action runs",
    [runner(buildspec), runs(unknownText, [], { from: { stages: ["runner"] } })],
    [unknownVerdict("stages.actions.configuration.ProjectName", "pipeline")],
  );
  itJudgesStack("has nothing to say without pipelines and projects", [], notApplicable);
});

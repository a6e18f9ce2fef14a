import assert from "node:assert/strict";
import { codepipelineApprovalBeforeDestroy as rule } from "../../../../policy/rules/codepipeline/approval-before-destroy";
import { arn, entry, name, projectArn, runner, source } from "../../../fixtures/policy/destroy";
import type { Changes } from "../../support/cases";
import { saidOf, withChanged, withMore } from "../../support/destroying";
import { judgeResource, type StackEntry, unknownText, unknownVerdict } from "../../support/judging";
import { build } from "../../support/pipelines";

const ungated = `mandatory ${name}: stages[4].actions[0] destroys and should come after a manual approval of its own, with no other action between or beside the two`;
function itSays(title: string, stack: readonly StackEntry[], ...expected: readonly string[]): void {
  it(title, () => assert.deepEqual(saidOf(rule, stack), expected));
}

describe("codepipeline-approval-before-destroy, where what is run is not plain to see", () => {
  const deliver = (changes: Changes) => withChanged("shop-prod", changes);
  const deploy = "stages[2].actions[0]";
  const late = (stage = 2) => ungated.replace(name, "shop-prod").replace("stages[4]", `stages[${stage}]`);
  const between = { "stages[1]": { name: "Build", actions: [build("Image")] } };
  const unknown = (urn: string, path: string) => `advisory ${urn}: ${unknownVerdict(path).text}`;

  itSays(
    "finds a buildspec in the action",
    deliver({
      ...between,
      [`${deploy}.configuration.BuildspecOverride`]: '{"phases":{"build":{"commands":["npm ci\\npulumi destroy"]}}}',
    }),
    late(),
  );
  itSays(
    "finds a variable of the buildspec",
    deliver({ ...between, [`${deploy}.configuration.BuildspecOverride`]: "env:\n  variables:\n    ACTION: destroy\n" }),
    late(),
  );
  itSays(
    "finds what a function is told",
    deliver({
      "stages[1]": {
        name: "Run",
        actions: [
          {
            ...build("Run"),
            category: "Invoke",
            provider: "Lambda",
            configuration: { FunctionName: "run", UserParameters: '{"do":["destroy"]}' },
          },
        ],
      },
    }),
    late(1),
  );
  for (const key of ["BuildspecOverride", "EnvironmentVariables"]) {
    const path = `${deploy}.configuration.${key}`;
    itSays(`cannot judge ${key}`, deliver({ ...between, [path]: unknownText }), unknown("shop-prod", path));
    itSays(`asks nothing of ${key} behind an approval`, deliver({ [path]: unknownText }));
  }
  it("cannot judge commands", () => {
    const { type, props } =
      deliver({ "stages[1].actions": [{ ...build("Run"), provider: "Commands", commands: ["ls", unknownText] }] }).find(
        (it) => it.name === "shop-prod",
      ) ?? assert.fail();
    assert.deepEqual(judgeResource(rule, type, props), [unknownVerdict("stages[1].actions[0].commands")]);
  });
  itSays(
    "cannot judge a buildspec that is not known",
    withChanged("shop-prod-deploy", { "source.buildspec": unknownText }).map((it) =>
      it.name === "shop-prod"
        ? {
            ...it,
            props: { ...it.props, stages: [source, { name: "Run", actions: [build("Run", "shop-prod-deploy")] }] },
          }
        : it,
    ),
    unknown("shop-prod-deploy", "source.buildspec"),
  );
  const scripts = (plan: string, apply: string) => [
    ...withChanged("shop-prod", {
      stages: [
        source,
        { name: "Plan", actions: [build("Plan", "shop-a")] },
        { name: "Apply", actions: [build("Apply", "shop-b")] },
      ],
    }),
    entry("a", "codebuild/project:Project", { name: "shop-a", source: { buildspec: plan } }),
    entry("b", "codebuild/project:Project", { name: "shop-b", source: { buildspec: apply } }),
  ];
  itSays(
    "finds a saved plan to destroy that a later action applies",
    scripts("- terraform plan -destroy -out=p\n", '- terraform apply "$PLAN"\n'),
    late(),
  );
  itSays("lets a plan of something else be applied", scripts("- terraform plan -out=p\n", "- terraform apply p\n"));
  itSays(
    "lets a plan to destroy be that nobody applies",
    scripts("- terraform plan -destroy -out=p\n", "- terraform apply -var a=b\n"),
  );
  itSays(
    "finds one project in every pipeline that runs it",
    [
      ...withChanged("shop-prod", { "stages[1].actions[0]": build("Run", runner) }),
      entry("third", "codepipeline/pipeline:Pipeline", {
        name: "third",
        stages: [
          source,
          { name: "Run", actions: [build("Run", `arn:aws:codebuild:eu-west-1:123456789012:project/${runner}`)] },
        ],
      }),
    ].map((it) => (it.name === runner ? { ...it, props: { ...it.props, name: runner } } : it)),
    late(1),
    ungated.replace(name, "third").replace("[4]", "[1]"),
  );
  const running = (ProjectName: string, props: object, from: StackEntry["from"] = {}) => [
    ...withChanged("shop-prod", { "stages[1]": { name: "Run", actions: [build("Run", ProjectName)] } }).map((it) =>
      it.name === "shop-prod" ? { ...it, from: { ...it.from, ...from } } : it,
    ),
    entry("operations", "codebuild/project:Project", { name: "shop-operations", ...props }),
  ];
  const acting = { source: { buildspec: "env:\n  variables:\n    ACTION: destroy\n" } };
  itSays("finds a variable in the buildspec of a project", running("shop-operations", acting), late(1));
  itSays("finds a project by its ARN", running(arn("codebuild", "project/shop-operations"), acting), late(1));
  itSays(
    "knows a project by its name, though nobody sees which it is or what it runs",
    running(unknownText, { name: "shop-teardown", source: { buildspec: "buildspec.yml" } }, { stages: ["operations"] }),
    unknown("shop-prod", "stages.actions.configuration.ProjectName"),
  );
  const deleting = (more: object) => ({
    name: "Stack",
    category: "Deploy",
    owner: "AWS",
    provider: "CloudFormation",
    configuration: { ActionMode: "DELETE_ONLY", StackName: "trial" },
    ...more,
  });
  const making = {
    ...deleting({ roleArn: "arn:aws:iam::111111111111:role/trial" }),
    configuration: { ActionMode: "CREATE_UPDATE", StackName: "trial" },
  };
  const trial = (more: object) =>
    deliver({ "stages[1]": { name: "Make", actions: [making] }, [deploy]: deleting(more) });
  itSays("lets a pipeline delete what it made", trial({ roleArn: "arn:aws:iam::111111111111:role/other" }));
  itSays(
    "but not one of that name in another account",
    trial({ roleArn: "arn:aws:iam::222222222222:role/trial" }),
    late(),
  );
});

describe("codepipeline-approval-before-destroy, around pipelines", () => {
  const started = (urn: string, path: string) =>
    `mandatory ${urn}: ${path} should not start a project that destroys: only a pipeline can ask for an approval first`;
  const operations = entry("operations", "codebuild/project:Project", {
    name: "shop-operations",
    source: { buildspec: "- cdk destroy --all\n" },
  });
  const unnamed = { ...operations, props: { ...operations.props, name: unknownText } };
  const of = (type: string, props: object, from = {}) => entry("starter", type, props, from);
  const shop = arn("codebuild", "project/shop-operations");

  itSays(
    "refuses a webhook of a project that destroys",
    withMore(operations, of("codebuild/webhook:Webhook", { projectName: "shop-operations" })),
    started("starter", "projectName"),
  );
  itSays(
    "and of one that a variable of its buildspec tells to",
    withMore(
      {
        ...operations,
        props: { ...operations.props, source: { buildspec: "env: { variables: { ACTION: destroy } }" } },
      },
      of("codebuild/webhook:Webhook", { projectName: "shop-operations" }),
    ),
    started("starter", "projectName"),
  );
  itSays(
    "and of one whose name is not known",
    withMore(unnamed, of("codebuild/webhook:Webhook", { projectName: unknownText }, { projectName: ["operations"] })),
    started("starter", "projectName"),
  );
  itSays(
    "refuses a rule of EventBridge",
    withMore(operations, of("cloudwatch/eventTarget:EventTarget", { arn: shop })),
    started("starter", "arn"),
  );
  itSays(
    "and one by an ARN that is not known",
    withMore(operations, of("cloudwatch/eventTarget:EventTarget", { arn: unknownText }, { arn: ["operations"] })),
    started("starter", "arn"),
  );
  itSays("refuses a pipe", withMore(operations, of("pipes/pipe:Pipe", { target: shop })), started("starter", "target"));
  itSays(
    "refuses a schedule",
    withMore(operations, of("scheduler/schedule:Schedule", { target: { arn: shop } })),
    started("starter", "target.arn"),
  );
  itSays(
    "refuses a state machine",
    withMore(
      operations,
      of("sfn/stateMachine:StateMachine", {
        definition: JSON.stringify({
          States: {
            Each: {
              Iterator: {
                States: {
                  Go: {
                    Resource: "arn:aws:states:::aws-sdk:codebuild:startBuildBatch",
                    Arguments: { ProjectName: shop },
                  },
                },
              },
            },
          },
        }),
      }),
    ),
    started("starter", "definition"),
  );
  itSays(
    "and one by a definition that is not known",
    withMore(
      operations,
      of("sfn/stateMachine:StateMachine", { definition: unknownText }, { definition: ["operations"] }),
    ),
    started("starter", "definition"),
  );
  itSays(
    "lets be what starts something else",
    withMore(
      operations,
      of("cloudwatch/eventTarget:EventTarget", { arn: arn("codepipeline", name) }),
      of("scheduler/schedule:Schedule", { target: { arn: arn("codebuild", "project/shop-image") } }),
      of("scheduler/schedule:Schedule", { target: { arn: "arn:aws:scheduler:::aws-sdk:sqs:sendMessage", input: "{" } }),
      of("sfn/stateMachine:StateMachine", {
        definition: JSON.stringify({ States: { Go: { Resource: "arn:aws:states:::lambda:invoke" } } }),
      }),
      of("codebuild/webhook:Webhook", { projectName: unknownText }),
    ),
  );
  itSays(
    "says it once where a name says it",
    withMore(of("cloudwatch/eventTarget:EventTarget", { arn: projectArn })),
    started("starter", "arn"),
  );
  itSays(
    "knows a project by its name, when nobody sees what it runs",
    withMore(
      entry("down", "codebuild/project:Project", { name: "teardown", source: { buildspec: "buildspec.yml" } }),
      of("pipes/pipe:Pipe", { target: arn("codebuild", "project/teardown") }),
    ),
    started("starter", "target"),
  );
});

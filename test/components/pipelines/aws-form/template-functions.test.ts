import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { readDefinition } from "../../../../components/pipelines/aws-form/read-definition";
import { templateFunctions } from "../../../../components/pipelines/aws-form/template-function";
import { actionIn, approval, problemsIn, propertiesOf } from "../../../support/aws-definition";

const template = readFileSync(join(__dirname, "../../../fixtures/definitions/template.yaml"), "utf8");
const own = readFileSync(join(__dirname, "../../../fixtures/definitions/own.yaml"), "utf8");

/** Problems of the template after some replacements. */
function problemsWith(text: string, ...changes: readonly (readonly [from: string, to: string])[]) {
  const changed = changes.reduce((result, [from, to]) => {
    assert.ok(result.includes(from), from);
    return result.replace(from, to);
  }, text);
  return readDefinition(changed).problems;
}

function reason(name: string): string {
  return `is ${name}, an intrinsic function of CloudFormation, which nobody evaluates here: write out its value`;
}

describe("functions of templates", () => {
  it("may stand wherever nothing is read: in other resources, and in what the program gives", () => {
    const changed = template
      .replace("Type: AWS::SNS::Topic", "Type: AWS::SNS::Topic\n    Properties: { TopicName: !Select [0, [a]] }")
      .replace("Name: shop", "Name: !Sub shop")
      .replace("arn:aws:iam::111122223333:role/shop", "!GetAtt [Role, Arn]")
      .replace("Location: somewhere", "Location: { Ref: Bucket }");
    const { definition, pipelineName, problems } = readDefinition(changed);
    assert.deepEqual(problems, []);
    assert.equal(pipelineName, undefined);
    assert.deepEqual(definition, readDefinition(template).definition);
  });

  for (const [short, long] of [
    ["Ref", "Ref"],
    ["Condition", "Condition"],
    ...templateFunctions.map((name) => [name, `Fn::${name}`] as const),
  ] as const) {
    it(`are refused by name where their value is needed: !${short}`, () => {
      const expected = [{ path: "stages[0].actions[0].configuration.BranchName", reason: reason(long) }];
      for (const value of ["Branch", "[a, b]", "{ a: b }"]) {
        assert.deepEqual(problemsWith(template, ["BranchName: main", `BranchName: !${short} ${value}`]), expected);
      }
    });
  }

  it("are refused at every place at once, in the words of our own form", () => {
    assert.deepEqual(
      problemsWith(
        template,
        ['Owner: AWS, Provider: CodeBuild, Version: "1"', "Owner: AWS, Provider: !Ref P, Version: !Ref V"],
        [
          "Configuration:\n                ProjectName: shop-image",
          "Namespace: !Ref N\n              Configuration:\n                ProjectName: !If [A, b, c]",
        ],
        ["InputArtifacts: [{ Name: source }]", "InputArtifacts: [{ Name: !ImportValue x }]"],
        ["Result: SKIP", "Result: !Ref R"],
        ["TimeoutInMinutes: 60", "TimeoutInMinutes: !FindInMap [a, b, c]"],
      ),
      [
        ["stages[1].beforeEntry.result", "Ref"],
        ["stages[1].actions[0].namespace", "Ref"],
        ["stages[1].actions[0].provider", "Ref"],
        ["stages[1].actions[0].inputArtifacts[0]", "Fn::ImportValue"],
        ["stages[1].actions[0].configuration.ProjectName", "Fn::If"],
        ["stages[2].actions[0].timeoutInMinutes", "Fn::FindInMap"],
      ].map(([path, name = ""]) => ({ path, reason: reason(name) })),
    );
  });

  it("are refused in place of a version, which nothing else here would read", () => {
    assert.deepEqual(problemsWith(template, ['CodeBuild, Version: "1"', "CodeBuild, Version: !Ref V"]), [
      { path: "stages[1].actions[0].version", reason: reason("Ref") },
    ]);
  });

  it("are refused in place of every stage, or of the stages", () => {
    assert.deepEqual(readDefinition("Name: shop\nStages: !Ref Stages").problems, [
      { path: "stages", reason: reason("Ref") },
    ]);
    assert.deepEqual(problemsIn({ ...propertiesOf([approval]), Stages: [{ "Fn::If": ["A", {}, {}] }] }), [
      { path: "stages[0]", reason: reason("Fn::If") },
    ]);
  });

  it("are refused in place of a condition, a trigger, a type and a configuration, where the schema would go on", () => {
    const ref = { Ref: "X" };
    const first = (properties: Parameters<typeof problemsIn>[0]) => problemsIn(properties)[0];
    const expected = (path: string) => ({ path, reason: reason("Ref") });
    assert.deepEqual(
      [
        first(propertiesOf([approval], { BeforeEntry: ref })),
        first(propertiesOf([approval], { BeforeEntry: { Conditions: [ref] } })),
        first(propertiesOf([approval], { OnFailure: { Result: "RETRY", RetryConfiguration: ref } })),
        first(propertiesOf([approval], {}, { Triggers: [ref] })),
        first(propertiesOf([{ ...approval, ActionTypeId: ref }])),
        first(propertiesOf([{ ...approval, Configuration: ref }])),
      ],
      [
        expected("stages[1].beforeEntry"),
        expected("stages[1].beforeEntry.conditions[0]"),
        expected("stages[1].onFailure.retryConfiguration"),
        expected("triggers[0]"),
        expected("stages[1].actions[0].actionTypeId"),
        expected("stages[1].actions[0].configuration"),
      ],
    );
  });

  it("are no functions where CloudFormation reads nothing: in texts of JSON, in what AWS prints, and in our own form", () => {
    const custom = { Category: "Test", Owner: "Custom", Provider: "Jenkins", Version: "1" };
    const printed = {
      stages: [
        { name: "Source", actions: [] },
        {
          name: "Test",
          actions: [
            {
              name: "Unit",
              actionTypeId: { category: "Test", owner: "Custom", provider: "J", version: "1" },
              configuration: { Ref: "main" },
            },
          ],
        },
      ],
    };
    const refusals = (text: string) =>
      readDefinition(text).problems.filter((problem) => /intrinsic/.test(problem.reason));
    assert.deepEqual(refusals(JSON.stringify(printed)), []);
    assert.deepEqual(refusals(own.replace("BatchEnabled: true", "BatchEnabled: true\n          Ref: x")), []);
    assert.deepEqual(
      problemsIn(propertiesOf([{ Name: "Unit", ActionTypeId: custom, Configuration: { Ref: "main" } }])),
      [{ path: "stages[1].actions[0].configuration", reason: reason("Ref") }],
    );
  });

  it("are no functions where a map has more keys than one", () => {
    const configuration = { Ref: "main", Depth: "1" };
    const action = actionIn(
      propertiesOf([
        {
          Name: "Unit",
          ActionTypeId: { Category: "Test", Owner: "Custom", Provider: "Jenkins", Version: "1" },
          Configuration: configuration,
        },
      ]),
    );
    assert.deepEqual(Reflect.get(action ?? {}, "configuration"), configuration);
  });

  it("are refused in short form in our own form too", () => {
    assert.deepEqual(problemsWith(own, ["ProjectName: shop-image", "ProjectName: !Ref Project"]), [
      { path: "stages[1].actions[0].configuration.ProjectName", reason: reason("Ref") },
    ]);
  });

  it("let nothing be said of how the parts go together, which follows from their values", () => {
    assert.deepEqual(
      problemsWith(
        template,
        ["OutputArtifacts: [{ Name: source }]", "OutputArtifacts: !Ref Made"],
        ["QUEUED", "LATEST"],
      ),
      [
        { path: "stages[0].actions[0].outputArtifacts", reason: reason("Ref") },
        { path: "executionMode", reason: 'is "LATEST": allowed are SUPERSEDED, QUEUED, PARALLEL' },
      ],
    );
  });

  it("are the only tags that are known", () => {
    assert.deepEqual(problemsWith(template, ["BranchName: main", "BranchName: !Env BRANCH"]), [
      {
        path: "",
        reason:
          "Unresolved tag: !Env at line 29, column 29: the short forms of CloudFormation's functions are known, and no other tags; write the value",
      },
    ]);
  });
});

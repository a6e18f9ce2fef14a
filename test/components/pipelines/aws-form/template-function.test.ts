import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { parse } from "yaml";
import { readDefinition } from "../../../../components/pipelines/aws-form/read-definition";
import {
  cloudFormationTags,
  functionProblems,
  templateFunctions,
  unknownValue,
} from "../../../../components/pipelines/aws-form/template-function";
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

/** The beginning of the reason for an unknown value, and its path. */
function unknownAt(path: string, name: string) {
  return { path, reason: `uses ${name}, which ` };
}

function starts(problems: readonly { path: string; reason: string }[]) {
  return problems.map(({ path, reason }) => ({ path, reason: reason.replace(/^(uses [\w:]+, which ).*$/, "$1") }));
}

describe("functions of templates", () => {
  it("may stand wherever nothing is read: in other resources, and in what the program gives", () => {
    const changed = template
      .replace("Type: AWS::SNS::Topic", "Type: AWS::SNS::Topic\n    Properties: { TopicName: !Select [0, [a]] }")
      .replace("Name: shop", "Name: !Ref Unknown")
      .replace("arn:aws:iam::111122223333:role/shop", "!GetAtt [Role, Arn]")
      .replace("Location: somewhere", "Location: { Ref: Bucket }");
    const { definition, pipelineName, problems } = readDefinition(changed);
    assert.deepEqual(problems, []);
    assert.equal(pipelineName, undefined);
    assert.deepEqual(definition, readDefinition(template).definition);
  });

  for (const [written, long] of [
    ["!Ref Branch", "Ref"],
    ["{ Ref: Branch }", "Ref"],
    ["!GetAtt Branch.Name", "Fn::GetAtt"],
    [`!Sub '$\{Branch}'`, "Ref"],
    [`!Sub '$\{Branch.Name}'`, "Fn::GetAtt"],
    ["!If [Wanted, a, b]", "Condition"],
    ["!ImportValue Branch", "Fn::ImportValue"],
    ["!FindInMap [Branches, dev, name]", "Fn::FindInMap"],
    ["!Select [7, [a]]", "Fn::Select"],
    ["!Join ['-', [a, !Ref Branch]]", "Ref"],
    ...["Base64", "Cidr", "GetAZs", "GetStackOutput", "Length", "ToJsonString", "Transform"].map(
      (name) => [`!${name} x`, `Fn::${name}`] as const,
    ),
  ] as const) {
    it(`are refused by name where their value is needed and unknown: ${written}`, () => {
      assert.deepEqual(starts(problemsWith(template, ["BranchName: main", `BranchName: ${written}`])), [
        unknownAt("stages[0].actions[0].configuration.BranchName", long),
      ]);
    });
  }

  it("are refused at every place at once, in the words of our own form", () => {
    assert.deepEqual(
      starts(
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
      ),
      [
        ["stages[1].beforeEntry.result", "Ref"],
        ["stages[1].actions[0].namespace", "Ref"],
        ["stages[1].actions[0].provider", "Ref"],
        ["stages[1].actions[0].inputArtifacts[0]", "Fn::ImportValue"],
        ["stages[1].actions[0].configuration.ProjectName", "Condition"],
        ["stages[2].actions[0].timeoutInMinutes", "Fn::FindInMap"],
      ].map(([path = "", name = ""]) => unknownAt(path, name)),
    );
  });

  it("are refused in place of a version, which nothing else here would read", () => {
    assert.deepEqual(starts(problemsWith(template, ['CodeBuild, Version: "1"', "CodeBuild, Version: !Ref V"])), [
      unknownAt("stages[1].actions[0].version", "Ref"),
    ]);
  });

  it("are refused in place of every stage, or of the stages", () => {
    assert.deepEqual(starts(readDefinition("Name: shop\nStages: !Ref Stages").problems), [unknownAt("stages", "Ref")]);
    assert.deepEqual(starts(problemsIn({ ...propertiesOf([approval]), Stages: [{ "Fn::If": ["A", {}, {}] }] })), [
      unknownAt("stages[0]", "Condition"),
    ]);
  });

  it("are refused in place of a condition, a trigger, a type and a configuration, where the schema would go on", () => {
    const ref = { Ref: "X" };
    const first = (properties: Parameters<typeof problemsIn>[0]) => starts(problemsIn(properties))[0];
    const expected = (path: string) => unknownAt(path, "Ref");
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
    const refusals = (text: string) => readDefinition(text).problems.filter(({ reason }) => /^uses /.test(reason));
    assert.deepEqual(refusals(JSON.stringify(printed)), []);
    assert.deepEqual(refusals(own.replace("BatchEnabled: true", "BatchEnabled: true\n          Ref: x")), []);
    assert.deepEqual(
      starts(problemsIn(propertiesOf([{ Name: "Unit", ActionTypeId: custom, Configuration: { Ref: "main" } }]))),
      [unknownAt("stages[1].actions[0].configuration", "Ref")],
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
    assert.deepEqual(
      problemsWith(own, ["ProjectName: shop-image", "ProjectName: !Ref Project"]).map(({ path }) => path),
      ["stages[1].actions[0].configuration.ProjectName"],
    );
  });

  it("let nothing be said of how the parts go together, which follows from their values", () => {
    assert.deepEqual(
      starts(
        problemsWith(
          template,
          ["OutputArtifacts: [{ Name: source }]", "OutputArtifacts: !Ref Made"],
          ["QUEUED", "LATEST"],
        ),
      ),
      [
        unknownAt("stages[0].actions[0].outputArtifacts", "Ref"),
        { path: "executionMode", reason: 'is "LATEST": allowed are SUPERSEDED, QUEUED, PARALLEL' },
      ],
    );
  });

  it("are the only tags that are known", () => {
    assert.deepEqual(problemsWith(template, ["BranchName: main", "BranchName: !Env BRANCH"]), [
      {
        path: "",
        reason:
          "Unresolved tag: !Env at line 29, column 29: only short forms of CloudFormation functions are allowed; write the value",
      },
    ]);
  });
});

describe("the short form of a function", () => {
  const read = (text: string) => parse(text, { customTags: cloudFormationTags });

  it("is read as its long form, with a text, a list or a map", () => {
    for (const name of templateFunctions) {
      assert.deepEqual(read(`!${name} x`), { [`Fn::${name}`]: "x" });
      assert.deepEqual(read(`!${name} [x, 1]`), { [`Fn::${name}`]: ["x", 1] });
      assert.deepEqual(read(`!${name} { a: x }`), { [`Fn::${name}`]: { a: "x" } });
    }
    assert.deepEqual(read("[!Ref Branch, !Condition Wanted]"), [{ Ref: "Branch" }, { Condition: "Wanted" }]);
  });

  it("may stand in another one", () => {
    assert.deepEqual(read("!Join ['-', [!Ref A, !Sub x]]"), {
      "Fn::Join": ["-", [{ Ref: "A" }, { "Fn::Sub": "x" }]],
    });
  });
});

describe("an unknown value", () => {
  const ways = "or read the output of aws codepipeline get-pipeline";

  it("says the function, the reason and the ways out, at every place where it stands", () => {
    const bucket = unknownValue("Ref", "names a resource");
    const branch = unknownValue("Fn::ImportValue", "names an export", "values");
    assert.deepEqual(functionProblems({ stages: [{ name: bucket }, { a: 1 }], branch }), [
      { path: "stages[0].name", reason: `uses Ref, which names a resource: write the value, ${ways}` },
      {
        path: "branch",
        options: ["values"],
        reason: `uses Fn::ImportValue, which names an export: give the option values, or write the value, ${ways}`,
      },
    ]);
  });

  it("is found in nothing that is known", () => {
    for (const known of [undefined, null, "Ref", 7, { Ref: "Branch" }, [[]]]) {
      assert.deepEqual(functionProblems(known), []);
    }
  });
});

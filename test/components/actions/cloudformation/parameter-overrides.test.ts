import assert from "node:assert/strict";
import type { BaseAction } from "../../../../components/actions/base/action-shape";
import {
  artifactAttribute,
  artifactValue,
  parameterOverrideProblems,
  parameterOverrides,
} from "../../../../components/actions/cloudformation/parameter-overrides";
import { schemaProblems } from "../../../../components/schema/vocabulary";

const action: BaseAction = {
  name: "Deploy",
  provider: "CloudFormation",
  category: "Deploy",
  runOrder: 1,
  inputArtifacts: ["source", "build"],
  outputArtifacts: [],
  configuration: {},
};
const overrides = "configuration.ParameterOverrides";

describe("the parameters of a template", () => {
  it("take texts, places of artifacts and values from their files", () => {
    const values = {
      Stage: "prod",
      Code: artifactAttribute("build", "ObjectKey"),
      Image: artifactValue("build", "image.json", "uri"),
    };
    assert.deepEqual(values.Code, { "Fn::GetArtifactAtt": ["build", "ObjectKey"] });
    assert.deepEqual(values.Image, { "Fn::GetParam": ["build", "image.json", "uri"] });
    assert.deepEqual(schemaProblems(parameterOverrides, values), []);
    assert.deepEqual(parameterOverrideProblems(action, values), []);
    assert.deepEqual(parameterOverrideProblems(action), []);
  });

  for (const [what, values, path, reason] of [
    [
      "another attribute",
      { Code: { "Fn::GetArtifactAtt": ["build", "Arn"] } },
      "Code.Fn::GetArtifactAtt[1]",
      'is "Arn": allowed are BucketName, ObjectKey, URL',
    ],
    [
      "a number",
      { Count: 1 },
      "Count",
      'is no value of a parameter: give text, { "Fn::GetArtifactAtt": [artifact, attribute] } or { "Fn::GetParam": [artifact, file, key] }',
    ],
    [
      "an empty key",
      { Image: { "Fn::GetParam": ["build", "image.json", ""] } },
      "Image.Fn::GetParam[2]",
      "is empty: write something or leave it out",
    ],
    ["a hyphen in a name", { "my-stage": "prod" }, "my-stage", 'is "my-stage": name parameters in letters and digits'],
  ] as const) {
    it(`must not have ${what}`, () => {
      assert.deepEqual(schemaProblems(parameterOverrides, values), [{ path, reason }]);
    });
  }

  it("must not have another function, and the message names the functions that they may have", () => {
    assert.deepEqual(schemaProblems(parameterOverrides, { Role: { "Fn::GetAtt": ["Role", "Arn"] } }), [
      { path: "Role.Fn::GetArtifactAtt", reason: "is missing: give a list" },
      { path: "Role.Fn::GetAtt", reason: "is not known here: allowed are Fn::GetArtifactAtt" },
    ]);
  });

  it("must be in input artifacts of the action", () => {
    assert.deepEqual(
      parameterOverrideProblems(action, {
        Code: { "Fn::GetArtifactAtt": ["builds", "ObjectKey"] },
        Image: { "Fn::GetParam": ["images", "image.json", "uri"] },
      }),
      [
        {
          path: `${overrides}.Code`,
          reason: 'is "builds::ObjectKey", in no input artifact of the action: name one of source, build',
        },
        {
          path: `${overrides}.Image`,
          reason: 'is "images::image.json::uri", in no input artifact of the action: name one of source, build',
        },
      ],
    );
  });

  it("must not hold a secret in plain text, each named by its path", () => {
    assert.deepEqual(
      parameterOverrideProblems(action, { Stage: "prod", DbPassword: "hunter2" }).map(({ path }) => path),
      [`${overrides}.DbPassword`],
    );
  });

  it("are at most 1024 bytes of JSON, in which a character may count several times", () => {
    const frame = JSON.stringify({ Text: "" }).length;
    assert.deepEqual(parameterOverrideProblems(action, { Text: "a".repeat(1024 - frame) }), []);
    assert.deepEqual(parameterOverrideProblems(action, { Text: "a".repeat(1025 - frame) }), [
      {
        path: overrides,
        reason: "is 1025 bytes of JSON, and AWS takes 1024: keep what is known beforehand in TemplateConfiguration",
      },
    ]);
    assert.match(
      parameterOverrideProblems(action, { Text: "ü".repeat(600) })[0]?.reason ?? "",
      new RegExp(`^is ${frame + 1200} bytes of JSON`),
    );
  });
});

import assert from "node:assert/strict";
import {
  actionModes,
  keysWithoutEffect,
  modeProblems,
  stackPermissions,
} from "../../../../components/actions/cloudformation/modes";
import { context } from "../../../support/pipelines";

const stack = "arn:aws:cloudformation:eu-central-1:111122223333:stack/shop/*";
const RoleArn = "arn:aws:iam::111122223333:role/stack";
const template = { RoleArn, TemplatePath: "source::t.yml" };

const takes = {
  CREATE_UPDATE: { RoleArn, TemplatePath: "source::t.yml" },
  REPLACE_ON_FAILURE: { RoleArn, TemplatePath: "source::t.yml" },
  DELETE_ONLY: { RoleArn },
  CHANGE_SET_REPLACE: { ...template, ChangeSetName: "release" },
  CHANGE_SET_EXECUTE: { ChangeSetName: "release" },
} as const;

describe("the keys of an operation on a stack", () => {
  for (const mode of actionModes) {
    it(`are enough for ${mode}, and none of them can be missing`, () => {
      const configuration = { ActionMode: mode, StackName: "shop", ...takes[mode] };
      assert.deepEqual(modeProblems(mode, configuration), []);
      for (const key of Object.keys(takes[mode])) {
        assert.deepEqual(modeProblems(mode, { ...configuration, [key]: undefined }), [
          { path: `configuration.${key}`, reason: `is missing, and ${mode} needs it: add it` },
        ]);
      }
    });
  }

  it("without effect are refused, with the keys that have one", () => {
    assert.deepEqual(modeProblems("DELETE_ONLY", { RoleArn, TemplatePath: "source::t.yml", ChangeSetName: "x" }), [
      {
        path: "configuration.TemplatePath",
        reason: "has no effect with DELETE_ONLY, which takes ActionMode, StackName, RoleArn: remove it",
      },
      {
        path: "configuration.ChangeSetName",
        reason: "has no effect with DELETE_ONLY, which takes ActionMode, StackName, RoleArn: remove it",
      },
    ]);
  });

  for (const [mode, ignored] of [
    ["CREATE_UPDATE", ["ChangeSetName"]],
    ["REPLACE_ON_FAILURE", ["ChangeSetName"]],
    ["DELETE_ONLY", ["ChangeSetName", "TemplatePath", "Capabilities", "ParameterOverrides", "TemplateConfiguration"]],
    ["CHANGE_SET_REPLACE", []],
    ["CHANGE_SET_EXECUTE", ["TemplatePath", "RoleArn", "Capabilities", "ParameterOverrides", "TemplateConfiguration"]],
    ["create_update", []],
    [undefined, []],
  ] as const) {
    it(`are ignored by AWS in ${mode}: ${ignored.join(", ") || "none"}`, () => {
      assert.deepEqual(keysWithoutEffect({ ActionMode: mode }), ignored);
    });
  }
});

describe("the permissions of an operation on a stack", () => {
  const sids = (more: object) =>
    stackPermissions({ ActionMode: "CREATE_UPDATE", StackName: "shop", ...more }, context).map(({ Sid, Action }) => [
      Sid,
      [Action].flat().filter((action) => !action.startsWith("cloudformation:Describe")),
    ]);

  it("are about one stack, one change set and one role", () => {
    assert.deepEqual(
      stackPermissions(
        { ActionMode: "CHANGE_SET_REPLACE", StackName: "shop", ChangeSetName: "release", RoleArn },
        context,
      ),
      [
        {
          Sid: "Stack",
          Effect: "Allow",
          Action: ["cloudformation:DescribeChangeSet", "cloudformation:DescribeStacks"],
          Resource: [stack],
        },
        {
          Sid: "ChangeSet",
          Effect: "Allow",
          Action: ["cloudformation:CreateChangeSet", "cloudformation:DeleteChangeSet"],
          Resource: [stack],
          Condition: { StringEqualsIfExists: { "cloudformation:ChangeSetName": "release" } },
        },
        {
          Sid: "PassRole",
          Effect: "Allow",
          Action: ["iam:PassRole"],
          Resource: [RoleArn],
          Condition: { StringEquals: { "iam:PassedToService": "cloudformation.amazonaws.com" } },
        },
      ],
    );
  });

  for (const [mode, more, expected] of [
    [
      "CREATE_UPDATE",
      { RoleArn },
      [
        ["Stack", ["cloudformation:CreateStack", "cloudformation:GetTemplate", "cloudformation:UpdateStack"]],
        ["PassRole", ["iam:PassRole"]],
      ],
    ],
    [
      "REPLACE_ON_FAILURE",
      { RoleArn },
      [
        [
          "Stack",
          [
            "cloudformation:CreateStack",
            "cloudformation:GetTemplate",
            "cloudformation:UpdateStack",
            "cloudformation:DeleteStack",
          ],
        ],
        ["PassRole", ["iam:PassRole"]],
      ],
    ],
    [
      "DELETE_ONLY",
      { RoleArn },
      [
        ["Stack", ["cloudformation:DeleteStack"]],
        ["PassRole", ["iam:PassRole"]],
      ],
    ],
    [
      "CHANGE_SET_EXECUTE",
      { ChangeSetName: "release" },
      [
        ["Stack", []],
        ["ChangeSet", ["cloudformation:ExecuteChangeSet"]],
      ],
    ],
  ] as const) {
    it(`of ${mode} change exactly what the mode changes`, () => {
      assert.deepEqual(sids({ ActionMode: mode, ...more }), expected);
    });
  }

  it("set a stack policy only where a template configuration may hold one", () => {
    const TemplateConfiguration = "source::prod.json";
    assert.deepEqual(
      actionModes.map((ActionMode) => [
        ActionMode,
        sids({ ActionMode, TemplateConfiguration }).some(([sid]) => sid === "StackPolicy"),
      ]),
      [
        ["CREATE_UPDATE", true],
        ["REPLACE_ON_FAILURE", true],
        ["DELETE_ONLY", false],
        ["CHANGE_SET_REPLACE", false],
        ["CHANGE_SET_EXECUTE", false],
      ],
    );
    assert.ok(!sids({}).some(([sid]) => sid === "StackPolicy"));
  });
});

import assert from "node:assert/strict";
import { actionIn, problemsIn, propertiesOf } from "../../../support/aws-definition";

const at = "stages[1].actions[0]";
const role = "arn:aws:iam::111122223333:role/deploy";
const deploy = (Provider: string, Owner = "AWS") => ({ Category: "Deploy", Owner, Provider, Version: "1" });
const read = (action: object) => actionIn(propertiesOf([action]));
const base = { runOrder: 1, category: "Deploy", inputArtifacts: ["source"], outputArtifacts: [] };

describe("an action of AWS's form that deploys to ECS", () => {
  const ecs = {
    Name: "Web",
    ActionTypeId: deploy("ECS"),
    InputArtifacts: [{ Name: "source" }],
    Configuration: { ClusterName: "prod", ServiceName: "shop", DeploymentTimeout: "15" },
  };

  it("is read as it is where it brings its role", () => {
    assert.deepEqual(read({ ...ecs, RoleArn: role }), {
      ...base,
      name: "Web",
      owner: "AWS",
      provider: "ECS",
      roleArn: role,
      configuration: { ClusterName: "prod", ServiceName: "shop", DeploymentTimeout: 15 },
    });
  });

  it("must say what decides about the role that is made", () => {
    assert.deepEqual(
      problemsIn(propertiesOf([ecs])).map(({ path }) => path),
      [`${at}.taskDefinitionFamily`, `${at}.passRoleArns`],
    );
    assert.deepEqual(problemsIn(propertiesOf([{ ...ecs, TaskDefinitionFamily: "shop", PassRoleArns: [] }])), []);
  });
});

describe("an action of AWS's form that deploys a skill", () => {
  const skill = {
    Name: "Skill",
    ActionTypeId: deploy("AlexaSkillsKit", "ThirdParty"),
    InputArtifacts: [{ Name: "source" }],
    Configuration: { ClientId: "id", ClientSecret: "secret", RefreshToken: "token", SkillId: "amzn1.ask.skill.1" },
  };

  it("must accept that its secrets are in plain text, which has nothing to do with a role", () => {
    assert.deepEqual(
      problemsIn(propertiesOf([skill])).map(({ path }) => path),
      [`${at}.acceptPlainTextSecrets`],
    );
    assert.deepEqual(problemsIn(propertiesOf([{ ...skill, AcceptPlainTextSecrets: true }])), []);
  });
});

describe("an action of AWS's form that works on a stack", () => {
  const ofTemplate = {
    Capabilities: "CAPABILITY_NAMED_IAM,CAPABILITY_AUTO_EXPAND",
    ParameterOverrides: '{"ProjectId": "shop"}',
    TemplateConfiguration: "other::configuration.json",
    TemplatePath: "other::template.yml",
  };
  const everything = { ChangeSetName: "changes", RoleArn: role, StackName: "shop", ...ofTemplate };
  const stack = (configuration: object) => ({
    Name: "Stack",
    ActionTypeId: deploy("CloudFormation"),
    InputArtifacts: [{ Name: "source" }],
    Configuration: configuration,
  });
  /** A deletion runs after an approval, or it is refused. */
  const approved = (action: object) => [
    { ...action, RunOrder: 2 },
    { Name: "Ask", ActionTypeId: { Category: "Approval", Owner: "AWS", Provider: "Manual", Version: "1" } },
  ];
  const known = { ...base, name: "Stack", owner: "AWS", provider: "CloudFormation" };

  it("loses what AWS ignores when it executes a change set", () => {
    const configuration = { ActionMode: "CHANGE_SET_EXECUTE", StackName: "shop", ChangeSetName: "changes" };
    assert.deepEqual(read(stack({ ActionMode: "CHANGE_SET_EXECUTE", ...everything })), { ...known, configuration });
  });

  it("loses what AWS ignores when it deletes a stack", () => {
    const configuration = { ActionMode: "DELETE_ONLY", StackName: "shop", RoleArn: role };
    const read = actionIn(propertiesOf(approved(stack({ ActionMode: "DELETE_ONLY", ...everything }))));
    assert.deepEqual(read, { ...known, runOrder: 2, configuration });
  });

  it("loses the name of a change set when it makes none", () => {
    const { ChangeSetName, ...configuration } = everything;
    const made = {
      ActionMode: "CREATE_UPDATE",
      ...configuration,
      TemplateConfiguration: "source::c",
      TemplatePath: "source::t",
    };
    assert.deepEqual(read(stack({ ...made, ChangeSetName })), {
      ...known,
      configuration: {
        ...made,
        Capabilities: ["CAPABILITY_NAMED_IAM", "CAPABILITY_AUTO_EXPAND"],
        ParameterOverrides: { ProjectId: "shop" },
      },
    });
  });

  for (const [what, configuration, path] of [
    [
      "the file of outputs of a stack that is deleted",
      { ActionMode: "DELETE_ONLY", OutputFileName: "o.json" },
      "OutputFileName",
    ],
    ["a key that no mode has", { ActionMode: "DELETE_ONLY", Template: "a" }, "Template"],
    ["a mode that there is not", { ActionMode: "DESTROY" }, "ActionMode"],
  ] as const) {
    it(`is refused for ${what}`, () => {
      assert.deepEqual(
        new Set(
          problemsIn(propertiesOf(approved(stack({ StackName: "shop", RoleArn: role, ...configuration })))).map(
            (problem) => problem.path,
          ),
        ),
        new Set(
          path === "OutputFileName"
            ? [`${at}.configuration.${path}`, `${at}.outputArtifacts`]
            : [`${at}.configuration.${path}`],
        ),
      );
    });
  }
});

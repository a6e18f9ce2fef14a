import assert from "node:assert/strict";
import { stackInstances } from "../../../../components/actions/cloudformation/stack-instances";
import { stackSet } from "../../../../components/actions/cloudformation/stack-set";
import { stackSetParameters } from "../../../../components/actions/cloudformation/stack-set-shape";
import { configured, problemsOf } from "../../../support/provider-cases";
import { refusedPreferences, stackInstancesActionOf, stackSetActionOf } from "../../../support/stack-sets";

const action = stackSetActionOf();
const managed = stackSetActionOf({ PermissionModel: "SERVICE_MANAGED" });
const units = { DeploymentTargets: ["ou-ab12-abcdefgh"], Regions: ["eu-central-1"] };
const accounts = { DeploymentTargets: ["444455556666"], Regions: ["eu-central-1"] };
const shortForm =
  "give ParameterKey=<name>,ParameterValue=<value>, the next one after a space, values without spaces and commas; or a file, <artifact>::<path>";

const refused: [what: string, action: Record<string, unknown>, path: string, reason: string][] = [
  [
    "targets without regions",
    configured(action, { ...accounts, Regions: undefined }),
    "Regions",
    "is missing, and DeploymentTargets needs it: add it",
  ],
  [
    "regions without targets",
    configured(action, { ...accounts, DeploymentTargets: undefined }),
    "DeploymentTargets",
    "is missing, and Regions needs it: add it",
  ],
  [
    "units with roles of the user's own",
    configured(action, units),
    "DeploymentTargets",
    'is ["ou-ab12-abcdefgh"]: give accounts alone, or set PermissionModel to SERVICE_MANAGED',
  ],
  [
    "accounts with roles of AWS's making",
    configured(managed, accounts),
    "DeploymentTargets",
    'is ["444455556666"]: give organizational units, or the root, alone: AWS manages the roles in them',
  ],
  [
    "a target that is neither",
    configured(action, { ...accounts, DeploymentTargets: ["shop"] }),
    "DeploymentTargets[0]",
    'is "shop": give the number of an account, or the id of an organizational unit or of the organization\'s root',
  ],
  [
    "targets that are neither a list nor a file",
    configured(action, { ...accounts, DeploymentTargets: "444455556666" }),
    "DeploymentTargets",
    'is "444455556666": give accounts, or organizational units, as a list, or a file that lists them, <artifact>::<path>',
  ],
  [
    "targets in an artifact that the action does not take",
    configured(action, { ...accounts, DeploymentTargets: "build::accounts.json" }),
    "DeploymentTargets",
    'is "build::accounts.json", in no input artifact of the action: name one of source',
  ],
  [
    "a region that is none",
    configured(action, { ...accounts, Regions: ["Frankfurt"] }),
    "Regions[0]",
    'is "Frankfurt": give a region, such as eu-central-1',
  ],
  [
    "a region twice",
    configured(action, { ...accounts, Regions: ["eu-west-1", "eu-west-1"] }),
    "Regions",
    'is ["eu-west-1","eu-west-1"]: give everything once',
  ],
  [
    "a template in an artifact that the action does not take",
    configured(action, { TemplatePath: "build::guardrails.yml" }),
    "TemplatePath",
    'is "build::guardrails.yml", in no input artifact of the action: name one of source',
  ],
  [
    "parameters in an artifact that the action does not take",
    configured(action, { Parameters: "build::parameters.json" }),
    "Parameters",
    'is "build::parameters.json", in no input artifact of the action: name one of source',
  ],
  [
    "a value with a comma",
    configured(action, { Parameters: stackSetParameters({ Zones: "a,b" }) }),
    "Parameters",
    `is "ParameterKey=Zones,ParameterValue=a,b": ${shortForm}`,
  ],
  [
    "a value with a space",
    configured(action, { Parameters: stackSetParameters({ Owner: "a b" }) }),
    "Parameters",
    `is "ParameterKey=Owner,ParameterValue=a b": ${shortForm}`,
  ],
  [
    "a secret among the parameters",
    configured(action, { Parameters: stackSetParameters({ Size: "small", ApiToken: "hunter2" }) }),
    "Parameters",
    "has the name of a secret, and everybody who sees the pipeline sees it: give {{resolve:secretsmanager:<name>}}, or let the template look it up",
  ],
  [
    "a secret on a line of its own",
    configured(action, { Parameters: "\n  ParameterKey=ApiToken,ParameterValue=hunter2\n" }),
    "Parameters",
    "has the name of a secret, and everybody who sees the pipeline sees it: give {{resolve:secretsmanager:<name>}}, or let the template look it up",
  ],
  [
    "a secret behind other words about its parameter",
    configured(action, { Parameters: "ParameterKey=ApiToken,UsePreviousValue=false,ParameterValue=hunter2" }),
    "Parameters",
    "has the name of a secret, and everybody who sees the pipeline sees it: give {{resolve:secretsmanager:<name>}}, or let the template look it up",
  ],
  [
    "an administration role of another account than that of the action's own",
    configured(
      { ...action, roleArn: "arn:aws:iam::444455556666:role/deploy" },
      { AdministrationRoleArn: "arn:aws:iam::111122223333:role/guardrails" },
    ),
    "AdministrationRoleArn",
    "is of account 111122223333, and the action works in 444455556666: give one of that account",
  ],
  [
    "a name of a role with a slash",
    configured(action, { ExecutionRoleName: "a/b" }),
    "ExecutionRoleName",
    'is "a/b": give the name of a role, 1 to 64 letters, digits or the characters _+=,.@-',
  ],
  [
    "macros with roles of AWS's making",
    configured(managed, { Capabilities: ["CAPABILITY_AUTO_EXPAND"] }),
    "Capabilities",
    "has CAPABILITY_AUTO_EXPAND, and stack sets that are SERVICE_MANAGED expand no macros: remove it",
  ],
  [
    "a model that AWS does not know",
    configured(action, { PermissionModel: "MINE" }),
    "PermissionModel",
    'is "MINE": allowed are SELF_MANAGED, SERVICE_MANAGED',
  ],
  [
    "an automatic deployment in another spelling",
    configured(managed, { OrganizationsAutoDeployment: true }),
    "OrganizationsAutoDeployment",
    "is true: allowed are Enabled, Disabled, EnabledWithStackRetention",
  ],
  [
    "a role of another kind than AWS knows",
    configured(managed, { CallAs: "ADMIN" }),
    "CallAs",
    'is "ADMIN": allowed are SELF, DELEGATED_ADMIN',
  ],
  ...(["OrganizationsAutoDeployment", "CallAs"] as const).map(
    (key): [string, Record<string, unknown>, string, string] => [
      `${key} with roles of the user's own`,
      configured(action, { [key]: key === "CallAs" ? "SELF" : "Disabled" }),
      key,
      "has no effect with the PermissionModel SELF_MANAGED: remove it, or change the model",
    ],
  ),
  ...(["AdministrationRoleArn", "ExecutionRoleName"] as const).map(
    (key): [string, Record<string, unknown>, string, string] => [
      `${key} with roles of AWS's making`,
      configured(managed, { [key]: key === "ExecutionRoleName" ? "a" : "arn:aws:iam::111122223333:role/a" }),
      key,
      "has no effect with the PermissionModel SERVICE_MANAGED: remove it, or change the model",
    ],
  ),
];

const accepted: [what: string, action: Record<string, unknown>][] = [
  ["a file of accounts", configured(action, { ...accounts, DeploymentTargets: "source::accounts.json" })],
  ["a file of parameters", configured(action, { Parameters: "source::parameters.json" })],
  [
    "a secret that CloudFormation looks up",
    configured(action, { Parameters: stackSetParameters({ ApiToken: "{{resolve:secretsmanager:shop/api}}" }) }),
  ],
  [
    "a reference among the parameters",
    configured(action, { Parameters: stackSetParameters({ Version: "#{Repository.CommitId}" }) }),
  ],
  [
    "parameters on lines of their own, as a block of YAML has them",
    configured(action, {
      Parameters: "\n  ParameterKey=Size,ParameterValue=small\n  ParameterKey=Trail,UsePreviousValue=true\n",
    }),
  ],
  ["an empty value", configured(action, { Parameters: stackSetParameters({ Suffix: "" }) })],
];

describe("the configuration of an action on a stack set", () => {
  for (const [what, wrong, key, reason] of refused) {
    it(`refuses ${what}`, () => {
      assert.deepEqual(problemsOf(stackSet, wrong), [{ path: `configuration.${key}`, reason }]);
    });
  }

  for (const [what, right] of accepted) {
    it(`accepts ${what}`, () => {
      assert.deepEqual(problemsOf(stackSet, right), []);
    });
  }

  it("refuses targets and regions beside an automatic deployment", () => {
    const both = configured(managed, { OrganizationsAutoDeployment: "Enabled", ...units });
    const reason = "cannot stand beside OrganizationsAutoDeployment: remove one of them";
    assert.deepEqual(problemsOf(stackSet, both), [
      { path: "configuration.DeploymentTargets", reason },
      { path: "configuration.Regions", reason },
    ]);
  });

  for (const [key, value, reason] of refusedPreferences) {
    it(`refuses ${JSON.stringify(value)} as ${key}, as that of an action on its stacks does`, () => {
      const expected = [{ path: `configuration.${key}`, reason }];
      assert.deepEqual(problemsOf(stackSet, configured(action, { [key]: value })), expected);
      assert.deepEqual(problemsOf(stackInstances, configured(stackInstancesActionOf(), { [key]: value })), expected);
    });
  }
});

import assert from "node:assert/strict";
import type { BaseAction } from "../../../../components/actions/base/action-shape";
import {
  accountsOf,
  delegationPermissions,
  deploymentTargets,
  operationPreferences,
  placeProblems,
  stackSetOf,
  stackSetParameterProblems,
  stackSetParameters,
  stackSetParametersSchema,
  targetProblems,
  targetRegions,
} from "../../../../components/actions/cloudformation/stack-set-shape";
import { allowedKeys, schemaProblems } from "../../../../components/schema/vocabulary";
import { china, scope } from "../../../support/scopes";

const action: BaseAction = {
  name: "Deploy",
  provider: "CloudFormationStackSet",
  category: "Deploy",
  runOrder: 1,
  inputArtifacts: ["source"],
  outputArtifacts: [],
  configuration: {},
};
const account = "444455556666";
const unit = "ou-ab12-abcdefgh";

describe("the targets of a stack set", () => {
  for (const targets of [[account], [unit, "r-ab12"], "source::accounts.json"]) {
    it(`may be ${JSON.stringify(targets)}`, () => {
      assert.deepEqual(schemaProblems(deploymentTargets, targets), []);
    });
  }

  const target = "give the number of an account, or the id of an organizational unit or of the organization's root";
  const whole = "give accounts, or organizational units, as a list, or a file that lists them, <artifact>::<path>";
  for (const [targets, path, reason] of [
    [["44445555666"], "[0]", `is "44445555666": ${target}`],
    [[account, "*"], "[1]", `is "*": ${target}`],
    [["ou-AB12-abcdefgh"], "[0]", `is "ou-AB12-abcdefgh": ${target}`],
    [account, "", `is "${account}": ${whole}`],
    [7, "", `is 7: ${whole}`],
  ] as const) {
    it(`must not be ${JSON.stringify(targets)}`, () => {
      assert.deepEqual(schemaProblems(deploymentTargets, targets), [{ path, reason }]);
    });
  }

  for (const [targets, wanted, fix] of [
    [[account], "accounts", undefined],
    [[unit], "accounts", "give accounts alone, or set PermissionModel to SERVICE_MANAGED"],
    [[account, unit], "accounts", "give accounts alone, or set PermissionModel to SERVICE_MANAGED"],
    [[unit, "r-ab12"], "organizational units", undefined],
    [
      [account, unit],
      "organizational units",
      "give organizational units, or the root, alone: AWS manages the roles in them",
    ],
    [[account], "one kind", undefined],
    [[unit], "one kind", undefined],
    [[account, unit], "one kind", "give accounts alone, or organizational units alone"],
  ] as const) {
    it(`${fix === undefined ? "are" : "are not"} ${wanted} if they are ${targets.join(" and ")}`, () => {
      assert.deepEqual(
        targetProblems(action, [...targets], wanted),
        fix === undefined
          ? []
          : [{ path: "configuration.DeploymentTargets", reason: `is ${JSON.stringify(targets)}: ${fix}` }],
      );
    });
  }

  it("in a file are of any kind, but the file is in an input artifact", () => {
    assert.deepEqual(targetProblems(action, "source::accounts.json", "accounts"), []);
    assert.deepEqual(targetProblems(action, undefined, "accounts"), []);
    assert.deepEqual(targetProblems(action, "build::accounts.json", "accounts"), [
      {
        path: "configuration.DeploymentTargets",
        reason: 'is "build::accounts.json", in no input artifact of the action: name one of source',
      },
    ]);
  });

  it("name accounts that a list has, and none that a file has", () => {
    assert.deepEqual(accountsOf([account, unit]), [account]);
    assert.deepEqual(accountsOf("source::accounts.json"), []);
    assert.deepEqual(accountsOf(undefined), []);
  });
});

describe("the places of a stack set", () => {
  const Regions = ["eu-central-1"];
  const DeploymentTargets = [account];
  const beside = "cannot stand beside OrganizationsAutoDeployment: remove one of them";

  for (const [what, places, problems] of [
    ["targets and regions", { DeploymentTargets, Regions }, {}],
    ["nothing", {}, {}],
    ["automatic deployment", { OrganizationsAutoDeployment: "Enabled" }, {}],
    ["targets alone", { DeploymentTargets }, { Regions: "is missing, and DeploymentTargets needs it: add it" }],
    ["regions alone", { Regions }, { DeploymentTargets: "is missing, and Regions needs it: add it" }],
    [
      "automatic deployment and places",
      { OrganizationsAutoDeployment: "Disabled", DeploymentTargets, Regions },
      { DeploymentTargets: beside, Regions: beside },
    ],
  ] as const) {
    it(`are judged if they are ${what}`, () => {
      const given = places as Parameters<typeof placeProblems>[0];
      assert.deepEqual(
        placeProblems(given),
        Object.entries(problems).map(([key, reason]) => ({ path: `configuration.${key}`, reason })),
      );
    });
  }

  it("are distinct regions", () => {
    assert.deepEqual(schemaProblems(targetRegions, ["us-east-1", "eu-central-1"]), []);
    assert.deepEqual(schemaProblems(targetRegions, []), [{ path: "", reason: "is []: give at least 1 entry" }]);
    assert.deepEqual(schemaProblems(targetRegions, ["us-east-1", "us-east-1"]), [
      { path: "", reason: 'is ["us-east-1","us-east-1"]: give everything once' },
    ]);
  });
});

describe("the parameters of a stack set", () => {
  it("are written as AWS takes them", () => {
    const text = stackSetParameters({ Stage: "prod", DbUser: { usePreviousValue: true } });
    assert.equal(text, "ParameterKey=Stage,ParameterValue=prod ParameterKey=DbUser,UsePreviousValue=true");
    assert.deepEqual(schemaProblems(stackSetParametersSchema, text), []);
    assert.equal(stackSetParameters({}), "");
  });

  for (const text of [
    "Stage=prod",
    "ParameterKey=Stage",
    "ParameterKey=Stage,ParameterValue=a b",
    "ParameterKey=Stage,Value=a",
    "ParameterKey=My-Stage,ParameterValue=a",
    "params.json",
    "",
  ]) {
    it(`are not ${JSON.stringify(text)}`, () => {
      assert.deepEqual(schemaProblems(stackSetParametersSchema, text), [
        {
          path: "",
          reason: `is ${JSON.stringify(text)}: give ParameterKey=<name>,ParameterValue=<value>, the next one after a space, values without spaces and commas; or a file, <artifact>::<path>`,
        },
      ]);
    });
  }

  for (const [what, text, paths] of [
    ["a secret", "ParameterKey=DbPassword,ParameterValue=hunter2", 1],
    [
      "a secret after another parameter",
      " ParameterKey=Stage,ParameterValue=a ParameterKey=DbPassword,ParameterValue=b",
      1,
    ],
    [
      "a secret after a kept value",
      "ParameterKey=Stage,UsePreviousValue=true ParameterKey=ApiToken,ParameterValue=b",
      1,
    ],
    ["a secret behind another attribute", "ParameterKey=ApiToken,UsePreviousValue=false,ParameterValue=b", 1],
    ["a secret that is kept", "ParameterKey=DbPassword,UsePreviousValue=true", 0],
    ["no secret", "ParameterKey=Stage,ParameterValue=prod", 0],
    ["a file of an input artifact", "source::parameters.json", 0],
    ["nothing", undefined, 0],
  ] as const) {
    it(`are ${paths === 0 ? "accepted" : "refused"} with ${what}`, () => {
      assert.deepEqual(
        stackSetParameterProblems(action, "Parameters", text).map(({ path }) => path),
        Array(paths).fill("configuration.Parameters"),
      );
    });
  }

  it("must not be in another artifact", () => {
    assert.deepEqual(stackSetParameterProblems(action, "Parameters", "build::p.json"), [
      {
        path: "configuration.Parameters",
        reason: 'is "build::p.json", in no input artifact of the action: name one of source',
      },
    ]);
  });
});

describe("an operation on a stack set", () => {
  it("has percentages and words as AWS takes them", () => {
    const schema = allowedKeys(operationPreferences);
    const widest = {
      FailureTolerancePercentage: 100,
      MaxConcurrentPercentage: 100,
      RegionConcurrencyType: "PARALLEL",
      ConcurrencyMode: "SOFT_FAILURE_TOLERANCE",
      CallAs: "DELEGATED_ADMIN",
    };
    assert.deepEqual(schemaProblems(schema, widest), []);
    assert.deepEqual(schemaProblems(schema, { FailureTolerancePercentage: 0, MaxConcurrentPercentage: 1 }), []);
    assert.deepEqual(
      schemaProblems(schema, { FailureTolerancePercentage: -1, MaxConcurrentPercentage: 0, CallAs: "me" }),
      [
        { path: "FailureTolerancePercentage", reason: "is -1: give at least 0" },
        { path: "MaxConcurrentPercentage", reason: "is 0: give at least 1" },
        { path: "CallAs", reason: 'is "me": allowed are SELF, DELEGATED_ADMIN' },
      ],
    );
  });

  it("is on a set of the account, or of the organization's management account, whose number is unknown", () => {
    for (const callAs of ["SELF", undefined] as const) {
      assert.equal(
        stackSetOf(china, "base", callAs),
        "arn:aws-cn:cloudformation:cn-north-1:444455556666:stackset/base:*",
      );
    }
    assert.equal(stackSetOf(scope, "base", "DELEGATED_ADMIN"), "arn:aws:cloudformation:eu-central-1:*:stackset/base:*");
  });

  it("asks the organization only for a delegated administrator", () => {
    assert.deepEqual([...delegationPermissions("SELF"), ...delegationPermissions(undefined)], []);
    assert.deepEqual(delegationPermissions("DELEGATED_ADMIN"), [
      {
        Sid: "Delegation",
        Effect: "Allow",
        Action: ["organizations:ListDelegatedAdministrators"],
        Resource: ["*"],
        Condition: {
          StringEqualsIfExists: {
            "organizations:ServicePrincipal": "member.org.stacksets.cloudformation.amazonaws.com",
          },
        },
      },
    ]);
  });
});

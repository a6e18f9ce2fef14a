import assert from "node:assert/strict";
import { ec2Deploy, ec2DeployAction, ec2DeploySchema } from "../../../components/actions/ec2";
import { downloadArtifacts } from "../../../components/iam/artifact-access";
import { context } from "../../support/pipelines";
import { configured, describeProvider } from "../../support/provider-cases";
import { scope } from "../../support/scopes";

const group = "arn:aws:logs:eu-central-1:111122223333:log-group:/aws/codepipeline/shop";
const instance = "arn:aws:ec2:eu-central-1:111122223333:instance";
const node = "arn:aws:ssm:eu-central-1:111122223333:managed-instance";
const document = "arn:aws:ssm:eu-central-1::document";
const targets = "arn:aws:elasticloadbalancing:eu-central-1:111122223333:targetgroup";

const minimal = ec2DeployAction({
  name: "Deploy",
  inputArtifacts: ["app"],
  configuration: { InstanceTagKey: "Role", InstanceType: "EC2", DeploySpec: "deployspec.yaml" },
});
const full = configured(minimal, {
  DeploySpec: undefined,
  InstanceTagValue: "shop web",
  InstanceType: "SSM_MANAGED_NODE",
  TargetDirectory: "/srv/shop",
  PostScript: "scripts/start.sh",
  PreScript: "scripts/stop.sh",
  MaxBatch: "50%",
  MaxError: 2,
  TargetGroupNameList: ["shop-web", "shop-api"],
});

function statements(machines: string[], condition: Record<string, Record<string, string>>) {
  return [
    {
      Sid: "FindInstances",
      Effect: "Allow" as const,
      Action: ["ec2:DescribeInstances"],
      Resource: ["*"],
      Condition: { StringEquals: { "ec2:Region": "eu-central-1" } },
    },
    {
      Sid: "FollowCommands",
      Effect: "Allow" as const,
      Action: ["ssm:CancelCommand", "ssm:DescribeInstanceInformation", "ssm:ListCommandInvocations"],
      Resource: ["*"],
    },
    {
      Sid: "CommandMachines",
      Effect: "Allow" as const,
      Action: ["ssm:SendCommand"],
      Resource: machines,
      Condition: condition,
    },
    {
      Sid: "RunShellScripts",
      Effect: "Allow" as const,
      Action: ["ssm:SendCommand"],
      Resource: [`${document}/AWS-RunShellScript`],
    },
  ];
}

const useTargetGroups = [
  {
    Sid: "FindTargetGroups",
    Effect: "Allow" as const,
    Action: [
      "elasticloadbalancing:DescribeTargetGroupAttributes",
      "elasticloadbalancing:DescribeTargetGroups",
      "elasticloadbalancing:DescribeTargetHealth",
    ],
    Resource: ["*"],
  },
  {
    Sid: "TargetGroups",
    Effect: "Allow" as const,
    Action: ["elasticloadbalancing:DeregisterTargets", "elasticloadbalancing:RegisterTargets"],
    Resource: [`${targets}/shop-web/*`, `${targets}/shop-api/*`],
  },
];
const logs = {
  Sid: "Logs",
  Effect: "Allow" as const,
  Action: ["logs:CreateLogGroup", "logs:CreateLogStream", "logs:PutLogEvents"],
  Resource: [group, `${group}:*`],
};

const anyValue = { Null: { "aws:ResourceTag/Role": "false" } };
const oneValue = { StringEquals: { "aws:ResourceTag/Role": "shop web" } };
const web = { "aws:ResourceTag/Role": "shop web" };
const tagKey = "give the key of a tag, 1 to 128 letters, digits, spaces or the characters _ . : / = + @ -";
const oneWay = "says what the file of DeploySpec says: remove one of them";
const neither = "is missing: give TargetDirectory and PostScript, or DeploySpec";
const targetGroup =
  "give the name of a target group, 1 to 32 letters, digits or hyphens, with a hyphen neither first nor last";

describeProvider(ec2Deploy, {
  title: "an action that deploys to machines by commands",
  minimal: {
    action: minimal,
    configuration: { InstanceTagKey: "Role", InstanceType: "EC2", DeploySpec: "deployspec.yaml" },
    statements: [...statements([`${instance}/*`], anyValue), logs],
  },
  full: {
    action: full,
    configuration: {
      InstanceTagKey: "Role",
      InstanceTagValue: "shop web",
      InstanceType: "SSM_MANAGED_NODE",
      TargetDirectory: "/srv/shop",
      PostScript: "scripts/start.sh",
      PreScript: "scripts/stop.sh",
      MaxBatch: "50%",
      MaxError: "2",
      TargetGroupNameList: "shop-web,shop-api",
    },
    statements: [...statements([`${instance}/*`, `${node}/*`], oneValue), ...useTargetGroups, logs],
  },
  required: ["InstanceTagKey", "InstanceType"],
  refused: [
    ["any tag", configured(minimal, { InstanceTagKey: "*" }), "configuration.InstanceTagKey", `is "*": ${tagKey}`],
    [
      "a tag by a reference, which would let the role command any machine",
      configured(minimal, { InstanceTagKey: "#{variables.tag}" }),
      "configuration.InstanceTagKey",
      `is "#{variables.tag}": ${tagKey}`,
    ],
    [
      "any value of a tag, which is said by leaving it out",
      configured(full, { InstanceTagValue: "*" }),
      "configuration.InstanceTagValue",
      'is "*": give the value of a tag, 1 to 256 letters, digits, spaces or the characters _ . : / = + @ -',
    ],
    [
      "a type of machine that AWS does not know",
      configured(minimal, { InstanceType: "t3.micro" }),
      "configuration.InstanceType",
      'is "t3.micro": allowed are EC2, SSM_MANAGED_NODE',
    ],
    ["no directory", configured(full, { TargetDirectory: undefined }), "configuration.TargetDirectory", neither],
    ["no script", configured(full, { PostScript: undefined }), "configuration.PostScript", neither],
    [
      "a directory beside a spec",
      configured(minimal, { TargetDirectory: "/srv" }),
      "configuration.TargetDirectory",
      oneWay,
    ],
    ["a script beside a spec", configured(minimal, { PostScript: "a.sh" }), "configuration.PostScript", oneWay],
    ["a first script beside a spec", configured(minimal, { PreScript: "a.sh" }), "configuration.PreScript", oneWay],
    [
      "a relative directory",
      configured(full, { TargetDirectory: "srv" }),
      "configuration.TargetDirectory",
      'is "srv": give an absolute path, such as /srv/shop',
    ],
    ["a batch of none", configured(full, { MaxBatch: 0 }), "configuration.MaxBatch", "is 0: give at least 1"],
    [
      "a batch of more than all",
      configured(full, { MaxBatch: "101%" }),
      "configuration.MaxBatch",
      'is "101%": give a number of instances, or a percentage such as 50%',
    ],
    [
      "a batch of no percent",
      configured(full, { MaxBatch: "0%" }),
      "configuration.MaxBatch",
      'is "0%": give a number of instances, or a percentage such as 50%',
    ],
    ["fewer errors than none", configured(full, { MaxError: -1 }), "configuration.MaxError", "is -1: give at least 0"],
    [
      "errors in other words than a part",
      configured(full, { MaxError: "00%" }),
      "configuration.MaxError",
      'is "00%": give a number of instances, or a percentage such as 50%',
    ],
    [
      "any target group",
      configured(full, { TargetGroupNameList: ["shop-*"] }),
      "configuration.TargetGroupNameList[0]",
      `is "shop-*": ${targetGroup}`,
    ],
    [
      "a target group of 33 characters",
      configured(full, { TargetGroupNameList: ["a".repeat(33)] }),
      "configuration.TargetGroupNameList[0]",
      `is "${"a".repeat(33)}": ${targetGroup}`,
    ],
  ],
  accepted: [
    ["a target group of 32 characters", configured(full, { TargetGroupNameList: ["a".repeat(32)] })],
    ["a batch of all", configured(full, { MaxBatch: "100%" })],
    ["no error at all", configured(full, { MaxError: 0 })],
    ["no percent of errors", configured(full, { MaxError: "0%" })],
  ],
  allowed: [
    { action: "ssm:SendCommand", resource: `${instance}/i-1`, context: web },
    { action: "ssm:SendCommand", resource: `${node}/mi-1`, context: web },
    { action: "ssm:CancelCommand", resource: "*" },
    { action: "ec2:DescribeInstances", resource: "*", context: { "ec2:Region": "eu-central-1" } },
    { action: "elasticloadbalancing:DeregisterTargets", resource: `${targets}/shop-web/0a1b` },
  ],
  denied: [
    { action: "ssm:SendCommand", resource: `${instance}/i-1` },
    { action: "ssm:SendCommand", resource: `${instance}/i-1`, context: { "aws:ResourceTag/Role": "bank" } },
    { action: "ssm:SendCommand", resource: `${instance}/i-1`, context: { "aws:ResourceTag/Name": "shop web" } },
    // Documents of AWS's own have no account in their ARN, and the simulation knows none of those.
    { action: "ssm:SendCommand", resource: "arn:aws:ssm:eu-central-1:111122223333:document/AWS-RunShellScript" },
    { action: "ssm:SendCommand", resource: "arn:aws:ssm:eu-central-1:111122223333:document/shop-start" },
    { action: "ssm:StartSession", resource: `${instance}/i-1`, context: web },
    { action: "elasticloadbalancing:DeregisterTargets", resource: `${targets}/bank/0a1b` },
    { action: "ec2:TerminateInstances", resource: `${instance}/i-1`, context: web },
  ],
});

describe("an action that deploys to machines by commands", () => {
  it("asks for its machines that they may fetch what is deployed to them", () => {
    const of = (action: unknown) => ec2Deploy.requiredGrants?.(ec2DeploySchema.parse(action), context, "store");
    const note =
      "The policy of the artifact key must also let it decrypt. The SSM agent needs the permissions of AmazonSSMManagedInstanceCore.";
    const statements = downloadArtifacts(scope, "store");
    const machines = "the instance profile or role of the instances with the tag Role";
    assert.deepEqual(of(minimal), [{ of: machines, statements, note }]);
    assert.deepEqual(of(full), [{ of: `${machines} = shop web`, statements, note }]);
  });
});

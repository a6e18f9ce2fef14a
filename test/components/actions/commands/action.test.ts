import assert from "node:assert/strict";
import { commands, commandsAction } from "../../../../components/actions/commands/action";
import { outputVariable } from "../../../../components/pipelines/definition/variable-reference";
import { validatePipeline } from "../../../../components/pipelines/validation/validate-pipeline";
import { approvalAction, pipelineOf } from "../../../support/pipelines";
import { configured, describeProvider, factsOf } from "../../../support/provider-cases";

const action = commandsAction({ name: "Check", inputArtifacts: ["source"], commands: ["npm ci", "npm test"] });
const subnets = ["subnet-0a1b2c3d", "subnet-0a1b2c3d4e5f60718"];
const network = { VpcId: "vpc-0a1b2c3d", Subnets: subnets, SecurityGroupIds: ["sg-0a1b2c3d"] };
const full = commandsAction({
  ...action,
  region: "eu-central-1",
  outputArtifacts: ["report"],
  outputFiles: ["report/**/*", "coverage.xml"],
  outputVariables: ["TESTS", "PREVIEW_LINK"],
  configuration: { EnvironmentType: "LINUX_CONTAINER", ComputeType: "BUILD_GENERAL1_LARGE", ...network },
});

const logGroup = "arn:aws:logs:eu-central-1:111122223333:log-group:/aws/codepipeline/shop";
const interfaces = "arn:aws:ec2:eu-central-1:111122223333:network-interface/*";
const subnetArns = subnets.map((subnet) => `arn:aws:ec2:eu-central-1:111122223333:subnet/${subnet}`);
const logs = {
  Sid: "Logs",
  Effect: "Allow" as const,
  Action: ["logs:CreateLogGroup", "logs:CreateLogStream", "logs:PutLogEvents"],
  Resource: [logGroup, `${logGroup}:*`],
};
const together = "is missing: VpcId, Subnets and SecurityGroupIds go together, give all or none";
const line = "give one command in one line, 1 to 1000 characters";
const oneInterface = "arn:aws:ec2:eu-central-1:111122223333:network-interface/eni-0a1b2c3d";
const inSubnet = { "ec2:Subnet": subnetArns[0] ?? "", "ec2:AuthorizedService": "codebuild.amazonaws.com" };

describeProvider(commands, {
  title: "an action that runs commands",
  minimal: { action, configuration: {}, statements: [logs] },
  full: {
    action: full,
    configuration: {
      EnvironmentType: "LINUX_CONTAINER",
      ComputeType: "BUILD_GENERAL1_LARGE",
      VpcId: "vpc-0a1b2c3d",
      Subnets: "subnet-0a1b2c3d,subnet-0a1b2c3d4e5f60718",
      SecurityGroupIds: "sg-0a1b2c3d",
    },
    statements: [
      logs,
      {
        Sid: "CreateNetworkInterface",
        Effect: "Allow",
        Action: ["ec2:CreateNetworkInterface"],
        Resource: [interfaces, ...subnetArns, "arn:aws:ec2:eu-central-1:111122223333:security-group/sg-0a1b2c3d"],
      },
      {
        Sid: "AttachNetworkInterface",
        Effect: "Allow",
        Action: ["ec2:CreateNetworkInterfacePermission"],
        Resource: [interfaces],
        Condition: { StringEquals: { "ec2:AuthorizedService": "codebuild.amazonaws.com", "ec2:Subnet": subnetArns } },
      },
      {
        Sid: "DeleteNetworkInterface",
        Effect: "Allow",
        Action: ["ec2:DeleteNetworkInterface"],
        Resource: [interfaces],
        Condition: { StringEquals: { "ec2:Subnet": subnetArns } },
      },
      {
        Sid: "DescribeNetwork",
        Effect: "Allow",
        Action: [
          "ec2:DescribeDhcpOptions",
          "ec2:DescribeNetworkInterfaces",
          "ec2:DescribeSecurityGroups",
          "ec2:DescribeSubnets",
          "ec2:DescribeVpcs",
        ],
        Resource: ["*"],
        Condition: { StringEquals: { "ec2:Region": "eu-central-1" } },
      },
    ],
  },
  required: [],
  refused: [
    ["no commands", { ...action, commands: undefined }, "commands", "is missing: give a list"],
    ["an empty list of commands", { ...action, commands: [] }, "commands", "is []: give at least 1 entry"],
    [
      "51 commands",
      { ...action, commands: Array(51).fill("ls") },
      "commands",
      `is ${JSON.stringify(Array(51).fill("ls")).slice(0, 77)}...: give at most 50 entries`,
    ],
    ["a command of two lines", { ...action, commands: ["a\nb"] }, "commands[0]", `is "a\\nb": ${line}`],
    ["an empty command", { ...action, commands: ["ls", " "] }, "commands[1]", `is " ": ${line}`],
    [
      "a command of 1001 characters",
      { ...action, commands: ["x".repeat(1001)] },
      "commands[0]",
      `is "${"x".repeat(76)}...: ${line}`,
    ],
    [
      "a secret in a command, without repeating it",
      { ...action, commands: ["ls", "git clone https://ghp_0123456789abcdefghijklmnopqrstuvwxyz@acme.example"] },
      "commands[1]",
      "has the value of a credential, and everybody who sees the pipeline sees it: read it from Secrets Manager in the command",
    ],
    [
      "variables of the environment, which cannot be said",
      { ...action, environmentVariables: [{ name: "A", value: "b" }] },
      "environmentVariables",
      "is not allowed here: the AWS provider of Pulumi cannot say it. Set plain values in the commands, or use a CodeBuild action, whose variables may be parameters and secrets",
    ],
    [
      "a variable with a space in its name",
      { ...action, outputVariables: ["A B"] },
      "outputVariables[0]",
      'is "A B": give the name of a variable, letters, digits or the characters @ - _',
    ],
    [
      "the same variable twice",
      { ...action, outputVariables: ["A", "A"] },
      "outputVariables",
      'is ["A","A"]: give everything once',
    ],
    [
      "16 variables",
      { ...action, outputVariables: [..."ABCDEFGHIJKLMNOP"] },
      "outputVariables",
      `is ${JSON.stringify([..."ABCDEFGHIJKLMNOP"])}: give at most 15 entries`,
    ],
    [
      "an artifact without files",
      { ...action, outputArtifacts: ["report"] },
      "outputFiles",
      "is missing: say which files are in the output artifact report, such as **/* for all",
    ],
    [
      "files without an artifact",
      { ...action, outputFiles: ["a"] },
      "outputFiles",
      "are in no output artifact: name one in outputArtifacts, or remove them",
    ],
    [
      "11 files",
      { ...full, outputFiles: [..."abcdefghijk"] },
      "outputFiles",
      `is ${JSON.stringify([..."abcdefghijk"])}: give at most 10 entries`,
    ],
    [
      "a file of 129 characters",
      { ...full, outputFiles: ["x".repeat(129)] },
      "outputFiles[0]",
      `is "${"x".repeat(76)}...: give at most 128 characters`,
    ],
    [
      "a file by a reference, which AWS does not say that it resolves",
      { ...full, outputFiles: ["#{Repo.CommitId}.zip"] },
      "outputFiles[0]",
      'is "#{Repo.CommitId}.zip": a reference is not resolved by AWS here, write the name or a pattern',
    ],
    [
      "a small machine for Windows, the default too",
      configured(action, { EnvironmentType: "WINDOWS_SERVER_2022_CONTAINER" }),
      "configuration.ComputeType",
      "is BUILD_GENERAL1_SMALL, and Windows does not run on it: give BUILD_GENERAL1_MEDIUM or BUILD_GENERAL1_LARGE",
    ],
    [
      "another machine",
      configured(action, { EnvironmentType: "ARM_CONTAINER" }),
      "configuration.EnvironmentType",
      'is "ARM_CONTAINER": allowed are LINUX_CONTAINER, WINDOWS_SERVER_2022_CONTAINER',
    ],
    [
      "a VPC without security groups",
      configured(action, { ...network, SecurityGroupIds: undefined }),
      "configuration.SecurityGroupIds",
      together,
    ],
    ["subnets without a VPC", configured(action, { ...network, VpcId: undefined }), "configuration.VpcId", together],
    [
      "a VPC without subnets",
      configured(action, { ...network, Subnets: undefined }),
      "configuration.Subnets",
      together,
    ],
    [
      "any subnet",
      configured(action, { ...network, Subnets: ["*"] }),
      "configuration.Subnets[0]",
      'is "*": give the id of a subnet, subnet-<hexadecimal digits>',
    ],
    [
      "any security group",
      configured(action, { ...network, SecurityGroupIds: ["sg-*"] }),
      "configuration.SecurityGroupIds[0]",
      'is "sg-*": give the id of a security group, sg-<hexadecimal digits>',
    ],
    [
      "a VPC by its name",
      configured(action, { ...network, VpcId: "main" }),
      "configuration.VpcId",
      'is "main": give the id of a VPC, vpc-<hexadecimal digits>',
    ],
    [
      "no subnet",
      configured(action, { ...network, Subnets: [] }),
      "configuration.Subnets",
      "is []: give at least 1 entry",
    ],
  ],
  accepted: [
    ["50 commands of 1000 characters", { ...action, commands: Array(50).fill("x".repeat(1000)) }],
    ["a command with a reference", { ...action, commands: ["echo #{codepipeline.PipelineExecutionId}"] }],
    [
      "Windows on a larger machine",
      configured(action, { EnvironmentType: "WINDOWS_SERVER_2022_CONTAINER", ComputeType: "BUILD_GENERAL1_MEDIUM" }),
    ],
  ],
  allowed: [
    { action: "logs:CreateLogGroup", resource: logGroup },
    { action: "logs:PutLogEvents", resource: `${logGroup}:log-stream:1` },
    { action: "ec2:CreateNetworkInterface", resource: subnetArns[1] ?? "" },
    { action: "ec2:CreateNetworkInterfacePermission", resource: oneInterface, context: inSubnet },
    { action: "ec2:DeleteNetworkInterface", resource: oneInterface, context: inSubnet },
    { action: "ec2:DescribeSubnets", resource: "*", context: { "ec2:Region": "eu-central-1" } },
  ],
  denied: [
    { action: "logs:PutLogEvents", resource: `${logGroup}-other:log-stream:1` },
    { action: "ec2:CreateNetworkInterface", resource: "arn:aws:ec2:eu-central-1:111122223333:subnet/subnet-0b" },
    {
      action: "ec2:CreateNetworkInterfacePermission",
      resource: oneInterface,
      context: { ...inSubnet, "ec2:AuthorizedService": "lambda.amazonaws.com" },
    },
    {
      action: "ec2:DeleteNetworkInterface",
      resource: oneInterface,
      context: { "ec2:Subnet": "arn:aws:ec2:eu-central-1:111122223333:subnet/subnet-0b" },
    },
    { action: "ec2:DescribeSubnets", resource: "*", context: { "ec2:Region": "us-east-1" } },
  ],
});

describe("an action that runs commands", () => {
  it("is one of AWS's own, of V2 alone", () => {
    assert.deepEqual(factsOf(commands), {
      provider: "Commands",
      owner: "AWS",
      version: "1",
      categories: ["Compute"],
      inputArtifacts: { min: 1, max: 10 },
      outputArtifacts: { min: 0, max: 1 },
      outputVariables: "listed by the action",
      pipelineTypes: ["V2"],
      crossRegion: true,
    });
  });

  it("says all that a VPC lacks", () => {
    const read = commands.schema.parse(configured(action, { VpcId: network.VpcId }));
    assert.deepEqual(commands.validate(read), [
      { path: "configuration.Subnets", reason: together },
      { path: "configuration.SecurityGroupIds", reason: together },
    ]);
  });

  it("reads and writes its artifacts itself", () => {
    assert.deepEqual(commands.artifactUse(commands.schema.parse(full)), { read: true, write: true });
    assert.deepEqual(commands.artifactUse(commands.schema.parse(action)), { read: true, write: false });
  });

  it("leaves behind the variables that it lists, and no others", () => {
    const problemsWith = (check: typeof action, name: string) =>
      validatePipeline(pipelineOf([check], [approvalAction({}, { CustomData: outputVariable(check, name) })]));
    const listing = { ...action, outputVariables: ["TESTS"] };
    assert.deepEqual(problemsWith(listing, "TESTS"), []);
    assert.deepEqual(problemsWith(listing, "OTHER"), [
      {
        path: "stages[2].actions[0].configuration.CustomData",
        reason: "reads #{Check.OTHER}, and stages[1].actions[0] leaves no such variable behind: give one of TESTS",
      },
    ]);
    assert.deepEqual(problemsWith(action, "TESTS"), [
      {
        path: "stages[2].actions[0].configuration.CustomData",
        reason: "reads #{Check.TESTS}, and stages[1].actions[0] leaves no variables behind: remove the reference",
      },
    ]);
  });
});

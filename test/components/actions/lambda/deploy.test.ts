import { lambdaDeploy, lambdaDeployAction } from "../../../../components/actions/lambda/deploy";
import { configured, describeProvider } from "../../../support/provider-cases";

const name = "arn:aws:lambda:eu-central-1:111122223333:function:shop";
const alarm = "arn:aws:cloudwatch:eu-central-1:111122223333:alarm";
const group = "arn:aws:logs:eu-central-1:111122223333:log-group:/aws/codepipeline/shop";

const minimal = lambdaDeployAction({
  name: "Deploy",
  inputArtifacts: ["code"],
  configuration: { FunctionName: "shop" },
});
const traffic = { FunctionName: "shop", FunctionAlias: "live", PublishedTargetVersion: "#{variables.version}" };
const shift = lambdaDeployAction({ name: "Shift", configuration: traffic });
const full = configured(minimal, {
  ...traffic,
  DeployStrategy: "Canary10Percent5Minutes",
  Alarms: ["shop errors", "shop/latency"],
});

function statements(actions: string[], alarms: string[] = []) {
  return [
    { Sid: "Function", Effect: "Allow" as const, Action: actions, Resource: [name, `${name}:*`] },
    ...(alarms.length === 0
      ? []
      : [{ Sid: "Alarms", Effect: "Allow" as const, Action: ["cloudwatch:DescribeAlarms"], Resource: alarms }]),
    {
      Sid: "Logs",
      Effect: "Allow" as const,
      Action: ["logs:CreateLogGroup", "logs:CreateLogStream", "logs:PutLogEvents"],
      Resource: [group, `${group}:*`],
    },
  ];
}

const strategy =
  "give AllAtOnce, Canary<percent>Percent<minutes>Minutes or Linear<percent>PercentEvery<minutes>Minutes, with 1 to 99 percent";
const aboutAlias = "is about an alias: name it in FunctionAlias, or remove this";
const read = "lambda:GetFunctionConfiguration";
const move = ["lambda:GetAlias", "lambda:GetProvisionedConcurrencyConfig", "lambda:UpdateAlias"];
const upload = ["lambda:PublishVersion", "lambda:UpdateFunctionCode"];

const malformed = [
  "Canary0Percent5Minutes",
  "Canary100Percent5Minutes",
  "Canary10Percent0Minutes",
  "Canary10PercentEvery5Minutes",
  "Linear10Percent5Minutes",
  "Linear10PercentEvery1",
  "linear10PercentEvery1Minute",
  "AllAtOnceCanary10Percent5Minutes",
];

describeProvider(lambdaDeploy, {
  title: "an action that deploys to a function",
  minimal: { action: minimal, configuration: { FunctionName: "shop" }, statements: statements([read, ...upload]) },
  full: {
    action: full,
    configuration: {
      ...traffic,
      DeployStrategy: "Canary10Percent5Minutes",
      Alarms: "shop errors,shop/latency",
    },
    statements: statements([read, ...move, ...upload], [`${alarm}:shop errors`, `${alarm}:shop/latency`]),
  },
  required: ["FunctionName"],
  refused: [
    [
      "a function by its ARN",
      configured(minimal, { FunctionName: name }),
      "configuration.FunctionName",
      `is "${name}": give the name of a function, 1 to 64 letters, digits or the characters - _`,
    ],
    [
      "an alias of digits, which is a version",
      configured(full, { FunctionAlias: "7" }),
      "configuration.FunctionAlias",
      'is "7": give the name of an alias, 1 to 128 letters, digits, - or _, and not digits alone',
    ],
    [
      "the newest version for a target",
      configured(full, { PublishedTargetVersion: "$LATEST" }),
      "configuration.PublishedTargetVersion",
      'is "$LATEST": give the number of a version, or one reference, such as #{variables.version}',
    ],
    [
      "neither an artifact nor a version",
      configured(shift, { PublishedTargetVersion: undefined }),
      "configuration.PublishedTargetVersion",
      "is missing: without an input artifact, name the version that the alias gets",
    ],
    [
      "a version without an alias",
      configured(shift, { FunctionAlias: undefined }),
      "configuration.PublishedTargetVersion",
      aboutAlias,
    ],
    [
      "a strategy without an alias",
      configured(minimal, { DeployStrategy: "AllAtOnce" }),
      "configuration.DeployStrategy",
      aboutAlias,
    ],
    ...malformed.map((value): [string, Record<string, unknown>, string, string] => [
      `the strategy ${value}`,
      configured(full, { DeployStrategy: value }),
      "configuration.DeployStrategy",
      `is "${value}": ${strategy}`,
    ]),
    [
      "a canary that waits longer than two days",
      configured(full, { DeployStrategy: "Canary10Percent2881Minutes" }),
      "configuration.DeployStrategy",
      'is "Canary10Percent2881Minutes", which waits 2881 minutes: AWS waits 2880; move more at a time, or wait less',
    ],
    [
      "steps that wait longer than two days together",
      configured(full, { DeployStrategy: "Linear30PercentEvery961Minutes" }),
      "configuration.DeployStrategy",
      'is "Linear30PercentEvery961Minutes", which waits 2883 minutes: AWS waits 2880; move more at a time, or wait less',
    ],
    [
      "an empty list of alarms",
      configured(full, { Alarms: [] }),
      "configuration.Alarms",
      "is []: give at least 1 entry",
    ],
    [
      "eleven alarms",
      configured(full, { Alarms: [..."abcdefghijk"] }),
      "configuration.Alarms",
      'is ["a","b","c","d","e","f","g","h","i","j","k"]: give at most 10 entries',
    ],
    [
      "an alarm twice",
      configured(full, { Alarms: ["a", "a"] }),
      "configuration.Alarms",
      'is ["a","a"]: give everything once',
    ],
    [
      "an alarm with a comma, which AWS would take for two",
      configured(full, { Alarms: ["a,b"] }),
      "configuration.Alarms[0]",
      'is "a,b": give the name of an alarm, 1 to 255 characters without the characters , * ? # $',
    ],
    [
      "all alarms",
      configured(full, { Alarms: ["shop*"] }),
      "configuration.Alarms[0]",
      'is "shop*": give the name of an alarm, 1 to 255 characters without the characters , * ? # $',
    ],
    ["no category", { ...minimal, category: undefined }, "category", "is missing: allowed are Deploy"],
  ],
  accepted: [
    ["a version without an artifact", shift],
    ["the number of a version", configured(shift, { PublishedTargetVersion: "12" })],
    ["a strategy that moves everything at once", configured(full, { DeployStrategy: "AllAtOnce" })],
    ["a canary that waits two days", configured(full, { DeployStrategy: "Canary1Percent2880Minutes" })],
    ["steps of a minute", configured(full, { DeployStrategy: "Linear10PercentEvery1Minute" })],
    ["steps that wait two days together", configured(full, { DeployStrategy: "Linear30PercentEvery960Minutes" })],
    ["ten alarms", configured(full, { Alarms: [..."abcdefghij"] })],
  ],
  allowed: [
    { action: "lambda:UpdateFunctionCode", resource: name },
    { action: "lambda:PublishVersion", resource: name },
    { action: "lambda:UpdateAlias", resource: name },
    { action: "lambda:GetAlias", resource: name },
    { action: "cloudwatch:DescribeAlarms", resource: `${alarm}:shop errors` },
    { action: "logs:CreateLogGroup", resource: group },
    { action: "logs:PutLogEvents", resource: `${group}:log-stream:deploy` },
  ],
  denied: [
    { action: "lambda:UpdateFunctionCode", resource: `${name}2` },
    { action: "lambda:UpdateAlias", resource: "arn:aws:lambda:eu-central-1:111122223333:function:bank" },
    { action: "lambda:InvokeFunction", resource: name },
    { action: "lambda:UpdateFunctionConfiguration", resource: name },
    { action: "cloudwatch:DescribeAlarms", resource: `${alarm}:bank errors` },
    { action: "logs:PutLogEvents", resource: `${group}2:log-stream:deploy` },
  ],
});

describeProvider(lambdaDeploy, {
  title: "an action that moves traffic to a version that exists",
  minimal: { action: shift, configuration: traffic, statements: statements([read, ...move]) },
  full: { action: shift, configuration: traffic, statements: statements([read, ...move]) },
  required: [],
  refused: [],
  allowed: [{ action: "lambda:UpdateAlias", resource: name }],
  denied: upload.map((action) => ({ action, resource: name })),
});

import { z } from "zod";
import { alarmArn, functionArn } from "../../aws/arn";
import { functionName } from "../../aws/names";
import { writePipelineLogs } from "../../iam/build-access";
import { allowStatement, type Statement } from "../../iam/statement";
import type { Problem } from "../../schema/problem";
import { referencePattern } from "../../schema/variable-references";
import { allowedKeys, distinct, matching, shown } from "../../schema/vocabulary";
import { actionShape } from "../base/action-shape";
import { type ActionContext, defineAction } from "../base/action-type";

const alarmName = matching(
  /^[^,*?#$]{1,255}$/,
  "give the name of an alarm, 1 to 255 characters without the characters , * ? # $",
);

const canary = /^Canary([1-9]\d?)Percent([1-9]\d{0,3})Minutes?$/;
const linear = /^Linear([1-9]\d?)PercentEvery([1-9]\d{0,3})Minutes?$/;

/** Two days, in minutes. */
const longestWait = 2880;

/** How traffic shifts from one version of a function to another. */
const deployStrategy = matching(
  new RegExp(`^AllAtOnce$|${canary.source}|${linear.source}`),
  "give AllAtOnce, Canary<percent>Percent<minutes>Minutes or Linear<percent>PercentEvery<minutes>Minutes, with 1 to 99 percent",
);

export const lambdaDeploySchema = allowedKeys({
  ...actionShape,
  provider: z.literal("Lambda"),
  /** `Deploy`; the provider of the same name in the category `Invoke` invokes a function. */
  category: z.literal("Deploy"),
  configuration: allowedKeys({
    /** The name of the function, which must have a version. */
    FunctionName: functionName,
    /**
     * The alias that gets the new version. It must have one version when the action starts.
     * @default - the input artifact becomes the newest version, and no alias changes
     */
    FunctionAlias: matching(
      /^(?!\d+$)[A-Za-z0-9_-]{1,128}$/,
      "give the name of an alias, 1 to 128 letters, digits, - or _, and not digits alone",
    ).optional(),
    /**
     * The published version for the alias: a number, or a reference to a variable. Required without an input artifact.
     * @default - the version of the input artifact
     */
    PublishedTargetVersion: matching(
      new RegExp(`^([1-9]\\d*|${referencePattern})$`),
      "give the number of a version, or one reference, such as #{variables.version}",
    ).optional(),
    /**
     * How traffic shifts to the version: `AllAtOnce`, `Canary<percent>Percent<minutes>Minutes`, which shifts the rest
     * after one wait, or `Linear<percent>PercentEvery<minutes>Minutes`. All waits together take at most 2 days.
     * @default "AllAtOnce", by AWS
     */
    DeployStrategy: deployStrategy.optional(),
    /**
     * The names of 1 to 10 alarms, any of which fails the deployment.
     * @default - none
     */
    Alarms: distinct(z.array(alarmName).min(1).max(10)).optional(),
  }),
});

type Action = z.output<typeof lambdaDeploySchema>;

/**
 * Deploys new code to a Lambda function, and shifts the traffic of an alias to it.
 *
 * @see https://docs.aws.amazon.com/codepipeline/latest/userguide/action-reference-LambdaDeploy.html
 */
export const lambdaDeploy = defineAction({
  schema: lambdaDeploySchema,
  inputArtifacts: { min: 0, max: 1 },
  outputVariables: ["FunctionVersion"],
  pipelineTypes: ["V2"],
  validate: problems,
  permissions,
});

/** Returns an action that deploys new code to a Lambda function. */
export function lambdaDeployAction(
  action: Omit<z.input<typeof lambdaDeploySchema>, "provider" | "category">,
): z.input<typeof lambdaDeploySchema> {
  return { ...action, provider: "Lambda", category: "Deploy" };
}

function problems({ configuration, inputArtifacts }: Action): Problem[] {
  const { FunctionAlias: alias, PublishedTargetVersion: version, DeployStrategy } = configuration;
  const forAlias = Object.entries({ PublishedTargetVersion: version, DeployStrategy }).flatMap(([key, value]) =>
    value !== undefined && alias === undefined
      ? [{ path: `configuration.${key}`, reason: "is about an alias: name it in FunctionAlias, or remove this" }]
      : [],
  );
  const nothing = {
    path: "configuration.PublishedTargetVersion",
    reason: "is missing: without an input artifact, name the version that the alias gets",
  };
  return [
    ...(inputArtifacts.length === 0 && version === undefined ? [nothing] : []),
    ...forAlias,
    ...deployStrategyProblems("configuration.DeployStrategy", DeployStrategy),
  ];
}

// AWS's page grants everything to every action. Here an artifact grants code, and an alias grants traffic.
function permissions({ configuration, inputArtifacts }: Action, { scope, pipelineName }: ActionContext): Statement[] {
  const { FunctionName, FunctionAlias, Alarms } = configuration;
  const name = functionArn(scope, FunctionName);
  const code = ["lambda:PublishVersion", "lambda:UpdateFunctionCode"];
  const traffic = ["lambda:GetAlias", "lambda:GetProvisionedConcurrencyConfig", "lambda:UpdateAlias"];
  return [
    allowStatement({
      sid: "Function",
      actions: [
        "lambda:GetFunctionConfiguration",
        ...(FunctionAlias === undefined ? [] : traffic),
        ...(inputArtifacts.length === 0 ? [] : code),
      ],
      resources: [name, `${name}:*`],
    }),
    ...(Alarms === undefined
      ? []
      : [
          allowStatement({
            sid: "Alarms",
            actions: ["cloudwatch:DescribeAlarms"],
            resources: Alarms.map((alarm) => alarmArn(scope, alarm)),
          }),
        ]),
    writePipelineLogs(scope, pipelineName),
  ];
}

/**
 * Refuses a strategy whose waits together exceed AWS's limit.
 *
 * @see https://docs.aws.amazon.com/codepipeline/latest/userguide/action-reference-LambdaDeploy.html
 */
function deployStrategyProblems(path: string, strategy: string | undefined): Problem[] {
  const wait = strategy === undefined ? 0 : totalWait(strategy);
  return wait > longestWait
    ? [
        {
          path,
          reason: `is ${shown(strategy)}, which waits ${wait} minutes: AWS waits ${longestWait}; move more at a time, or wait less`,
        },
      ]
    : [];
}

function totalWait(strategy: string): number {
  const [, , canaryWait] = canary.exec(strategy) ?? [];
  if (canaryWait !== undefined) {
    return Number(canaryWait);
  }
  const [, percent, wait] = linear.exec(strategy) ?? [];
  // There is one wait fewer than shifts.
  return percent === undefined ? 0 : (Math.ceil(100 / Number(percent)) - 1) * Number(wait);
}

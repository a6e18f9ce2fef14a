import { z } from "zod";
import { alarmArn, functionArn } from "../../aws/arn";
import { writePipelineLogs } from "../../iam/pipeline-logs";
import { allowStatement, type Statement } from "../../iam/statement";
import type { Problem } from "../../schema/problem";
import { referencePattern } from "../../schema/variable-references";
import { allowedKeys, distinct, matching } from "../../schema/vocabulary";
import { actionShape } from "../base/action-shape";
import { type ActionContext, actionType, movesArtifacts } from "../base/action-type";
import { deployStrategy, deployStrategyProblems } from "./deploy-strategy";
import { functionName } from "./function-name";

const alarmName = matching(
  /^[^,*?#$]{1,255}$/,
  "give the name of an alarm, 1 to 255 characters without the characters , * ? # $",
);

export const lambdaDeploySchema = allowedKeys({
  ...actionShape,
  provider: z.literal("Lambda"),
  /** `Deploy`; the provider of this name in the category `Invoke` runs a function instead. */
  category: z.literal("Deploy"),
  configuration: allowedKeys({
    /** The name of the function, which must have a version. */
    FunctionName: functionName,
    /**
     * The alias that gets the new version. It must have one version when the action starts.
     * @default - the input artifact becomes the newest version, and no alias moves
     */
    FunctionAlias: matching(
      /^(?!\d+$)[A-Za-z0-9_-]{1,128}$/,
      "give the name of an alias, 1 to 128 letters, digits, - or _, and not digits alone",
    ).optional(),
    /**
     * The version that the alias gets, published already: a number, or a reference to a variable. Required without an
     * input artifact.
     * @default - the version that is made of the input artifact
     */
    PublishedTargetVersion: matching(
      new RegExp(`^([1-9]\\d*|${referencePattern})$`),
      "give the number of a version, or one reference, such as #{variables.version}",
    ).optional(),
    /**
     * How traffic moves to the version: `AllAtOnce`, `Canary<percent>Percent<minutes>Minutes`, which moves the rest after
     * one wait, or `Linear<percent>PercentEvery<minutes>Minutes`. All waits together take 2 days at most.
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
 * Gives a Lambda function new code, and moves the traffic of an alias to it.
 *
 * @see https://docs.aws.amazon.com/codepipeline/latest/userguide/action-reference-LambdaDeploy.html
 */
export const lambdaDeploy = actionType(lambdaDeploySchema, {
  provider: "Lambda",
  owner: "AWS",
  version: "1",
  categories: ["Deploy"],
  inputArtifacts: { min: 0, max: 1 },
  outputArtifacts: { min: 0, max: 0 },
  outputVariables: ["FunctionVersion"],
  pipelineTypes: ["V2"],
  crossRegion: true,
  artifactUse: movesArtifacts,
  validate: problems,
  permissions,
});

/** An action that gives a Lambda function new code. */
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

// AWS's page grants everything to every action; here code goes with an artifact, and traffic with an alias.
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

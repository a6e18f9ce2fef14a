import assert from "node:assert/strict";
import { lambdaInvoke, lambdaInvokeAction } from "../../../../components/actions/lambda/invoke";
import { context } from "../../../support/pipelines";
import { configured, describeProvider, factsOf } from "../../../support/provider-cases";

const action = lambdaInvokeAction({ name: "Notify", configuration: { FunctionName: "shop-notify" } });
const full = lambdaInvokeAction({
  ...action,
  inputArtifacts: ["source"],
  outputArtifacts: ["report"],
  configuration: { FunctionName: "shop-notify", UserParameters: '{"commit":"#{Source.CommitId}"}' },
});
const shopNotify = "arn:aws:lambda:eu-central-1:111122223333:function:shop-notify";
const invoke = { Sid: "Invoke", Effect: "Allow" as const, Action: ["lambda:InvokeFunction"], Resource: [shopNotify] };
const name = "give the name of a function, 1 to 64 letters, digits or the characters - _";

describeProvider(lambdaInvoke, {
  title: "an action that invokes a function",
  minimal: { action, configuration: { FunctionName: "shop-notify" }, statements: [invoke] },
  full: {
    action: full,
    configuration: { FunctionName: "shop-notify", UserParameters: '{"commit":"#{Source.CommitId}"}' },
    statements: [invoke],
  },
  required: ["FunctionName"],
  refused: [
    [
      "a function by its ARN",
      configured(action, { FunctionName: shopNotify }),
      "configuration.FunctionName",
      `is "${shopNotify}": ${name}`,
    ],
    [
      "any function",
      configured(action, { FunctionName: "shop-*" }),
      "configuration.FunctionName",
      `is "shop-*": ${name}`,
    ],
    [
      "a function that an earlier action chooses",
      configured(action, { FunctionName: "#{Build.NAME}" }),
      "configuration.FunctionName",
      `is "#{Build.NAME}": ${name}`,
    ],
    [
      "a name of 65 characters",
      configured(action, { FunctionName: "a".repeat(65) }),
      "configuration.FunctionName",
      `is "${"a".repeat(65)}": ${name}`,
    ],
    [
      "parameters of more than 1000 characters",
      configured(action, { UserParameters: "x".repeat(1001) }),
      "configuration.UserParameters",
      "is 1001 characters long when rendered; AWS takes 1000: shorten it",
    ],
    [
      "a category of another provider",
      { ...action, category: "Deploy" },
      "category",
      'is "Deploy": allowed are Invoke',
    ],
    ["no category", { ...action, category: undefined }, "category", "is missing: allowed are Invoke"],
  ],
  accepted: [["a name of 64 characters", configured(action, { FunctionName: "a".repeat(64) })]],
  allowed: [{ action: "lambda:InvokeFunction", resource: shopNotify }],
  denied: [
    { action: "lambda:InvokeFunction", resource: `${shopNotify}-other` },
    { action: "lambda:UpdateFunctionCode", resource: shopNotify },
    { action: "lambda:ListFunctions", resource: "*" },
  ],
});

describe("an action that invokes a function", () => {
  it("is one of AWS's own, and told by its category from the one that deploys", () => {
    assert.deepEqual(factsOf(lambdaInvoke), {
      provider: "Lambda",
      owner: "AWS",
      version: "1",
      categories: ["Invoke"],
      inputArtifacts: { min: 0, max: 5 },
      outputArtifacts: { min: 0, max: 5 },
      outputVariables: "decided at run time",
      pipelineTypes: ["V1", "V2"],
      crossRegion: true,
    });
  });

  it("asks that the function may say how the job ended", () => {
    assert.deepEqual(lambdaInvoke.requiredGrants?.(lambdaInvoke.schema.parse(action), context, "store"), [
      {
        of: "the role of the function shop-notify",
        statements: [
          {
            Sid: "ReportJobResults",
            Effect: "Allow",
            Action: ["codepipeline:PutJobFailureResult", "codepipeline:PutJobSuccessResult"],
            Resource: ["*"],
          },
        ],
        note: "It must report to CodePipeline in eu-central-1, where the function is.",
      },
    ]);
  });

  it("lends its function the use of artifacts that it has", () => {
    assert.deepEqual(lambdaInvoke.artifactUse(lambdaInvoke.schema.parse(full)), { read: true, write: true });
    assert.deepEqual(lambdaInvoke.artifactUse(lambdaInvoke.schema.parse(action)), { read: false, write: false });
  });
});

import assert from "node:assert/strict";
import { lambdaInvokeRule, lambdaInvokeRuleType } from "../../../../components/actions/rules/lambda-invoke";
import { context } from "../../../support/pipelines";
import { configured, describeProvider } from "../../../support/provider-cases";

const rule = lambdaInvokeRule({ name: "Quiet", configuration: { FunctionName: "shop-quiet" } });
const full = { ...configured(rule, { UserParameters: "threshold=5" }), inputArtifacts: ["source"] };
const shopQuiet = "arn:aws:lambda:eu-central-1:111122223333:function:shop-quiet";
const statements = [
  { Sid: "Invoke", Effect: "Allow" as const, Action: ["lambda:InvokeFunction"], Resource: [shopQuiet] },
];

describeProvider(lambdaInvokeRuleType, {
  title: "a rule that asks a function",
  minimal: { action: rule, configuration: { FunctionName: "shop-quiet" }, statements },
  full: {
    action: full,
    configuration: { FunctionName: "shop-quiet", UserParameters: "threshold=5" },
    statements,
  },
  required: ["FunctionName"],
  refused: [
    [
      "any function",
      configured(rule, { FunctionName: "*" }),
      "configuration.FunctionName",
      'is "*": give the name of a function, 1 to 64 letters, digits or the characters - _',
    ],
    [
      "parameters that say nothing",
      configured(rule, { UserParameters: "" }),
      "configuration.UserParameters",
      'is "": give at least 1 character',
    ],
  ],
  allowed: [{ action: "lambda:InvokeFunction", resource: shopQuiet }],
  denied: [
    { action: "lambda:InvokeFunction", resource: `${shopQuiet}-other` },
    { action: "lambda:GetFunction", resource: shopQuiet },
  ],
});

describe("a rule that asks a function", () => {
  it("reads its artifacts, and may skip a stage", () => {
    const { artifactUse, schema, canSkipStage, inputArtifacts } = lambdaInvokeRuleType;
    assert.deepEqual(artifactUse(schema.parse(full)), { read: true, write: false });
    assert.equal(canSkipStage, true);
    assert.deepEqual(inputArtifacts, { min: 0, max: 5 });
  });

  it("asks that the function may say how its job ended, where it is", () => {
    const { requiredGrants, schema } = lambdaInvokeRuleType;
    const far = { ...context, scope: { ...context.scope, region: "us-east-1" } };
    assert.deepEqual(requiredGrants?.(schema.parse(rule), far), [
      {
        of: "the role of the function shop-quiet",
        statements: [
          {
            Sid: "ReportJobResults",
            Effect: "Allow",
            Action: ["codepipeline:PutJobFailureResult", "codepipeline:PutJobSuccessResult"],
            Resource: ["*"],
          },
        ],
        note: "It must report to CodePipeline in us-east-1, where the function is.",
      },
    ]);
  });
});

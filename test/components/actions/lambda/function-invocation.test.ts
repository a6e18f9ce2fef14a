import assert from "node:assert/strict";
import {
  askJobResults,
  functionInvocationShape,
  invokeFunction,
} from "../../../../components/actions/lambda/function-invocation";
import { allowedKeys, schemaProblems } from "../../../../components/schema/vocabulary";
import { china, scope } from "../../../support/scopes";

describe("the configuration of an invoked function", () => {
  const schema = allowedKeys(functionInvocationShape);
  const functionRule = "give the name of a function, 1 to 64 letters, digits or the characters - _";

  it("is its name, and perhaps a text for it", () => {
    assert.deepEqual(schemaProblems(schema, { FunctionName: "f".repeat(64) }), []);
    assert.deepEqual(schemaProblems(schema, { FunctionName: "shop-notify_2", UserParameters: "{}" }), []);
  });

  for (const [key, value, reason] of [
    ["FunctionName", undefined, "is missing: give text"],
    ["FunctionName", "f".repeat(65), `is "${"f".repeat(65)}": ${functionRule}`],
    ["FunctionName", "shop:live", `is "shop:live": ${functionRule}`],
    ["FunctionName", "*", `is "*": ${functionRule}`],
    ["UserParameters", "", 'is "": give at least 1 character'],
  ] as const) {
    it(`must not have the ${key} ${JSON.stringify(value)}`, () => {
      assert.deepEqual(schemaProblems(schema, { FunctionName: "shop", [key]: value }), [{ path: key, reason }]);
    });
  }
});

describe("an invoked function", () => {
  it("is the only one that the action may invoke", () => {
    assert.deepEqual(invokeFunction(china, "notify"), {
      Sid: "Invoke",
      Effect: "Allow",
      Action: ["lambda:InvokeFunction"],
      Resource: ["arn:aws-cn:lambda:cn-north-1:444455556666:function:notify"],
    });
  });

  it("must report the result of its job itself, in its region", () => {
    assert.deepEqual(askJobResults(scope, "notify"), {
      of: "the role of the function notify",
      statements: [
        {
          Sid: "ReportJobResults",
          Effect: "Allow",
          Action: ["codepipeline:PutJobFailureResult", "codepipeline:PutJobSuccessResult"],
          Resource: ["*"],
        },
      ],
      note: "It must report to CodePipeline in eu-central-1, where the function is.",
    });
  });
});

import assert from "node:assert/strict";
import * as arn from "../../../components/aws/provisioning-arn";
import { china, gov, scope } from "../../support/scopes";

const builders: [what: string, build: (at: typeof scope) => string, service: string, resource: string][] = [
  ["a stack", (at) => arn.stackArn(at, "shop"), "cloudformation", "stack/shop/*"],
  ["a stack set", (at) => arn.stackSetArn(at, "guardrails"), "cloudformation", "stackset/guardrails:*"],
  ["a product", (at) => arn.productArn(at, "prod-abcd1234efgh5"), "catalog", "product/prod-abcd1234efgh5"],
  ["an application of AppConfig", (at) => arn.configApplicationArn(at, "2s2qv57"), "appconfig", "application/2s2qv57"],
  [
    "a part of such an application",
    (at) => arn.configApplicationArn(at, "2s2qv57", "environment/9tm27yd"),
    "appconfig",
    "application/2s2qv57/environment/9tm27yd",
  ],
  [
    "a deployment strategy",
    (at) => arn.deploymentStrategyArn(at, "AppConfig.AllAtOnce"),
    "appconfig",
    "deploymentstrategy/AppConfig.AllAtOnce",
  ],
];

describe("ARNs of what actions deploy to", () => {
  for (const [what, build, service, resource] of builders) {
    it(`name ${what} in every partition`, () => {
      assert.deepEqual([scope, china, gov].map(build), [
        `arn:aws:${service}:eu-central-1:111122223333:${resource}`,
        `arn:aws-cn:${service}:cn-north-1:444455556666:${resource}`,
        `arn:aws-us-gov:${service}:us-gov-west-1:777788889999:${resource}`,
      ]);
    });
  }
});

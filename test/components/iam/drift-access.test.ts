import assert from "node:assert/strict";
import { detectStackDrift } from "../../../components/iam/drift-access";
import { scope } from "../../support/scopes";

describe("detectStackDrift", () => {
  it("is about one stack, but for two actions that AWS limits to no resource, and writes nothing", () => {
    assert.deepEqual(
      detectStackDrift(scope, "orders").map(({ Action, Resource }) => [Action, Resource]),
      [
        [
          [
            "cloudformation:DescribeStackResourceDrifts",
            "cloudformation:DescribeStacks",
            "cloudformation:DetectStackDrift",
            "cloudformation:DetectStackResourceDrift",
          ],
          ["arn:aws:cloudformation:eu-central-1:111122223333:stack/orders/*"],
        ],
        [["cloudformation:BatchDescribeTypeConfigurations", "cloudformation:DescribeStackDriftDetectionStatus"], ["*"]],
      ],
    );
  });
});

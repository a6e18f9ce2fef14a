import assert from "node:assert/strict";
import { codepipelineApprovalBeforeDestroy } from "../../../policy/rules/codepipeline-approval-before-destroy";
import { destroyStartRestricted as rule } from "../../../policy/rules/destroy-start-restricted";
import { destroyStack } from "../../fixtures/policy/destroy";
import { judgeResource, judgeStack } from "../support/judging";

describe("the pipeline that destroys behind two approvals", () => {
  for (const each of [codepipelineApprovalBeforeDestroy, rule]) {
    it(`passes ${each.name}`, () => {
      assert.deepEqual(judgeStack(each, destroyStack), []);
      for (const { type, props } of destroyStack) {
        if (each.types.includes(type)) {
          assert.deepEqual(judgeResource(each, type, props), []);
        }
      }
    });
  }
});

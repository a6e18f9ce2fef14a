import assert from "node:assert/strict";
import { actionSchema, actionTypeOf, catalogue, findActionType } from "../../../components/actions/catalogue";
import { approvalAction, buildAction, readAction, sourceAction } from "../../support/pipelines";

describe("the catalogue", () => {
  it("knows each provider once, under the name that its schema gives it", () => {
    const names = catalogue.map(({ provider }) => provider);
    assert.deepEqual(names, ["CodeStarSourceConnection", "CodeBuild", "Manual"]);
    assert.deepEqual(
      actionSchema.options.map(({ shape }) => shape.provider.value),
      names,
    );
  });

  it("finds the type of every action that its schema reads", () => {
    for (const action of [sourceAction(), buildAction(), approvalAction()]) {
      assert.equal(actionTypeOf(readAction(action)).provider, action.provider);
      assert.equal(findActionType(action.provider)?.provider, action.provider);
    }
  });

  it("names a default category that the schema of the provider accepts", () => {
    for (const action of [sourceAction(), buildAction(), approvalAction()]) {
      assert.equal(readAction(action).category, findActionType(action.provider)?.categories[0]);
    }
  });

  it("finds nothing under another name", () => {
    assert.equal(findActionType("Jenkins"), undefined);
    assert.equal(findActionType("constructor"), undefined);
  });

  it("says what to do about a provider that is in one of its two lists only", () => {
    const action = { ...readAction(approvalAction()), provider: "Jenkins" };
    assert.throws(
      () => Reflect.apply(actionTypeOf, undefined, [action]),
      new Error("The catalogue lists the schema of Jenkins and not its type: add it to both lists."),
    );
  });
});

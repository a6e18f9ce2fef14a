import assert from "node:assert/strict";
import { actionTypeOf, catalogue, findActionType } from "../../../components/actions/catalogue";
import { approvalAction, buildAction, readAction, sourceAction } from "../../support/pipelines";
import { sampleActions } from "../../support/sample-actions";

describe("the catalogue", () => {
  it("knows each provider of a category once", () => {
    const known = catalogue.flatMap(({ provider, categories }) =>
      categories.map((category) => `${category}/${provider}`),
    );
    assert.deepEqual(known, [...new Set(known)]);
  });

  it("finds the type of every action that its schema reads", () => {
    for (const action of [sourceAction(), buildAction(), approvalAction()]) {
      assert.equal(actionTypeOf(readAction(action)).provider, action.provider);
      assert.equal(findActionType(action)?.provider, action.provider);
    }
  });

  it("names a default category that the schema of the provider accepts", () => {
    for (const action of [sourceAction(), buildAction(), approvalAction()]) {
      assert.equal(readAction(action).category, findActionType(action)?.categories[0]);
    }
  });

  it("has a sample of every provider, which its schema reads", () => {
    const sampled = sampleActions.map(readAction).map(({ category, provider }) => `${category}/${provider}`);
    const lacking = catalogue.filter(
      ({ provider, categories }) => !categories.some((category) => sampled.includes(`${category}/${provider}`)),
    );
    assert.deepEqual(
      lacking.map(({ provider }) => provider).filter((provider) => provider !== "GitHub"),
      [],
    );
  });

  it("finds nothing under another name", () => {
    assert.equal(findActionType({ provider: "Jenkins" }), undefined);
    assert.equal(findActionType({ provider: "constructor" }), undefined);
  });

  it("finds one type for whatever an account registered itself", () => {
    assert.equal(findActionType({ provider: "Jenkins", owner: "Custom" })?.owner, "Custom");
    assert.equal(findActionType({ provider: "CodeBuild", owner: "Custom" })?.owner, "Custom");
  });
});

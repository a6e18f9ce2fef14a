import assert from "node:assert/strict";
import { configurationSchemaOf } from "../../../../components/actions/catalogue";
import { readConfiguration } from "../../../../components/pipelines/aws-form/aws-values";
import { renderConfiguration } from "../../../../components/pipelines/definition/action-configuration";
import { readAction } from "../../../support/pipelines";
import { sampleActions } from "../../../support/sample-actions";

const stackSet = configurationSchemaOf({ provider: "CloudFormationStackSet" });

describe("a configuration as AWS prints it", () => {
  for (const action of sampleActions.map(readAction)) {
    it(`is read as it was written, for ${action.category}/${action.provider}`, () => {
      const schema = configurationSchemaOf(action);
      assert.ok(schema);
      const printed = renderConfiguration(action.configuration);
      assert.deepEqual(readConfiguration(schema, printed), action.configuration);
    });
  }

  it("is read in that of several forms which it has", () => {
    assert.ok(stackSet);
    const targets = (DeploymentTargets: string) => readConfiguration(stackSet, { DeploymentTargets });
    assert.deepEqual(targets("444455556666"), { DeploymentTargets: ["444455556666"] });
    assert.deepEqual(targets("ou-ab12-abcdefgh,r-ab12"), { DeploymentTargets: ["ou-ab12-abcdefgh", "r-ab12"] });
    assert.deepEqual(targets("source::accounts.json"), { DeploymentTargets: "source::accounts.json" });
  });

  it("is left as it is where it has none of them, for the schema to refuse", () => {
    assert.ok(stackSet);
    assert.deepEqual(readConfiguration(stackSet, { DeploymentTargets: "all" }), { DeploymentTargets: "all" });
  });
});

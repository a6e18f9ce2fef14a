import assert from "node:assert/strict";
import { applicationDefinition, imageRepositoryOf } from "../../../components/delivery/application-definition";
import { applicationSettingsSchema } from "../../../components/delivery/application-settings";
import { scope } from "../../support/scopes";

const source = {
  connectionArn: "arn:aws:codeconnections:eu-central-1:111122223333:connection/0f1e2d3c-4b5a-4697-8879-6a5b4c3d2e1f",
  repository: "acme/shop",
};
const definitionOf = (more: object) => {
  const settings = applicationSettingsSchema.parse({
    application: "shop",
    account: scope.account,
    region: scope.region,
    source,
    ...more,
  });
  return applicationDefinition(scope, "shop-dev", { ...settings, source: settings.source ?? assert.fail() });
};

describe("the definition of an application", () => {
  it("passes an action of the catalogue on with its own keys, at the target", () => {
    const service = {
      name: "Service",
      tool: "action",
      provider: "ECS",
      input: "Site",
      passRoleArns: [],
      configuration: { ClusterName: "shop", ServiceName: "web" },
    };
    const { stages } = definitionOf({
      builds: [{ name: "Site", commands: ["make"], files: ["dist/**"] }],
      deployments: [service],
      target: { account: "222233334444", region: "us-east-1" },
    });
    assert.deepEqual(stages.at(-1), {
      name: "Deploy",
      actions: [
        {
          name: "Service",
          provider: "ECS",
          category: "Deploy",
          inputArtifacts: ["Site"],
          passRoleArns: [],
          configuration: { ClusterName: "shop", ServiceName: "web" },
          target: { account: "222233334444", region: "us-east-1" },
          runOrder: 1,
        },
      ],
    });
  });

  it("names the commit in the approval", () => {
    const approval = { notify: ["a@acme.example"], message: "Check the board." };
    const { stages } = definitionOf({ builds: [{ name: "Site", commands: ["make"] }], approval });
    const [release] = stages[1]?.actions ?? [];
    assert.ok(release && "configuration" in release);
    assert.deepEqual(release.configuration, {
      CustomData: "Builds and deploys commit #{Repository_.CommitId}. Check the board.",
    });
  });

  it("tells deployments of the image only if there is one", () => {
    const program = {
      name: "Program",
      tool: "pulumi",
      stack: "acme/shop/dev",
      version: "3.248.0",
      sha256: "0".repeat(64),
    };
    const variablesOf = (more: object) =>
      JSON.stringify(definitionOf({ deployments: [program], ...more }).stages.at(-1)).includes("IMAGE_REPOSITORY_URI");
    assert.deepEqual([variablesOf({}), variablesOf({ image: {} })], [false, true]);
    assert.equal(imageRepositoryOf("shop-dev", {}), undefined);
    assert.equal(imageRepositoryOf("shop-dev", { image: { existingRepositoryName: "shop" } }), "shop");
  });
});

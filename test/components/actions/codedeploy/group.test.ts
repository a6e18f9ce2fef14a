import assert from "node:assert/strict";
import { keysOfGroup, platformSchema } from "../../../../components/actions/codedeploy/group";

const group = { platform: "ECS" as const, applicationName: "shop", groupName: "web", configurationName: "slow" };

describe("the deployment group of an action", () => {
  it("decides names, configuration and platform", () => {
    assert.deepEqual(keysOfGroup("ECS", group), {
      groupPlatform: "ECS",
      deploymentConfigName: "slow",
      configuration: { ApplicationName: "shop", DeploymentGroupName: "web" },
    });
  });

  it("may be of an unknown platform, and not of another one", () => {
    const schema = platformSchema("Server", "deploy to servers");
    assert.deepEqual(
      [undefined, "Server"].map((value) => schema.safeParse(value).success),
      [true, true],
    );
    const { error } = schema.safeParse(keysOfGroup("Server", group).groupPlatform);
    assert.equal(error?.issues[0]?.message, 'is "ECS": deploy to servers');
  });
});

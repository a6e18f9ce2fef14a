import assert from "node:assert/strict";
import { type AppSpec, lifecycleEvents, platformOf } from "../../../components/codedeploy/appspec";

describe("platformOf", () => {
  it("tells the platform of an AppSpec", () => {
    const properties = { Name: "shop", Alias: "live", CurrentVersion: "1", TargetVersion: "2" };
    const lambda: AppSpec = { Resources: [{ shop: { Type: "AWS::Lambda::Function", Properties: properties } }] };
    const ecs: AppSpec = {
      Resources: [
        {
          TargetService: {
            Type: "AWS::ECS::Service",
            Properties: {
              TaskDefinition: "<TASK_DEFINITION>",
              LoadBalancerInfo: { ContainerName: "web", ContainerPort: 80 },
            },
          },
        },
      ],
    };
    assert.deepEqual([{ os: "linux" } as const, lambda, ecs].map(platformOf), ["Server", "Lambda", "ECS"]);
  });
});

describe("lifecycleEvents", () => {
  it("are the scriptable events of AWS's page, in the order of a deployment", () => {
    assert.deepEqual(lifecycleEvents, {
      Server: [
        "BeforeBlockTraffic",
        "AfterBlockTraffic",
        "ApplicationStop",
        "BeforeInstall",
        "AfterInstall",
        "ApplicationStart",
        "ValidateService",
        "BeforeAllowTraffic",
        "AfterAllowTraffic",
      ],
      Lambda: ["BeforeAllowTraffic", "AfterAllowTraffic"],
      ECS: ["BeforeInstall", "AfterInstall", "AfterAllowTestTraffic", "BeforeAllowTraffic", "AfterAllowTraffic"],
    });
  });
});

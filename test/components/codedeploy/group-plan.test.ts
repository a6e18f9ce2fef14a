import assert from "node:assert/strict";
import { planGroup, rollbackEventsOf } from "../../../components/codedeploy/group-plan";
import { type GroupSettings, groupSchema } from "../../../components/codedeploy/group-settings";
import { china, scope } from "../../support/scopes";

const target = { platform: "Lambda" as const, functionNames: ["shop"] };
const modelOf = (settings: Partial<GroupSettings> = {}) => groupSchema.parse({ target, ...settings });

describe("the plan of a deployment group", () => {
  it("names everything after the component, and moves traffic in steps", () => {
    const { role, ...plan } = planGroup(scope, "shop", modelOf());
    assert.deepEqual(plan, {
      platform: "Lambda",
      applicationName: "shop",
      createsApplication: true,
      groupName: "shop",
      configurationName: "CodeDeployDefault.LambdaCanary10Percent5Minutes",
    });
    assert.equal(role.roleName, "shop+deploy-shop+eu-central-1");
  });

  it("joins an existing application", () => {
    const plan = planGroup(scope, "shop", modelOf({ existingApplicationName: "all", groupName: "eu" }));
    assert.equal(plan.applicationName, "all");
    assert.equal(plan.createsApplication, false);
    assert.equal(plan.role.roleName, "all+deploy-eu+eu-central-1");
  });

  it("names a new configuration by its values, because a configuration never changes", () => {
    const named = (percentage: number) =>
      planGroup(scope, "shop", modelOf({ newConfiguration: { type: "linear", percentage, minutes: 3 } }));
    assert.equal(named(20).configurationName, "shop-shop-linear-20-3");
    assert.equal(named(25).configurationName, "shop-shop-linear-25-3");
    const zones = { monitorSeconds: 60, healthyHosts: { type: "healthyHostCount" as const, value: 1 } };
    const zonal = planGroup(
      scope,
      "shop",
      modelOf({ newConfiguration: { type: "healthyHostPercent", value: 50, zones } }),
    );
    assert.equal(zonal.configurationName, "shop-shop-healthyHostPercent-50-60-healthyHostCount-1");
  });

  it("trusts CodeDeploy for this account, and the regional principal in China", () => {
    const principal = (place: typeof scope) => JSON.parse(planGroup(place, "shop", modelOf()).role.trust).Statement;
    assert.deepEqual(principal(scope), [
      {
        Sid: "Service",
        Effect: "Allow",
        Principal: { Service: "codedeploy.amazonaws.com" },
        Action: "sts:AssumeRole",
        Condition: { StringEquals: { "aws:SourceAccount": "111122223333" } },
      },
    ]);
    assert.deepEqual(principal(china)[0].Principal, { Service: "codedeploy.cn-north-1.amazonaws.com.cn" });
  });

  it("rolls back on failure, and on alarms if there are any", () => {
    assert.deepEqual(rollbackEventsOf(modelOf()), ["DEPLOYMENT_FAILURE"]);
    assert.deepEqual(rollbackEventsOf(modelOf({ alarmNames: ["errors"] })), [
      "DEPLOYMENT_FAILURE",
      "DEPLOYMENT_STOP_ON_ALARM",
    ]);
    assert.deepEqual(rollbackEventsOf(modelOf({ rollbackOn: ["stop"] })), ["DEPLOYMENT_STOP_ON_REQUEST"]);
  });
});

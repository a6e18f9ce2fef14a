import { codedeployAlarms } from "../../../../policy/rules/codedeploy/alarms";
import { codedeployAutoRollback } from "../../../../policy/rules/codedeploy/auto-rollback";
import { codedeployNoAllAtOnce } from "../../../../policy/rules/codedeploy/no-all-at-once";
import { itJudges } from "../../support/cases";
import { advisory, unknownFlag, unknownList, unknownObject, unknownText, unknownVerdict } from "../../support/judging";

const group = {
  type: "aws:codedeploy/deploymentGroup:DeploymentGroup",
  props: {
    deploymentGroupName: "shop",
    deploymentConfigName: "CodeDeployDefault.OneAtATime",
    autoRollbackConfiguration: { enabled: true, events: ["DEPLOYMENT_FAILURE"] },
    alarmConfiguration: { enabled: true, alarms: ["errors"] },
  },
};

describe("codedeploy-auto-rollback", () => {
  const rule = codedeployAutoRollback;
  const path = "autoRollbackConfiguration";
  const refused = [advisory(`${path} should be enabled, with DEPLOYMENT_FAILURE among its events`)];

  itJudges(rule, "accepts a group that rolls back", group, {}, []);
  for (const settings of [
    undefined,
    {},
    { enabled: false, events: ["DEPLOYMENT_FAILURE"] },
    { enabled: true },
    { enabled: true, events: ["DEPLOYMENT_STOP_ON_ALARM"] },
  ]) {
    itJudges(rule, `refuses ${JSON.stringify(settings)}`, group, { [path]: settings }, refused);
  }
  itJudges(rule, "cannot judge a flag that is not known", group, { [`${path}.enabled`]: unknownFlag }, [
    unknownVerdict(`${path}.enabled`),
  ]);
  itJudges(rule, "cannot judge events that are not known", group, { [`${path}.events`]: unknownList }, [
    unknownVerdict(`${path}.events`),
  ]);
});

describe("codedeploy-alarms", () => {
  const rule = codedeployAlarms;
  const path = "alarmConfiguration";
  const refused = [advisory(`${path} should be enabled and name alarms`)];

  itJudges(rule, "accepts a group with alarms", group, {}, []);
  itJudges(rule, "accepts alarms that are not known yet", group, { [`${path}.alarms`]: unknownList }, []);
  for (const settings of [
    undefined,
    {},
    { enabled: true },
    { enabled: true, alarms: [] },
    { enabled: false, alarms: ["errors"] },
  ]) {
    itJudges(rule, `refuses ${JSON.stringify(settings)}`, group, { [path]: settings }, refused);
  }
  itJudges(rule, "refuses to go on when alarms cannot be read", group, { [`${path}.ignorePollAlarmFailure`]: true }, [
    advisory(`${path}.ignorePollAlarmFailure should be absent or false: alarms that cannot be read must stop too`),
  ]);
  itJudges(rule, "cannot judge a block that is not known", group, { [path]: unknownObject }, [
    unknownVerdict(`${path}.enabled`),
  ]);
  itJudges(
    rule,
    "cannot judge a flag that is not known",
    group,
    {
      [`${path}.ignorePollAlarmFailure`]: unknownFlag,
    },
    [unknownVerdict(`${path}.ignorePollAlarmFailure`)],
  );
});

describe("codedeploy-no-all-at-once", () => {
  const rule = codedeployNoAllAtOnce;
  const refused = [advisory("deploymentConfigName should name a configuration that deploys in steps, not all at once")];
  const unnamed = { deploymentConfigName: undefined };
  const shifted = { deploymentStyle: { deploymentType: "BLUE_GREEN", deploymentOption: "WITH_TRAFFIC_CONTROL" } };

  itJudges(rule, "accepts one at a time", group, {}, []);
  for (const name of [
    "CodeDeployDefault.AllAtOnce",
    "CodeDeployDefault.LambdaAllAtOnce",
    "CodeDeployDefault.ECSAllAtOnce",
  ]) {
    itJudges(rule, `refuses ${name}`, group, { deploymentConfigName: name }, refused);
  }
  itJudges(rule, "accepts AWS's default for servers", group, unnamed, []);
  itJudges(rule, "refuses AWS's default for ECS", group, { ...unnamed, ecsService: { serviceName: "shop" } }, refused);
  itJudges(rule, "refuses AWS's default for Lambda", group, { ...unnamed, ...shifted }, refused);
  itJudges(
    rule,
    "accepts AWS's default for servers that are replaced",
    group,
    { ...unnamed, ...shifted, autoscalingGroups: ["shop"] },
    [],
  );
  itJudges(rule, "cannot judge a name that is not known", group, { deploymentConfigName: unknownText }, [
    unknownVerdict("deploymentConfigName"),
  ]);

  const servers = {
    type: "aws:codedeploy/deploymentConfig:DeploymentConfig",
    props: { minimumHealthyHosts: { type: "HOST_COUNT", value: 2 } },
  };
  const traffic = {
    type: servers.type,
    props: { computePlatform: "ECS", trafficRoutingConfig: { type: "TimeBasedCanary" } },
  };
  const noneLeft = [advisory("minimumHealthyHosts.value should be above 0")];
  const atOnce = [advisory("trafficRoutingConfig.type should be TimeBasedCanary or TimeBasedLinear")];

  itJudges(rule, "accepts a configuration that keeps servers", servers, {}, []);
  itJudges(rule, "refuses one that keeps none", servers, { "minimumHealthyHosts.value": 0 }, noneLeft);
  itJudges(rule, "refuses one that does not say", servers, { minimumHealthyHosts: undefined }, noneLeft);
  itJudges(rule, "accepts a configuration that shifts traffic in steps", traffic, {}, []);
  for (const type of ["AllAtOnce", undefined]) {
    itJudges(rule, `refuses ${type}`, traffic, { "trafficRoutingConfig.type": type }, atOnce);
  }
  itJudges(rule, "cannot judge a count that is not known", servers, { "minimumHealthyHosts.value": unknownText }, [
    unknownVerdict("minimumHealthyHosts.value"),
  ]);
  itJudges(rule, "cannot judge an unknown platform", servers, { computePlatform: unknownText }, [
    unknownVerdict("computePlatform"),
  ]);
});

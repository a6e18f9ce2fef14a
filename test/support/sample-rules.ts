import type { RuleInput } from "../../components/actions/rules/catalogue";

/** One rule of every provider. */
export const sampleRules: readonly RuleInput[] = [
  {
    name: "Healthy",
    provider: "CloudWatchAlarm",
    configuration: { AlarmName: "shop-errors", AlarmStates: ["ALARM"], WaitTime: 10 },
  },
  {
    name: "Smoke",
    provider: "CodeBuild",
    inputArtifacts: ["source"],
    configuration: { ProjectName: "shop-smoke" },
  },
  { name: "Reachable", provider: "Commands", commands: ["curl --fail https://shop.example"] },
  {
    name: "Hours",
    provider: "DeploymentWindow",
    configuration: { Cron: "* * 9-16 ? * MON-FRI", TimeZone: "Europe/Berlin" },
  },
  { name: "Quiet", provider: "LambdaInvoke", configuration: { FunctionName: "shop-quiet" } },
  {
    name: "Wanted",
    provider: "VariableCheck",
    configuration: { Variable: "#{Repository.CommitMessage}", Operator: "CONTAINS", Value: "release" },
  },
];

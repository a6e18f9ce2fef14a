import {
  cloudWatchAlarmRule,
  deploymentWindowRule,
  outputVariable,
  type PipelineDefinition,
  pipelineInvokeAction,
  variableCheckRule,
} from "@platform/aws-pipelines";
import { build, deploy, source } from "./actions";

const workingHours = deploymentWindowRule({
  name: "WorkingHours",
  configuration: { Cron: "* * 9-16 ? * MON-THU", TimeZone: "Europe/Berlin" },
});

// Watches the alarm for 15 minutes.
const noErrors = cloudWatchAlarmRule({
  name: "NoErrors",
  configuration: { AlarmName: "shop-errors", WaitTime: 15 },
});

const isRelease = variableCheckRule({
  name: "IsRelease",
  configuration: { Variable: outputVariable(source, "CommitMessage"), Operator: "CONTAINS", Value: "release" },
});

const announce = pipelineInvokeAction({ name: "Announce", configuration: { PipelineName: "shop-announcements" } });

export const guarded: PipelineDefinition = {
  executionMode: "QUEUED",
  stages: [
    { name: "Source", actions: [source] },
    { name: "Build", actions: [build], onFailure: { result: "RETRY", retryMode: "FAILED_ACTIONS" } },
    {
      name: "Deploy",
      actions: [deploy],
      beforeEntry: { result: "FAIL", rules: [workingHours] },
      onSuccess: { result: "ROLLBACK", rules: [noErrors] },
    },
    { name: "Announce", actions: [announce], beforeEntry: { result: "SKIP", rules: [isRelease] } },
  ],
};

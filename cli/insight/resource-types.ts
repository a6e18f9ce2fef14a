/** Type tokens of the resources that several files of this folder read. */
export const PIPELINE_TYPE = "aws:codepipeline/pipeline:Pipeline";
export const PIPELINE_WEBHOOK_TYPE = "aws:codepipeline/webhook:Webhook";
export const PROJECT_TYPE = "aws:codebuild/project:Project";
export const ROLE_TYPE = "aws:iam/role:Role";
export const EVENT_RULE_TYPE = "aws:cloudwatch/eventRule:EventRule";
export const EVENT_TARGET_TYPE = "aws:cloudwatch/eventTarget:EventTarget";
export const SCHEDULE_TYPE = "aws:scheduler/schedule:Schedule";

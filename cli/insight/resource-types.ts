/** Type tokens of the resources that several files of this folder read. */
export const PIPELINE_TYPE = "aws:codepipeline/pipeline:Pipeline";
export const PIPELINE_WEBHOOK_TYPE = "aws:codepipeline/webhook:Webhook";
export const PROJECT_TYPE = "aws:codebuild/project:Project";
export const ROLE_TYPE = "aws:iam/role:Role";

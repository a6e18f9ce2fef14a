/** Types that grant nothing, hold no data and open nothing: there is nothing for a rule to judge. */
export const plainTypes: ReadonlySet<string> = new Set([
  "aws:cloudwatch/compositeAlarm:CompositeAlarm",
  "aws:cloudwatch/dashboard:Dashboard",
  "aws:cloudwatch/logMetricFilter:LogMetricFilter",
  "aws:codeconnections/connection:Connection",
  "aws:codeconnections/host:Host",
  "aws:codedeploy/application:Application",
  "aws:codepipeline/customActionType:CustomActionType",
  "aws:codestarconnections/connection:Connection",
  "aws:codestarconnections/host:Host",
  "aws:iam/accountAlias:AccountAlias",
  "aws:iam/instanceProfile:InstanceProfile",
  "aws:kms/alias:Alias",
  "aws:lambda/alias:Alias",
  "aws:ssm/parameterVersionLabel:ParameterVersionLabel",
]);

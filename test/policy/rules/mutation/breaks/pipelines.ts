import { documentOf } from "../program/resource";
import { type Breaks, on, without } from "./break";

const release = "codepipeline/pipeline:Pipeline release";
const build = "stages[1].actions[0]";
const production = "stages[2].actions";
const group = "codedeploy/deploymentGroup:DeploymentGroup servers";
const template = "codecommit/approvalRuleTemplate:ApprovalRuleTemplate two";

function rule(changes: object): string {
  const statement = { Type: "Approvers", NumberOfApprovalsNeeded: 2, ApprovalPoolMembers: ["arn:aws:iam::1:user/a"] };
  return JSON.stringify({ Version: "2018-11-08", Statements: [{ ...statement, ...changes }] });
}

export const pipelineBreaks: Breaks = {
  "codeartifact-cmk": on("codeartifact/domain:Domain packages", { encryptionKey: undefined }),
  "codeartifact-no-external-publish": on("codeartifact/repository:Repository packages", {
    externalConnections: { externalConnectionName: "public:npmjs" },
  }),
  "codeartifact-policy-not-public": on("codeartifact/domainPermissions:DomainPermissions packages", {
    policyDocument: documentOf({
      Effect: "Allow",
      Principal: "*",
      Action: "codeartifact:GetAuthorizationToken",
      Resource: "*",
    }),
  }),
  "codecommit-approval-pool": on(template, { content: rule({ ApprovalPoolMembers: ["*"] }) }),
  "codecommit-approval-rule-attached": without(
    "codecommit/approvalRuleTemplateAssociation:ApprovalRuleTemplateAssociation two",
  ),
  "codecommit-approvals-min-2": on(template, { content: rule({ NumberOfApprovalsNeeded: 1 }) }),
  "codecommit-cmk": on("codecommit/repository:Repository code", { kmsKeyId: undefined }),
  "codedeploy-alarms": on(group, { alarmConfiguration: undefined }),
  "codedeploy-auto-rollback": on(group, { "autoRollbackConfiguration.enabled": false }),
  "codedeploy-no-all-at-once": on(group, { deploymentConfigName: "CodeDeployDefault.AllAtOnce" }),
  "codepipeline-approval-before-destroy": on(release, { "stages[3].actions[0].runOrder": 2 }),
  "codepipeline-approval-before-production": on(release, { [`${build}.name`]: "DeployProduction" }),
  "codepipeline-approval-notifies": on(release, { [`${production}[0].configuration`]: {} }),
  "codepipeline-approval-timeout": on(release, { [`${production}[0].timeoutInMinutes`]: 20_160 }),
  "codepipeline-artifact-cmk": on(release, { "artifactStores[0].encryptionKey": undefined }),
  "codepipeline-cfn-change-set": on(release, { [`${production}[3].configuration.ActionMode`]: "CREATE_UPDATE" }),
  "codepipeline-cfn-role-scoped": on(release, { [`${production}[1].configuration.RoleArn`]: undefined }),
  "codepipeline-cross-region-store": on(release, { [`${build}.region`]: "ap-south-1" }),
  "codepipeline-failure-notified": {
    ...without("codestarnotifications/notificationRule:NotificationRule failures"),
  },
  "codepipeline-no-inline-commands": on(release, {
    [build]: {
      name: "Image",
      category: "Compute",
      owner: "AWS",
      provider: "Commands",
      version: "1",
      configuration: {},
    },
  }),
  "codepipeline-no-oauth-source": on(release, { "stages[0].actions[0].configuration.OAuthToken": "from-somewhere" }),
  "codepipeline-no-polling": on(release, { "stages[0].actions[1].configuration.PollForSourceChanges": "true" }),
  "codepipeline-no-secrets-in-configuration": on(release, {
    [`${build}.configuration.EnvironmentVariables`]: '[{"name":"DB_PASSWORD","value":"x","type":"PLAINTEXT"}]',
  }),
  "codepipeline-no-third-party-actions": on(release, {
    [`${build}.owner`]: "Custom",
    [`${build}.provider`]: "Jenkins",
  }),
  "codepipeline-trigger-filtered": on(release, { "triggers[0].gitConfiguration.pushes[0].branches.includes": ["**"] }),
  "codepipeline-v2": on(release, { pipelineType: "V1" }),
  "codepipeline-webhook-authenticated": on("codepipeline/webhook:Webhook release", {
    authentication: "UNAUTHENTICATED",
  }),
};

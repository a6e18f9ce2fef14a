/**
 * Actions whose answers are credentials, or which let the caller act with somebody's. Not among them are
 * `ecr:GetAuthorizationToken`, `ecr-public:GetAuthorizationToken` and `sts:GetServiceBearerToken`. These only log in to
 * a registry with the caller's own rights, and AWS takes no resource for them.
 */
export const credentialActions: readonly string[] = [
  "chime:CreateApiKey",
  "codeartifact:GetAuthorizationToken",
  "codepipeline:PollForJobs",
  "codepipeline:PollForThirdPartyJobs",
  "cognito-identity:GetCredentialsForIdentity",
  "cognito-identity:GetOpenIdToken",
  "cognito-identity:GetOpenIdTokenForDeveloperIdentity",
  "cognito-idp:DescribeUserPoolClient",
  "connect:GetFederationToken",
  "ec2:GetPasswordData",
  "gamelift:GetComputeAuthToken",
  "gamelift:RequestUploadCredentials",
  "iam:CreateAccessKey",
  "iam:CreateLoginProfile",
  "iam:CreateServiceSpecificCredential",
  "iam:ResetServiceSpecificCredential",
  "iam:UpdateAccessKey",
  "iam:UpdateLoginProfile",
  "iam:UpdateServiceSpecificCredential",
  "lightsail:CreateBucketAccessKey",
  "lightsail:DownloadDefaultKeyPair",
  "lightsail:GetInstanceAccessDetails",
  "lightsail:GetRelationalDatabaseMasterUserPassword",
  "rds-db:connect",
  "redshift:GetClusterCredentials",
  "redshift:GetClusterCredentialsWithIAM",
  "redshift-serverless:GetCredentials",
  "sts:AssumeRole",
  "sts:AssumeRoleWithSAML",
  "sts:AssumeRoleWithWebIdentity",
  "sts:AssumeRoot",
  "sts:GetFederationToken",
  "sts:GetSessionToken",
];

/** Actions whose answers are what others keep: objects, parameters and secrets. */
export const dataActions: readonly string[] = [
  "s3:GetObject",
  "s3:GetObjectVersion",
  "secretsmanager:GetSecretValue",
  "ssm:GetParameter",
  "ssm:GetParameterHistory",
  "ssm:GetParameters",
  "ssm:GetParametersByPath",
];

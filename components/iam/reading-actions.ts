/** The beginnings of names of actions that only read. */
const readingAction = /^[a-z0-9-]+:(BatchDescribe|BatchGet|Describe|Get|Head|List|Lookup|Query|Scan|Search|View)[A-Z]?/;

/** Actions whose answer is a secret, or a credential, in lower case. */
const secretActions = [
  ...["codeartifact:GetAuthorizationToken", "codeconnections:GetConnectionToken"],
  ...["codestar-connections:GetConnectionToken"],
  ...["cognito-identity:GetCredentialsForIdentity", "cognito-identity:GetOpenIdToken"],
  ...["cognito-identity:GetOpenIdTokenForDeveloperIdentity"],
  ...["connect:GetFederationToken", "ec2:GetPasswordData", "ecr-public:GetAuthorizationToken"],
  ...["ecr:GetAuthorizationToken", "gamelift:GetComputeAuthToken", "gamelift:GetInstanceAccess", "kms:Decrypt"],
  ...["lightsail:GetInstanceAccessDetails", "lightsail:GetRelationalDatabaseMasterUserPassword"],
  ...["redshift-serverless:GetCredentials", "redshift:GetClusterCredentials", "redshift:GetClusterCredentialsWithIAM"],
  ...["secretsmanager:BatchGetSecretValue", "secretsmanager:GetSecretValue", "ssm:GetParameter"],
  ...["ssm:GetParameterHistory", "ssm:GetParameters", "ssm:GetParametersByPath", "sts:GetFederationToken"],
  ...["sts:GetServiceBearerToken", "sts:GetSessionToken", "sts:GetWebIdentityToken"],
].map((action) => action.toLowerCase());

/** Whether the answer of an action is a secret, or a credential. */
export function readsSecret(action: string): boolean {
  return secretActions.includes(action.toLowerCase());
}

/** Whether an action may write: by its name, as AWS names no other sign. */
export function mayWrite(action: string): boolean {
  return !readsSecret(action) && !readingAction.test(action);
}

/** Whether an action only reads, and its answer is no secret. */
export function onlyReads(action: string): boolean {
  return readingAction.test(action) && !readsSecret(action);
}

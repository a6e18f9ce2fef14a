/** The beginnings of names of actions that only read. */
const readingAction = /^[a-z0-9-]+:(BatchDescribe|BatchGet|Describe|Get|Head|List|Lookup|Query|Scan|Search|View)[A-Z]?/;

/** Actions whose answer is a secret, or a credential. */
const secretAction =
  /^(kms:Decrypt|secretsmanager:(Batch)?GetSecretValue|ssm:GetParameter(s|sByPath|History)?|sts:Get\w+Token|ecr:GetAuthorizationToken|codeartifact:GetAuthorizationToken)$/i;

/** Whether the answer of an action is a secret, or a credential. */
export function readsSecret(action: string): boolean {
  return secretAction.test(action);
}

/** Whether an action may write: by its name, as AWS names no other sign. */
export function mayWrite(action: string): boolean {
  return !readsSecret(action) && !readingAction.test(action);
}

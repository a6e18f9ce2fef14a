const secretName =
  /(^|_)(PASSWORD|PASSWD|PWD|PASSPHRASE|SECRETS?|TOKENS?|CREDENTIALS?|API_?KEY|PRIVATE_?KEY|ACCESS_?KEY|AUTH_?KEY)(_|$)/;

/** Endings of names that say where a secret is kept, which is no secret. */
const secretReference = /_(ARN|NAME|PATH|PARAMETER|URL|URI|ENDPOINT|FILE|VERSION|REGION|TTL)$/;

const secretValue =
  /(^|[^A-Za-z0-9])((AKIA|ASIA)[A-Z0-9]{16}|gh[oprsu]_[A-Za-z0-9]{20,}|github_pat_\w{20,}|glpat-[\w-]{20,}|xox[abeoprs]-[\w-]{10,}|dckr_pat_[\w-]{20,})|-----BEGIN [A-Z ]*PRIVATE KEY/;

const awsCredentialNames = ["AWS_ACCESS_KEY_ID", "AWS_SECRET_ACCESS_KEY", "AWS_SESSION_TOKEN"];

/** Whether AWS's tools take a variable for a credential. Windows builds read their variables without regard to case. */
export function isAwsCredentialName(name: string): boolean {
  return awsCredentialNames.includes(name.toUpperCase());
}

/** Whether the name of a variable says that its value is a secret: `DB_PASSWORD`, `npmToken`, `api-key`. */
export function isSecretName(name: string): boolean {
  const words = name
    .replace(/([a-z0-9])([A-Z])/g, "$1_$2")
    .replace(/[^A-Za-z0-9]+/g, "_")
    .toUpperCase();
  return secretName.test(words) && !secretReference.test(words);
}

/** Whether a text contains a credential in a shape that its issuer documents. */
export function isSecretValue(value: string): boolean {
  return secretValue.test(value);
}

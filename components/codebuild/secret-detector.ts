const secretName =
  /(^|_)(PASSWORD|PASSWD|PWD|PASSPHRASE|SECRETS?|TOKENS?|APIKEY|API_KEY|ACCESS_KEY|ACCESS_KEY_ID|PRIVATE_KEY|CREDENTIALS?)$/i;

/** What well-known tokens look like: AWS access keys, GitHub and Slack tokens, private keys. */
const secretValue =
  /\b(AKIA|ASIA)[A-Z0-9]{16}\b|\bgh[pousr]_[A-Za-z0-9]{36}|\bgithub_pat_\w{22}|\bxox[abeoprs]-|-----BEGIN [A-Z ]*PRIVATE KEY-----/;

/**
 * Says why a plain variable seems to be a secret, never repeating its value; undefined when it does not.
 *
 * A name counts by its last word, since `TOKEN_URL` or `SECRET_ARN` only point at one.
 */
export function detectSecret(name: string, value: unknown): string | undefined {
  if (typeof value === "string" && secretValue.test(value)) {
    return "has the value of a credential";
  }
  return secretName.test(name) && value !== "" ? "has the name of a secret" : undefined;
}

const secretName =
  /(^|_)(PASSWORD|PASSWD|PWD|PASSPHRASE|SECRETS?|TOKENS?|APIKEY|API_KEY|ACCESS_KEY|ACCESS_KEY_ID|PRIVATE_KEY|CREDENTIALS?)$/i;

/** Shapes of well-known credentials: AWS access keys, GitHub and Slack tokens, private keys. */
const secretValue =
  /\b(AKIA|ASIA)[A-Z0-9]{16}\b|\bgh[pousr]_[A-Za-z0-9]{36}|\bgithub_pat_\w{22}|\bxox[abeoprs]-|-----BEGIN [A-Z ]*PRIVATE KEY-----/;

/**
 * Returns the reason why a plaintext variable looks like a secret, without its value; undefined for an ordinary one.
 *
 * The last word of a name decides, since `TOKEN_URL` and `SECRET_ARN` only point at a secret.
 */
export function detectSecret(name: string, value: unknown): string | undefined {
  if (typeof value === "string" && secretValue.test(value)) {
    return "has the value of a credential";
  }
  return secretName.test(name) && value !== "" ? "has the name of a secret" : undefined;
}

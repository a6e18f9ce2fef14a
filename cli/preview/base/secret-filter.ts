const SHORTEST_SECRET = 3;

/** Replaces secrets in text. */
export type SecretFilter = (text: string) => string;

/**
 * Makes a filter that writes `[secret]` for each of the given secrets, also where a secret is escaped as JSON. Secrets
 * of fewer than three characters stay, as in the Pulumi CLI: they occur in ordinary text.
 */
export function secretFilter(secrets: Iterable<string>): SecretFilter {
  const forms = [...secrets].flatMap((secret) => {
    const trimmed = secret.trim();
    return [secret, trimmed, JSON.stringify(secret).slice(1, -1), JSON.stringify(trimmed).slice(1, -1)];
  });
  // Longest first: one secret may be part of another.
  const texts = [...new Set(forms)]
    .filter(({ length }) => length >= SHORTEST_SECRET)
    .sort((one, other) => other.length - one.length);
  return (text) => texts.reduce((masked, secret) => masked.replaceAll(secret, "[secret]"), text);
}

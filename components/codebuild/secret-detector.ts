/** Words that make the name of a variable the name of a secret. `KEY` needs one of {@link keyOwners} before it. */
const secretWords = new Set([
  ...["SECRET", "SECRETS", "TOKEN", "TOKENS", "CREDENTIAL", "CREDENTIALS", "CREDS", "AUTH", "APIKEY"],
  ...["PWD", "PASS"],
]);

/** Endings of words that say the same: `PGPASSWORD`, `MYSQLPASSWD`. */
const secretEndings = /(PASSWORD|PASSWD|PASSPHRASE)$/;

const keyOwners = new Set([
  ...["API", "PRIVATE", "ACCESS", "SECRET", "AUTH", "ENCRYPTION", "SIGNING", "MASTER", "LICENSE", "ACCOUNT"],
  ...["SHARED", "SSH", "DEPLOY", "ADMIN"],
]);

/** Words behind the secret that make the variable its place, its form or its limit. */
const aspects = new Set([
  ...["ARN", "NAME", "NAMES", "PATH", "PARAM", "PARAMETER", "URL", "URI", "ENDPOINT", "HOST", "SERVER", "FILE", "DIR"],
  ...["LOCATION", "BUCKET", "STORE", "MANAGER", "PROVIDER", "BACKEND", "ENGINE", "HELPER", "VERSION", "REGION", "REF"],
  ...["LABEL", "TYPE", "KIND", "FORMAT", "MODE", "ALGORITHM", "CLASS", "HEADER", "FIELD", "SCOPE", "SCOPES", "ISSUER"],
  ...["AUDIENCE", "SUBJECT", "PREFIX", "SUFFIX", "TTL", "AGE", "EXPIRY", "EXPIRES", "EXPIRATION", "LIFETIME"],
  ...["DURATION", "TIMEOUT", "INTERVAL", "ROTATION", "LIMIT", "LENGTH", "MIN", "MAX", "SIZE", "COUNT", "RATE", "RATIO"],
  ...["THRESHOLD", "RETRIES", "POLICY", "RULE", "RULES", "REQUIRED", "ENABLED", "DISABLED", "PROMPT", "RESET"],
  ...["THROUGH", "USER", "USERNAME", "SOURCE", "COOKIE"],
]);

/** Words anywhere in front that make the variable a setting or a number. */
const settings = new Set([
  ...["MAX", "MIN", "NUM", "TOTAL", "ALLOW", "EMPTY", "NO", "REQUIRE", "REQUIRES", "USE", "USES", "HAS", "IS"],
  ...["ENABLE", "DISABLE", "SKIP", "RANDOM"],
]);

/** Credentials in the shapes that their issuers document, each between characters that are no part of it. */
const credentials = [
  ["AKIA", "ASIA"].map((start) => `${start}[A-Z0-9]{16}(?![A-Za-z0-9])`).join("|"),
  "gh[pousr]_[A-Za-z0-9]{20,}|github_pat_\\w{20,}|gl(?:pat|dt|rt|ptt)-[\\w-]{20,}",
  "xox[abeoprs]-[\\w-]{10,}|xapp-[\\w-]{10,}|dckr_[po]at_[\\w-]{20,}|npm_[A-Za-z0-9]{30,}|pypi-[\\w-]{30,}",
  "pul-[0-9a-f]{32,}|[A-Za-z0-9]{14}\\.atlasv1\\.[\\w-]{40,}|hv[bs]\\.[\\w-]{20,}",
  "[rs]k_live_[A-Za-z0-9]{10,}|whsec_[A-Za-z0-9+/=]{20,}|SG\\.[\\w-]{16,}\\.[\\w-]{16,}|AIza[\\w-]{35}|sk-[\\w-]{20,}",
  "do[opr]_v1_[0-9a-f]{40,}|dapi[0-9a-f]{32}|dbt[cu]_[\\w-]{20,}|dp\\.(?:st|pt|ct|sa|scim|audit)\\.[\\w.-]{20,}",
  "shp(?:at|ca|pa|ss)_[0-9a-fA-F]{32}|lin_(?:api|oauth)_\\w{20,}|gls?[ac]_[\\w+/=]{20,}|hf_[A-Za-z0-9]{20,}",
  "pscale_(?:tkn|pw|oauth)_[\\w.-]{20,}|AT(?:ATT|CTT|BB)[A-Za-z0-9][\\w=-]{20,}|figd_[\\w-]{20,}",
  "AGE-SECRET-KEY-1[A-Z0-9]{20,}|rubygems_[0-9a-f]{40,}|sntry[su]_[\\w+/=-]{20,}|bk[ua]a_[0-9a-f]{30,}",
  "sq[apu]_[0-9a-f]{40}|cmVmd[A-Za-z0-9]{40,}|AKCp[A-Za-z0-9]{50,}|v1\\.0-[0-9a-f]{20,}-[0-9a-f]{16,}",
  "oy2[a-z0-9]{43}|\\d{8,10}:AA[\\w-]{30,}|PMAK-[0-9a-f]{24}-[0-9a-f]{20,}|NRAK-[A-Z0-9]{20,}",
  "tskey-[a-z]+-[\\w-]{20,}",
  "eyJ[\\w-]{5,}\\.eyJ[\\w-]{5,}\\.",
].map((shape) => new RegExp(`(?<![A-Za-z0-9])(?:${shape})`));

/** Credentials that the words around them give away. A variable or a placeholder in their place is none. */
const credentialsInContext = [
  /-----BEGIN [A-Z ]*PRIVATE KEY/,
  /hooks\.slack\.com\/(?:services|workflows|triggers)\/\w+\/\w|webhook\.office\.com\/webhookb2\/\S|discord(?:app)?\.com\/api\/webhooks\/\d+\/\S/i,
  /\b(?:AccountKey|SharedAccessKey|SharedAccessSignature)=(?![$<{*])[^\s"';]{8,}/i,
  /\b[a-z][a-z0-9+.-]*:\/\/[^\s"'#/:?@]*:(?![$<{*#%`]|x{3})[^\s"'/@]+@/i,
  /[&?](?:(?:access|auth|private)_?token|token|api_?key|client_?secret|secret|password|sig)=(?![$<{*])[^\s"'$&]{6,}/i,
  /;(?=.*=)\s*(?:password|pwd)\s*=\s*(?![\s$;<{*])[^\s;]|^\s*(?:password|pwd)\s*=\s*(?![\s$;<{*])[^;]+;/i,
  /\b(?:Bearer|Basic)\s+(?![$<{*])[\w+/.=-]{16,}/,
];

/** Values that are no secret whatever the name of their variable is. */
const plainValues = [
  // A number with a unit, or a switch.
  /^[+-]?\d+(?:\.\d+)?\s*(?:ms|[smhdw]|sec|seconds?|minutes?|hours?|days?|[gkm]b?|%)?$/i,
  /^(?:true|false|yes|no|on|off|none|null|nil|undefined|enabled?|disabled?|default|auto|required|optional)$/i,
  // A path, a file, an ARN or an address.
  /^(?:~|\.{1,2})?(?:\/[\w.@+-]+)+\/?$/,
  /^[a-z]:\\[\w\\. -]+$/i,
  /^[A-Za-z][\w.-]{0,40}(?:\/[\w.-]{1,40})+(?::[\w-]+)*$/,
  /^[\w./-]+\.(?:json|ya?ml|txt|pem|crt|key|env|ini|conf|toml|properties)$/,
  /^arn:[\w-]+:/,
  /^https?:\/\/[^\s@]+$/i,
  // A variable, a placeholder or a reference that another tool resolves.
  /^["']?\$[{(A-Za-z_@*#?]/,
  /^(?:\{\{.*\}\}|#\{[^}]*\}|%[A-Za-z_]\w*%|<[^>]+>|\[\w+\]|\*+|x{3,})$/i,
  /^`|^(?:resolve|vault|ssm|secretsmanager|op|sops):/i,
];

/**
 * Returns the reason why a plaintext variable looks like a secret, without its value; undefined for an ordinary one.
 *
 * @param name - name of the variable; empty for a text that no variable holds
 */
export function detectSecret(name: string, value: unknown): string | undefined {
  if (typeof value !== "string") {
    return undefined;
  }
  if (isCredential(value)) {
    return "has the value of a credential";
  }
  return namesSecret(name) && !isPlain(name, value.trim()) ? "has the name of a secret" : undefined;
}

function isCredential(text: string): boolean {
  return [...credentials, ...credentialsInContext].some((shape) => shape.test(text)) || holdsAwsSecretKey(text);
}

/** A secret access key of AWS has 40 random characters. A digest has no capitals, and a path few different characters. */
function holdsAwsSecretKey(text: string): boolean {
  const candidates = text.match(/(?<![\w+/.:=-])[A-Za-z0-9+/]{40}(?![\w+/.:=-])/g) ?? [];
  return candidates.some(
    (word) => [/[a-z]/, /[A-Z]/, /\d/].every((kind) => kind.test(word)) && new Set(word).size >= 22,
  );
}

function namesSecret(name: string): boolean {
  const words = name
    .replace(/([a-z0-9])([A-Z])/g, "$1_$2")
    .toUpperCase()
    .split(/[^A-Z0-9]+/)
    .filter((word) => word !== "");
  const secrets = words.flatMap((word, index) => (isSecretWord(word, words[index - 1]) ? [index] : []));
  const [first] = secrets;
  if (first === undefined || /^(OLD)?_?PWD$/.test(words.join("_"))) {
    return false;
  }
  const isSetting = words.some((word, index) => settings.has(word) && index < words.length - 1);
  return !isSetting && !words.slice(1).some((word) => aspects.has(word));
}

function isSecretWord(word: string, before = ""): boolean {
  return (
    secretWords.has(word) ||
    secretEndings.test(word) ||
    /.(?:SECRETS?|TOKENS?)$/.test(word) ||
    (word === "KEY" && keyOwners.has(before)) ||
    (word === "PW" && before !== "") ||
    (word.endsWith("KEY") && keyOwners.has(word.slice(0, -"KEY".length)))
  );
}

function isPlain(name: string, value: string): boolean {
  return (
    value === "" ||
    plainValues.some((shape) => shape.test(value)) ||
    (/(secrets?|credentials?)$/i.test(name) && isStoredName(value)) ||
    (/auth$/i.test(name) && /^[a-z-]+$/.test(value))
  );
}

/** The name of a secret in a store, as `shop-db-credentials`. */
function isStoredName(value: string): boolean {
  return (
    /^[a-z][a-z0-9]*(?:[-_.][a-z0-9]+)+$/.test(value) &&
    /(?:secret|credential|password|token|key|auth|login|db|database|user)s?(?:[-_.]|$)/.test(value)
  );
}

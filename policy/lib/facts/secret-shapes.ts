/** Credentials in the shapes that their issuers document. */
const credentialShapes: readonly RegExp[] = [
  // AWS access key ids.
  /(?<![A-Za-z0-9])(AKIA|ASIA)[A-Z0-9]{16}(?![A-Za-z0-9])/,
  // GitHub, GitLab, Slack, Docker Hub, npm and PyPI tokens.
  /(?<![A-Za-z0-9])(gh[oprsu]_[A-Za-z0-9]{20,}|github_pat_\w{20,}|gl(pat|dt|rt|ptt)-[\w-]{20,})/,
  /(?<![A-Za-z0-9])(xox[abeoprs]-[\w-]{10,}|xapp-[\w-]{10,}|dckr_(pat|oat)_[\w-]{20,}|npm_[A-Za-z0-9]{30,}|pypi-[\w-]{30,})/,
  // Incoming webhooks of Slack, Teams and Discord: the address is the credential.
  /hooks\.slack\.com\/(services|workflows|triggers)\/\w+\/\w+|webhook\.office\.com\/webhookb2\/\S|discord(app)?\.com\/api\/webhooks\/\d+\/\S/i,
  // Pulumi Cloud, HCP Terraform and Vault.
  /(?<![A-Za-z0-9])(pul-[0-9a-f]{32,}|[A-Za-z0-9]{14}\.atlasv1\.[\w-]{40,}|hv[sb]\.[\w-]{20,})/,
  // Stripe, SendGrid, Google, Twilio, OpenAI and Anthropic.
  /(?<![A-Za-z0-9])([sr]k_live_[A-Za-z0-9]{10,}|whsec_[A-Za-z0-9+/=]{20,}|SG\.[\w-]{16,}\.[\w-]{16,}|AIza[\w-]{35}|sk-[\w-]{20,})/,
  // DigitalOcean, Databricks, dbt, Doppler, Shopify, Linear, Grafana, Hugging Face, PlanetScale and Atlassian.
  /(?<![A-Za-z0-9])(do[opr]_v1_[0-9a-f]{40,}|dapi[0-9a-f]{32}|dbt[cu]_[\w-]{20,}|dp\.(st|pt|ct|sa|scim|audit)\.[\w.-]{20,}|shp(at|ca|pa|ss)_[0-9a-fA-F]{32}|lin_(api|oauth)_\w{20,}|glsa_\w{20,}|glc_[\w+/=]{20,}|hf_[A-Za-z0-9]{20,}|pscale_(tkn|pw|oauth)_[\w.-]{20,}|AT(ATT|CTT|BB)[A-Za-z0-9][\w=-]{20,})/,
  // Figma, age, RubyGems, Sentry, Buildkite, Sonar, JFrog, Cloudflare, NuGet, Telegram, Postman, New Relic and Tailscale.
  /(?<![A-Za-z0-9])(figd_[\w-]{20,}|AGE-SECRET-KEY-1[A-Z0-9]{20,}|rubygems_[0-9a-f]{40,}|sntry[su]_[\w+/=-]{20,}|bk[ua]a_[0-9a-f]{30,}|sq[apu]_[0-9a-f]{40}|cmVmd[A-Za-z0-9]{40,}|AKCp[A-Za-z0-9]{50,}|v1\.0-[0-9a-f]{20,}-[0-9a-f]{16,}|oy2[a-z0-9]{43}|\d{8,10}:AA[\w-]{30,}|PMAK-[0-9a-f]{24}-[0-9a-f]{20,}|NRAK-[A-Z0-9]{20,}|tskey-[a-z]+-[\w-]{20,})/,
  // JSON web tokens.
  /(?<![A-Za-z0-9])eyJ[\w-]{5,}\.eyJ[\w-]{5,}\.[\w-]*/,
  // Connection strings of Azure, and keys of its shared access signatures.
  /\b(AccountKey|SharedAccessKey|SharedAccessSignature)=(?![$<{*])[^;\s"']{8,}/i,
  /-----BEGIN [A-Z ]*PRIVATE KEY/,
];

/** A user and password, or a token, before the host of an address. */
const passwordInUrl = /\b[a-z][a-z0-9+.-]*:\/\/[^\s/:@"'?#]*:(?![$<{*])([^\s/@"']+)@/i;

/** A credential in the query of an address. */
const credentialInQuery =
  /[?&](access_?token|auth_?token|private_?token|token|api_?key|client_?secret|secret|password|sig)=(?![$<{*])[^\s&"'$]{6,}/i;

/** A password in a connection string of the form `Server=db;Password=...`. */
const passwordInPairs = /(^|;)\s*(password|pwd)\s*=\s*(?![$<{*;\s])[^;\s]+/i;

/** An `Authorization` header with its value. */
const authorization = /\b(Bearer|Basic)\s+(?![$<{*])[A-Za-z0-9+/=._-]{16,}/;

const awsSecretKey = /(?<![A-Za-z0-9/+=_.:-])[A-Za-z0-9/+]{40}(?![A-Za-z0-9/+=_.:-])/g;

/** Whether a text contains a credential in a shape that its issuer documents. */
export function isSecretValue(value: string): boolean {
  return (
    credentialShapes.some((shape) => shape.test(value)) ||
    hasUrlPassword(value) ||
    credentialInQuery.test(value) ||
    (value.includes("=") && value.includes(";") && passwordInPairs.test(value)) ||
    authorization.test(value) ||
    (value.match(awsSecretKey) ?? []).some(isRandom)
  );
}

/** Whether an address names a user with a password. */
function hasUrlPassword(value: string): boolean {
  const password = passwordInUrl.exec(value)?.[1];
  return password !== undefined && !isReference(password);
}

/** Random text of 40 characters mixes cases and digits; a digest is hexadecimal and a path has few characters. */
function isRandom(text: string): boolean {
  return /[a-z]/.test(text) && /[A-Z]/.test(text) && /\d/.test(text) && new Set(text).size >= 22;
}

const awsCredentialNames = ["AWS_ACCESS_KEY_ID", "AWS_SECRET_ACCESS_KEY", "AWS_SESSION_TOKEN"];

/** Whether AWS's tools read a variable as a credential. Windows builds ignore the case of variable names. */
export function isAwsCredentialName(name: string): boolean {
  return awsCredentialNames.includes(name.toUpperCase());
}

const secretWords =
  /(^|_)(\w*PASSWORD|\w*PASSWD|PWD|PASS|\w*PASSPHRASE|\w*SECRETS?|\w*TOKENS?|\w*_PW|CREDENTIALS?|CREDS|AUTH|(API|PRIVATE|ACCESS|SECRET|AUTH|ENCRYPTION|SIGNING|MASTER|LICENSE|ACCOUNT|SHARED|SSH|DEPLOY|ADMIN)_?KEY)(_|$)/;

/** Words behind a secret's name that turn it into a property of the secret, such as its place or its length. */
const propertyWords =
  /_(ARN|NAME|NAMES|PATH|PARAM|PARAMETER|URL|URI|ENDPOINT|HOST|SERVER|FILE|DIR|LOCATION|BUCKET|STORE|MANAGER|PROVIDER|BACKEND|ENGINE|HELPER|VERSION|REGION|REF|LABEL|SOURCE|COOKIE|TYPE|KIND|FORMAT|MODE|ALGORITHM|CLASS|HEADER|FIELD|SCOPES?|ISSUER|AUDIENCE|SUBJECT|PREFIX|SUFFIX|TTL|AGE|EXPIRY|EXPIRES|EXPIRATION|LIFETIME|DURATION|TIMEOUT|INTERVAL|ROTATION|LIMIT|LENGTH|MIN|MAX|SIZE|COUNT|RATE|RATIO|THRESHOLD|RETRIES|POLICY|RULES?|REQUIRED|ENABLED|DISABLED|PROMPT|RESET|THROUGH|USER|USERNAME)(_|$)/;

/** Words before a secret's name that turn it into a setting or a number. */
const settingWords =
  /(^|_)(MAX|MIN|NUM|TOTAL|ALLOW|EMPTY|NO|REQUIRE|REQUIRES|USE|USES|HAS|IS|ENABLE|DISABLE|SKIP|RANDOM)_/;

/** Whether the name of a variable says that its value is a secret: `DB_PASSWORD`, `npmToken`, `api-key`. */
export function isSecretName(name: string): boolean {
  const words = name
    .replace(/([a-z0-9])([A-Z])/g, "$1_$2")
    .replace(/[^A-Za-z0-9]+/g, "_")
    .toUpperCase();
  return (
    secretWords.test(words) &&
    !isShellDirectory(words) &&
    !propertyWords.test(words) &&
    !settingWords.test(words) &&
    !/(^|_)(BY|COM|TRES|SUR)PASS(_|$)/.test(words)
  );
}

/** Shells keep the current and the last directory in these. */
function isShellDirectory(name: string): boolean {
  return name === "PWD" || name === "OLDPWD";
}

/**
 * Whether a variable holds a secret, by the shape of its value or by its name. A name does not count where the value is
 * plainly no secret. Such values are numbers, paths, ARNs, names of secrets and other variables.
 */
export function isSecret(name: string, value: string): boolean {
  return isSecretValue(value) || (isSecretName(name) && !isHarmless(name, value.trim()));
}

const harmlessValues: readonly RegExp[] = [
  // Numbers with a unit, and switches.
  /^[+-]?\d+(\.\d+)?\s*(ms|s|m|h|d|w|sec|seconds?|minutes?|hours?|days?|[kmg]b?|%)?$/i,
  /^(true|false|yes|no|on|off|none|null|nil|undefined|enabled?|disabled?|default|auto|required|optional)$/i,
  // Files and the names of parameters: a slash or dot before every word.
  /^(~|\.{1,2})?(\/[\w.@+-]+)+\/?$/,
  /^[a-z]:\\[\w\\. -]+$/i,
  /^[A-Za-z][\w.-]{0,40}(\/[\w.-]{1,40})+(:[\w-]+)*$/,
  /^[\w./-]+\.(json|ya?ml|txt|pem|crt|key|env|ini|conf|toml|properties)$/,
  /^arn:[\w-]+:/,
  /^https?:\/\/[^\s@]+$/i,
];

/** A value that is no secret whatever its variable is called. */
function isHarmless(name: string, value: string): boolean {
  return (
    value === "" ||
    isReference(value) ||
    harmlessValues.some((shape) => shape.test(value)) ||
    (isNamedForStore(name) && isSecretsName(value)) ||
    (/auth$/i.test(name) && /^[a-z-]+$/.test(value))
  );
}

/** A variable, a placeholder or a reference that another tool resolves. */
function isReference(value: string): boolean {
  return (
    /^["']?\$(\{|\(|[A-Za-z_@*#?])/.test(value) ||
    /^(\{\{.*\}\}$|#\{[^}]*\}$|%[A-Za-z_]\w*%$|<[^>]+>$|\[\w+\]$|\*+$|x{3,}$|`)/i.test(value) ||
    /^(resolve|vault|ssm|secretsmanager|op|sops):/i.test(value)
  );
}

/** `SECRET` and `CREDENTIALS` also name the place of a secret; `PASSWORD` and `TOKEN` do not. */
function isNamedForStore(name: string): boolean {
  return /(secrets?|credentials?)$/i.test(name);
}

/** The name of a secret: words of small letters that say what the secret is. */
function isSecretsName(value: string): boolean {
  return (
    /^[a-z][a-z0-9]*([-_.][a-z0-9]+)+$/.test(value) &&
    /(secret|credential|password|token|key|auth|login|db|database|user)s?([-_.]|$)/.test(value)
  );
}

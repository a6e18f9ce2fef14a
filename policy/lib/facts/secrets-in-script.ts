import { fromJson, isProperties, textOf, unknownValue, type Value } from "../../iam/value";
import { isSecret, isSecretValue } from "./secret-shapes";
import { textsIn } from "./walk";

/** `NAME=value` of a shell or an option, as in `export TOKEN=...` and `--build-arg TOKEN=...`. */
const shellAssignment = /(?:^|[\s"'`;&|(:/?@])([A-Za-z_]\w*)=("[^"\n]*"|'[^'\n]*'|[^\s"';&|)]+)/g;

/** `NAME: value` at the start of a line of YAML, and `"name": "value"` of JSON. */
const yamlPair =
  /^[ \t]*(?:-[ \t]+)?["']?([A-Za-z_][\w-]*)["']?[ \t]*:[ \t]+("[^"\n]*"|'[^'\n]*'|[^\s#"'|>&*{[][^\n#]*)/gm;
const jsonPair = /\\?"([A-Za-z_][\w-]*)\\?"\s*:\s*\\?"([^"\\\n]*)/g;

/** Options of command line tools whose value is a secret. */
const secretOption =
  /\s--?(password|passwd|token|auth-token|api-key|client-secret|access-key)[= ]\s*("[^"\n]*"|'[^'\n]*'|[^\s"'-][^\s"']*)/gi;
const shortOption =
  /\b(?:docker|helm|podman|buildah|skopeo|oras)\b[^\n;&|]*\blogin\b[^\n;&|]*\s-p[= ]?\s*("[^"\n]*"|'[^'\n]*'|[^\s"'-][^\s"']*)|\bsshpass\s+-p\s*(\S+)/g;
/** The password of a database client, which follows its option without a space: `mysql -pSecret`. */
const clientPassword =
  /\b(?:mysql|mysqldump|mysqladmin|mariadb|mariadb-dump)\b[^\n;&|]*\s-p(?![$"'\\\s-]|assword\b)([^\s;&|"'\\]+)/g;
/** A password that a command reads from a pipe: `echo Secret | docker login --password-stdin`. */
const pipedPassword =
  /\b(?:echo|printf)\s+(?:-\w+\s+|["']?%s(?:\\n)?["']?\s+)*("[^"\n]*"|'[^'\n]*'|[^\s|;&"']+)\s*\|[^\n;&|]*\s--(?:password-stdin|with-token)\b/g;
const curlUser = /\bcurl\b[^\n;|]*\s(?:-u|--user)[= ]?\s*["']?[^\s:"'$]+:([^\s"']+)/g;

/** Values that tests of a build use in the place of secrets. */
const testValues = /^(test|testing|dummy|fake|mock|example|placeholder|localstack|postgres|root|unused|x+)$/i;

/** Whether a script, a list of commands or a buildspec contains a secret in plain text. */
export function holdsSecret(script: string): boolean {
  const json = fromJson(script);
  return json !== unknownValue && isProperties(json) && script.trimStart().startsWith("{")
    ? textHoldsSecret(JSON.stringify(withoutStores(json))) || textsIn(withoutStores(json)).some(textHoldsSecret)
    : textHoldsSecret(withoutStoreBlocks(script));
}

function textHoldsSecret(text: string): boolean {
  const lines = text.split("\n");
  const pairs = [shellAssignment, yamlPair, jsonPair].flatMap((pattern) =>
    [...text.matchAll(pattern)].map(([, name = "", value = ""]) => [name, unquoted(value)] as const),
  );
  const options = [
    ...[...text.matchAll(secretOption)].map(([, name = "", value = ""]) => [name, unquoted(value)] as const),
    ...[...text.matchAll(shortOption)].map(([, one, other]) => ["password", unquoted(one ?? other ?? "")] as const),
    ...[...text.matchAll(clientPassword)].map(([, value = ""]) => ["password", value] as const),
    ...[...text.matchAll(pipedPassword)].map(([, value = ""]) => ["password", unquoted(value)] as const),
    ...[...text.matchAll(curlUser)].map(([, value = ""]) => ["password", unquoted(value)] as const),
  ];
  return (
    lines.some(isSecretValue) ||
    [...pairs, ...options].some(([name, value]) => !testValues.test(value) && isSecret(name, value))
  );
}

function unquoted(value: string): string {
  return value.trim().replace(/^(["'])(.*)\1$/, "$2");
}

/** The blocks of a buildspec that name parameters and secrets, whose values are names. */
const storeBlocks = ["parameter-store", "secrets-manager"];

function withoutStores(buildspec: Value): Value {
  if (!isProperties(buildspec)) {
    return buildspec;
  }
  const env = buildspec.env;
  return env !== undefined && env !== unknownValue && isProperties(env)
    ? { ...buildspec, env: Object.fromEntries(Object.entries(env).filter(([name]) => !storeBlocks.includes(name))) }
    : buildspec;
}

/** Drops these blocks from YAML: each line below the heading that is indented further. */
function withoutStoreBlocks(script: string): string {
  let blockIndent = -1;
  return script
    .split("\n")
    .filter((line) => {
      const indent = line.length - line.trimStart().length;
      if (blockIndent >= 0 && (line.trim() === "" || indent > blockIndent)) {
        return false;
      }
      blockIndent = storeBlocks.some((block) => textOf(line).trim().replace(/["']/g, "") === `${block}:`) ? indent : -1;
      return true;
    })
    .join("\n");
}

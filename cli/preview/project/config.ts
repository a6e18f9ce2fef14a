import { PreviewError } from "../base/error";
import { placeholder } from "../base/placeholder";
import { goJson } from "./go-json";
import type { Project } from "./project";
import { type Decrypt, secretsOf } from "./secrets";
import { keyPlace } from "./setting-problems";
import { qualified, type Stack, writtenKey } from "./stack";
import { hasType, settingType, typeName } from "./typed-setting";
import { isRecord } from "./yaml-file";

/** The settings a program receives. */
export interface Config {
  /** Text of each setting by `namespace:name`; objects and lists as JSON. A placeholder stands for each unknown value. */
  readonly values: ReadonlyMap<string, string>;
  /** Keys of the settings that are secret, or hold a secret. */
  readonly secretKeys: readonly string[];
  /** Keys of the settings that hold a secret without a key to decrypt it. */
  readonly unknownKeys: readonly string[];
  /** Sentence for the user: the reason why secrets stay encrypted, or the fix. */
  readonly unknownReason?: string;
  /** Plaintext of every decrypted secret. */
  readonly secrets: readonly string[];
  /** Names of the Pulumi ESC environments that the stack imports. */
  readonly environments: readonly string[];
  /** Keys of the settings that only an environment can hold. */
  readonly environmentKeys: readonly string[];
}

/**
 * Puts together the settings of a stack: its own, over the defaults that the project declares.
 *
 * @throws {PreviewError} with every wrong or missing setting
 */
export function readConfig(project: Project, stack: Stack, env: NodeJS.ProcessEnv): Config {
  const raw = stack.content.config ?? {};
  if (!isRecord(raw)) {
    throw new PreviewError(`${stack.file}: config must be a mapping of keys to values`);
  }
  const problems: string[] = [];
  const reader = new ConfigReader(stack, env);
  for (const [key, value] of Object.entries(raw)) {
    const name = qualified(key, project.name);
    if (name === undefined) {
      problems.push(`${keyPlace(stack.file, key)}: config key "${key}" must have the form <namespace>:<name>`);
    } else {
      reader.read(name, value);
    }
  }
  const environments = environmentNames(stack);
  const environmentKeys: string[] = [];
  for (const [key, declaration] of Object.entries(project.config)) {
    const name = qualified(key, project.name) ?? key;
    if (!reader.values.has(name)) {
      const given = projectValue(declaration);
      const own = name.startsWith(`${project.name}:`);
      if (given !== undefined) {
        reader.readDefault(name, given);
      } else if (own && environments.length > 0) {
        environmentKeys.push(name);
        reader.values.set(name, placeholder("plain"));
      } else if (own) {
        problems.push(`${stack.file}: ${name} is missing; ${project.file} declares it without a default`);
      }
    }
    const written = writtenKey(raw, name, project.name);
    const place = () => (written === undefined ? keyPlace(project.file, key) : keyPlace(stack.file, written));
    problems.push(...settingProblems(name, declaration, reader, place));
    if (isRecord(declaration) && declaration.secret === true) {
      reader.secretKeys.add(name);
    }
  }
  if (problems.length > 0) {
    throw new PreviewError(problems.join("\n"));
  }
  return {
    values: reader.values,
    secretKeys: [...reader.secretKeys],
    unknownKeys: [...reader.unknownKeys],
    ...(reader.unknownReason === undefined ? {} : { unknownReason: reader.unknownReason }),
    secrets: [...reader.secrets],
    environments,
    environmentKeys,
  };
}

/** The settings for display: each secret is the text `[secret]`, each unknown value `[unknown]`. */
export function blindedConfig(config: Config): Record<string, string> {
  const secret = new Set(config.secretKeys);
  const unknown = new Set(config.environmentKeys);
  return Object.fromEntries(
    [...config.values].map(([key, value]) => [
      key,
      secret.has(key) ? "[secret]" : unknown.has(key) ? "[unknown]" : value,
    ]),
  );
}

function projectValue(declaration: unknown): unknown {
  if (!isRecord(declaration)) {
    return declaration ?? undefined;
  }
  return declaration.default ?? declaration.value ?? undefined;
}

// https://www.pulumi.com/docs/iac/concepts/config/#strongly-typed-configuration
function settingProblems(name: string, declaration: unknown, reader: ConfigReader, place: () => string): string[] {
  const type = settingType(declaration);
  const value = reader.typed.get(name);
  if (type === undefined || value === undefined) {
    return [];
  }
  const mustBeSecret = isRecord(declaration) && declaration.secret === true && !reader.secretKeys.has(name);
  return [
    ...(mustBeSecret
      ? [`${place()}: ${name} is secret, but its value is plain text; set it with "pulumi config set --secret"`]
      : []),
    ...(reader.unknownKeys.has(name) || hasType(type, value)
      ? []
      : [`${place()}: ${name} must be of type ${typeName(type)}`]),
  ];
}

// https://www.pulumi.com/docs/esc/environments/
function environmentNames(stack: Stack): string[] {
  const { environment } = stack.content;
  const imports = isRecord(environment) ? environment.imports : environment;
  const listed = Array.isArray(imports) ? imports : imports === undefined || imports === null ? [] : [imports];
  const inline = isRecord(environment) && environment.values !== undefined ? ["the stack's own"] : [];
  return [...listed.flatMap((entry) => (isRecord(entry) ? Object.keys(entry) : [String(entry)])), ...inline];
}

class ConfigReader {
  readonly values = new Map<string, string>();
  /** Values as typed settings check them: text, and parsed objects and lists. */
  readonly typed = new Map<string, unknown>();
  readonly secretKeys = new Set<string>();
  readonly unknownKeys = new Set<string>();
  readonly secrets = new Set<string>();
  unknownReason: string | undefined;
  private decrypt: Decrypt | string | undefined;

  constructor(
    private readonly stack: Stack,
    private readonly env: NodeJS.ProcessEnv,
  ) {}

  read(key: string, raw: unknown): void {
    const value = this.opened(key, raw);
    this.values.set(key, typeof value === "string" ? value : goJson(value));
    this.typed.set(key, typeof value === "object" && value !== null ? value : this.values.get(key));
  }

  /** Reads a value of Pulumi.yaml, where the CLI encrypts nothing. */
  readDefault(key: string, value: unknown): void {
    this.values.set(key, typeof value === "object" ? goJson(value) : String(value));
    this.typed.set(key, typeof value === "object" ? value : this.values.get(key));
  }

  private opened(key: string, value: unknown): unknown {
    if (Array.isArray(value)) {
      return value.map((element) => this.opened(key, element));
    }
    if (!isRecord(value)) {
      return value;
    }
    if (typeof value.secure === "string" && Object.keys(value).length === 1) {
      this.secretKeys.add(key);
      return this.plaintext(key, value.secure);
    }
    return Object.fromEntries(Object.entries(value).map(([name, member]) => [name, this.opened(key, member)]));
  }

  private plaintext(key: string, ciphertext: string): string {
    this.decrypt ??= secretsOf(this.stack.file, this.stack.content, this.env);
    if (typeof this.decrypt === "string") {
      this.unknownReason = this.decrypt;
      this.unknownKeys.add(key);
      return placeholder("secret");
    }
    const text = this.decrypt(ciphertext);
    this.secrets.add(text);
    return text;
  }
}

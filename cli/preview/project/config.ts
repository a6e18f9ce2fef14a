import { PreviewError } from "../base/error";
import { UNKNOWN } from "../base/property-value";
import type { Project } from "./project";
import { type Decrypt, secretsOf } from "./secrets";
import type { Stack } from "./stack";
import { isRecord } from "./yaml-file";

/** The settings a program receives. */
export interface Config {
  /** Text of each setting by `namespace:name`; objects and lists as JSON. */
  readonly values: ReadonlyMap<string, string>;
  /** Keys of the settings that are secret, or hold a secret. */
  readonly secretKeys: readonly string[];
  /** Keys of the settings that hold a secret nobody could decrypt here. */
  readonly unknownKeys: readonly string[];
  /** Why they could not be decrypted. */
  readonly unknownReason?: string;
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
  const reader = new ConfigReader(stack, env);
  for (const [key, value] of Object.entries(raw)) {
    reader.read(qualified(key, project.name), value);
  }
  const missing: string[] = [];
  for (const [key, declaration] of Object.entries(project.config)) {
    const name = qualified(key, project.name);
    if (!reader.values.has(name)) {
      const given = projectValue(declaration);
      if (given === undefined) {
        missing.push(`${stack.file}: ${name} is missing; ${project.file} declares it without a default`);
      } else {
        reader.read(name, given);
      }
    }
    if (isRecord(declaration) && declaration.secret === true) {
      reader.secretKeys.add(name);
    }
  }
  if (missing.length > 0) {
    throw new PreviewError(missing.join("\n"));
  }
  return {
    values: reader.values,
    secretKeys: [...reader.secretKeys],
    unknownKeys: [...reader.unknownKeys],
    ...(reader.unknownReason === undefined ? {} : { unknownReason: reader.unknownReason }),
  };
}

/** The settings as they may be shown: each secret is the text `[secret]`. */
export function blindedConfig(config: Config): Record<string, string> {
  const secret = new Set(config.secretKeys);
  return Object.fromEntries([...config.values].map(([key, value]) => [key, secret.has(key) ? "[secret]" : value]));
}

function qualified(key: string, project: string): string {
  const parts = key.split(":");
  if (parts.length === 3 && parts[1] === "config") {
    return `${parts[0]}:${parts[2]}`;
  }
  return parts.length === 1 ? `${project}:${key}` : key;
}

function projectValue(declaration: unknown): unknown {
  if (!isRecord(declaration)) {
    return declaration;
  }
  return declaration.value ?? declaration.default;
}

class ConfigReader {
  readonly values = new Map<string, string>();
  readonly secretKeys = new Set<string>();
  readonly unknownKeys = new Set<string>();
  unknownReason: string | undefined;
  private decrypt: Decrypt | string | undefined;

  constructor(
    private readonly stack: Stack,
    private readonly env: NodeJS.ProcessEnv,
  ) {}

  read(key: string, raw: unknown): void {
    const value = this.opened(key, raw);
    this.values.set(key, typeof value === "object" && value !== null ? JSON.stringify(value) : String(value ?? ""));
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
      return UNKNOWN;
    }
    return this.decrypt(ciphertext);
  }
}

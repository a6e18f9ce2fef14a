import { dirname, join } from "node:path";
import { placeholderIn } from "../base/placeholder";
import { afterLoading } from "./sdk-module";
import { standIn } from "./stand-in";

// Loaded ahead of a program whose secret settings cannot be decrypted: placeholders stand for them. Getters of secrets
// return unknown secret outputs. Plain getters return values that the preview recognizes.

const CONFIG_OF_SDK = /[\\/]@pulumi[\\/]pulumi[\\/]config\.js$/;
const RPC_OF_SDK = /[\\/]@pulumi[\\/]pulumi[\\/]runtime[\\/]rpc\.js$/;

interface Config {
  fullKey(key: string): string;
}

type Getter = (this: Config, key: string, options?: unknown) => unknown;

const ignoreUse = () => undefined;

afterLoading(CONFIG_OF_SDK, (exported, file) => {
  const { prototype } = exported.Config as { prototype: Record<string, Getter> };
  const { getConfig } = require(join(dirname(file), "runtime/config")) as {
    getConfig(key: string): string | undefined;
  };
  const { secret, unknown } = require(join(dirname(file), "output")) as {
    secret(value: unknown): unknown;
    unknown: unknown;
  };
  const change = (name: string, read: (raw: string) => unknown) => {
    for (const method of [`get${name}`, `require${name}`]) {
      const original = prototype[method] as Getter;
      prototype[method] = function (key, options) {
        const raw = getConfig(this.fullKey(key));
        return raw === undefined || placeholderIn(raw) === undefined ? original.call(this, key, options) : read(raw);
      };
    }
  };
  change("", (raw) => raw);
  change("Number", () => standIn("number", ignoreUse));
  change("Boolean", () => standIn("boolean", ignoreUse));
  change("Object", (raw) => parsed(raw, (member) => member) ?? standIn("other", ignoreUse));
  change("Secret", () => secret(unknown));
  change("SecretNumber", () => secret(unknown));
  change("SecretBoolean", () => secret(unknown));
  change("SecretObject", (raw) => secret(parsed(raw, () => unknown) ?? unknown));
});

// Otherwise an unknown output is sent without the mark that it is secret.
afterLoading(RPC_OF_SDK, (exported) => {
  const serialize = exported.serializeResourceProperties as (
    label: string,
    props: unknown,
    options?: object,
  ) => unknown;
  exported.serializeResourceProperties = (label: string, props: unknown, options?: object) =>
    serialize(label, props, { ...options, keepOutputValues: true });
});

/** An object setting of which some members are placeholders; undefined when the whole setting is one. */
function parsed(raw: string, unknownMember: (member: string) => unknown): unknown {
  try {
    return JSON.parse(raw, (_, member: unknown) =>
      typeof member === "string" && placeholderIn(member) !== undefined ? unknownMember(member) : member,
    );
  } catch {
    return undefined;
  }
}

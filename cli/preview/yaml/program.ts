import { existsSync, readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { dirname } from "node:path";
import type * as pulumi from "@pulumi/pulumi";
import { packageOf } from "../engine/urn";
import { note } from "../process/notes";
import { declaringPackage, resolveTypes, usedPackages } from "./check";
import type { Problem } from "./document";
import { LOADER, type Loader } from "./entry";
import { Evaluator, Refused, type Sdk } from "./evaluate";
import { referencesIn } from "./expression";
import { InstalledSdk } from "./installed-sdk";
import { defaultProviders, ordered, ownName, PULUMI } from "./order";
import { Resources } from "./resources";
import { SchemaPackage } from "./schema-package";
import { settingProblem, settingValue } from "./setting";
import { readTemplate, type Template, valueExpressions } from "./template";
import type { PackageTypes } from "./token";

/** Files that may hold the program, in the order in which Pulumi YAML looks for them. */
const FILES = ["Main.json", "Main.yaml", "Pulumi.yaml"];

// The SDK that runs this program. A class of another copy would not reach the engine.
const runner = require.main?.filename ?? __filename;
const sdk: Sdk = createRequire(runner)("@pulumi/pulumi");

/** Runs the YAML program of the working directory. Returns its outputs. */
module.exports = (): Promise<Readonly<Record<string, unknown>>> => {
  const file = FILES.find((name) => existsSync(name));
  if (file === undefined) {
    throw new sdk.RunError(`no ${FILES.join(", ")} in ${process.cwd()}`);
  }
  const template = readTemplate(readFileSync(file, "utf8"));
  return new Program(file, template).run();
};

class Program {
  private readonly project = sdk.getProject();
  private readonly problems: Problem[];
  private readonly settings: ReadonlyMap<string, unknown>;
  private readonly values = new Map<string, { readonly value: unknown }>();
  private readonly loose = new Set<pulumi.Resource>();

  constructor(
    private readonly file: string,
    private readonly template: Template,
  ) {
    this.problems = [...template.problems];
    this.settings = readSettings();
  }

  async run(): Promise<Readonly<Record<string, unknown>>> {
    const { template, problems } = this;
    if (template.warnings.length > 0) {
      sdk.log.warn(this.lines(template.warnings));
    }
    const settings = new Set([
      ...template.settings.keys(),
      ...[...this.settings.keys()].map((key) => ownName(this.project, key)),
    ]);
    const steps = ordered(template, this.project, settings, problems);
    const types = resolveTypes(template, await knownPackages(template), problems);
    this.refuse();
    for (const { line, text } of types.unknown) {
      note({ kind: "unknown-type", what: `${text} (${this.file}:${line})`, package: declaringPackage(text) });
    }
    const scope = {
      lookUp: (name: string) => this.values.get(name) ?? this.values.get(ownName(this.project, name)),
      isLoose: (resource: pulumi.Resource) => this.loose.has(resource),
    };
    const evaluator = new Evaluator(sdk, scope, types.functions, this.file, problems);
    const resources = new Resources(sdk, evaluator, this.file, (file, name) => require(file)[name]);
    const defaults = defaultProviders(template);
    const defaultFor = (type: string) => {
      const key = defaults.get(packageOf(type));
      const found = key === undefined ? undefined : this.values.get(key)?.value;
      const options = key === undefined ? undefined : template.resources.get(key)?.options;
      return { provider: sdk.Resource.isInstance(found) ? found : undefined, version: options?.version };
    };
    this.values.set(PULUMI, { value: surroundings() });
    this.evaluateSettings(evaluator);
    for (const step of steps) {
      this.attempt(step.key, () => {
        if (step.kind === "variable") {
          const { expression } = step;
          return expression.kind === "invoke"
            ? evaluator.invoke(expression, defaultFor(expression.token).provider)
            : evaluator.evaluate(expression);
        }
        const { provider, version } = defaultFor(step.resource.type);
        const type = types.resources.get(step.key);
        const resource = resources.register({
          declaration: step.resource,
          type,
          referenced: type === undefined ? this.referenced(step.key) : new Set(),
          defaultProvider: provider,
          defaultVersion: version,
        });
        if (type === undefined) {
          this.loose.add(resource);
        }
        return resource;
      });
    }
    const outputs: Record<string, unknown> = {};
    for (const [key, expression] of template.outputs) {
      this.guarded(() => {
        outputs[key] = evaluator.evaluate(expression);
      });
    }
    this.refuse();
    return outputs;
  }

  private evaluateSettings(evaluator: Evaluator): void {
    for (const [key, value] of this.settings) {
      this.values.set(ownName(this.project, key), { value });
    }
    for (const [key, declared] of this.template.settings) {
      const name = declared.name ?? key;
      const given = this.values.get(name);
      this.attempt(key, () => {
        const value =
          given?.value ?? (declared.default === undefined ? undefined : evaluator.evaluate(declared.default));
        if (value === undefined) {
          return evaluator.refuse(declared.line, `setting ${name} is missing. Run "pulumi config set ${name} <value>"`);
        }
        const problem =
          declared.type === undefined || sdk.Output.isInstance(value)
            ? undefined
            : settingProblem(name, declared.type, value);
        if (problem !== undefined) {
          return evaluator.refuse(declared.line, problem);
        }
        return declared.secret && !sdk.Output.isInstance(value) ? sdk.secret(value) : value;
      });
    }
  }

  /** Outputs that the program reads of a resource. */
  private referenced(key: string): Set<string> {
    const read = valueExpressions(this.template)
      .flatMap(referencesIn)
      .filter(({ access: [root] }) => root === key);
    return new Set(
      read.flatMap(({ access: [, member] }) =>
        typeof member === "string" && member !== "id" && member !== "urn" ? [member] : [],
      ),
    );
  }

  /** Evaluates an entry. Entries that read a failed one fail without another message. */
  private attempt(key: string, evaluate: () => unknown): void {
    this.values.delete(key);
    this.guarded(() => this.values.set(key, { value: evaluate() }));
  }

  private guarded(evaluate: () => void): void {
    try {
      evaluate();
    } catch (error) {
      if (!(error instanceof Refused)) {
        throw error;
      }
    }
  }

  private refuse(): void {
    if (this.problems.length > 0) {
      throw new sdk.RunError(this.lines(this.problems));
    }
  }

  private lines(findings: readonly Problem[]): string {
    const sorted = [...findings].sort((one, other) => one.line - other.line);
    return [...new Set(sorted.map(({ line, text }) => `${this.file}:${line}: ${text}`))].join("\n");
  }
}

/** Packages of a program: those of local providers first, then those whose SDK is installed. */
async function knownPackages(template: Template): Promise<Map<string, PackageTypes>> {
  const loader: Loader = JSON.parse(process.env[LOADER] ?? '{"address":"","packages":[]}');
  const found = await Promise.all(
    [...usedPackages(template)].map(async (name) => {
      if (!loader.packages.includes(name)) {
        return [name, InstalledSdk.find(name, [process.cwd(), dirname(runner)])] as const;
      }
      // Loaded only by programs that need it.
      const { localSchema }: typeof import("./local-schema") = require("./local-schema");
      try {
        return [name, new SchemaPackage(await localSchema(name, loader.address))] as const;
      } catch (error) {
        // A RunError ends the program without a stack: the message names the line of the package.
        throw error instanceof Error ? new sdk.RunError(error.message) : error;
      }
    }),
  );
  return new Map(found.flatMap(([name, known]) => (known === undefined ? [] : [[name, known] as const])));
}

/** The settings of the stack by key, with secrets as outputs. */
function readSettings(): Map<string, unknown> {
  const secrets = new Set<string>(JSON.parse(process.env.PULUMI_CONFIG_SECRET_KEYS ?? "[]"));
  return new Map(
    Object.entries(sdk.runtime.allConfig()).map(([key, text]) => {
      const colon = key.indexOf(":");
      const config = new sdk.Config(key.slice(0, colon));
      const name = key.slice(colon + 1);
      return [key, secrets.has(key) ? config.requireSecret(name).apply(settingValue) : settingValue(String(text))];
    }),
  );
}

function surroundings(): Readonly<Record<string, unknown>> {
  return {
    cwd: process.cwd(),
    organization: sdk.getOrganization(),
    project: sdk.getProject(),
    rootDirectory: sdk.getRootDirectory(),
    stack: sdk.getStack(),
  };
}

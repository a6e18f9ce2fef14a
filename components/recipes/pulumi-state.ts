import type * as fs from "node:fs";
import { installPlanProgram } from "./change-plan";
import type { PlanFacts } from "./plan-program";
import { stackOptions } from "./pulumi-cli";

/** The folder that the CLI works in: outside the source, so that it reads no file of the commit. */
const folder = '"$TOOLS_DIR/project"';

/** The options of a command about the stack, for the folder outside the source. */
export function outsideSource(stack: string): string {
  return stackOptions(stack, folder);
}

/** Lines that export the state of a stack, outside the source. */
export function exportState(stack: string): string[] {
  return [`mkdir -p ${folder}`, exportStack(outsideSource(stack))];
}

/** A line that exports the state of a stack. An export runs no plugin and decrypts nothing. */
export function exportStack(options: string): string {
  return `pulumi stack export ${options} --file ${stateFile}`;
}

/** The exported state, as a shell reads it. */
export const stateFile = '"$TOOLS_DIR/state.json"';

/** A command that installs the program of plans to destroy a Pulumi stack. */
export function installPulumiPlan(version: string): string {
  return installPlanProgram(
    "destroy",
    `(file) => (${describeState.toString()})(require("node:fs"), ${JSON.stringify(version)}, file)`,
  );
}

/** Describes the destruction of every resource in an exported state. Its source text runs in builds. */
export function describeState({ readFileSync }: typeof fs, version: string, file: string): PlanFacts {
  interface ProviderInputs {
    readonly name?: unknown;
    readonly version?: unknown;
    readonly parameterization?: unknown;
    readonly pluginDownloadURL?: unknown;
  }
  interface Resource {
    readonly urn: string;
    readonly type: string;
    readonly id?: string;
    readonly custom?: boolean;
    readonly external?: boolean;
    readonly protect?: boolean;
    readonly retainOnDelete?: boolean;
    readonly inputs?: ProviderInputs & { readonly __internal?: ProviderInputs };
    readonly created?: unknown;
    readonly modified?: unknown;
  }
  const { deployment } = JSON.parse(readFileSync(file, "utf8"));
  const resources: readonly Resource[] = deployment?.resources ?? [];
  const provider = "pulumi:providers:";
  const actionOf = ({ type, custom, external, retainOnDelete }: Resource) => {
    if (custom !== true || type.startsWith(provider) || type.startsWith("pulumi:pulumi:")) {
      return "record";
    }
    return external === true || retainOnDelete === true ? "forget" : "delete";
  };
  const plugins = resources
    .filter(({ type }) => type.startsWith(provider))
    .map(({ type, inputs = {} }) => {
      // The engine starts the plugin that the internal inputs name. Old engines had them beside the configuration.
      const { __internal: internal = inputs } = inputs;
      const { name, parameterization: parameter, pluginDownloadURL: url } = internal;
      const { version = "of any version" } = parameter === undefined ? inputs : internal;
      const named = type.slice(provider.length);
      const value = Buffer.from(String(parameter), "base64").toString();
      return [
        `${named} ${version}`,
        ...(name === undefined || name === named ? [] : [`by the plugin ${name}`]),
        ...(parameter === undefined ? [] : [`with the parameter ${value}`]),
        ...(url === undefined ? [] : [`from ${url}`]),
      ].join(" ");
    });
  const isProtected = resources.filter(({ protect }) => protect === true).map(({ urn }) => urn);
  // The engine reads an asterisk in a target as a pattern, which could match more than was approved.
  const isUnclear = resources.map(({ urn }) => urn).filter((urn) => /[*\p{C}]/u.test(urn));
  return {
    tool: `pulumi ${version}`,
    plugins: [...new Set(plugins)].sort(),
    state: { time: deployment?.manifest?.time },
    stateRecord: deployment,
    changes: resources.map((resource) => {
      // Neither date says anything about the resource in AWS.
      const { created, modified, ...record } = resource;
      const { urn, type, id } = resource;
      const isSecret = /^random:/.test(type);
      return { action: actionOf(resource), address: urn, type, ...(id && !isSecret && { id }), record };
    }),
    refused: [
      ...isProtected,
      ...(isProtected.length > 0
        ? [
            "These resources are protected. Set protect: false in the program and update the stack, or run `pulumi state unprotect <urn>`. Then start the pipeline again.",
          ]
        : []),
      ...isUnclear,
      ...(isUnclear.length > 0
        ? ["These names hold an asterisk or a control character. Rename the resources; a destroy cannot name them."]
        : []),
    ],
  };
}

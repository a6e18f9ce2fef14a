import type * as fs from "node:fs";
import { stateFile } from "./pulumi-state";
import { runNode } from "./shell";

/**
 * A line that ends the build unless the exported state starts the AWS provider alone, as Pulumi releases it. It runs before
 * every command that starts a plugin.
 */
export const checkPlugins = runNode([`(${refusePlugins.toString()})(require("node:fs"), process.argv[1]);`], stateFile);

/**
 * Ends the build if a state starts other code than the AWS provider. An update without an approval writes the state, and the
 * next preview starts what the state names. Its source text runs in builds.
 *
 * Each plain version is allowed: after an upgrade of `@pulumi/aws` the state still has the former one, and Pulumi releases
 * them all.
 */
function refusePlugins({ readFileSync }: typeof fs, file: string): void {
  interface Entry {
    readonly urn?: unknown;
    readonly type?: unknown;
    readonly inputs?: unknown;
    readonly envVarMappings?: unknown;
  }
  const { deployment } = JSON.parse(readFileSync(file, "utf8"));
  const { resources, pending_operations: pending } = deployment ?? {};
  const entries: readonly Entry[] = [
    ...(resources ?? []),
    ...(pending ?? []).map(({ resource }: { readonly resource?: Entry }) => resource ?? {}),
  ];
  // The engine has the provider `pulumi`, of stack references, in itself.
  const allowed = ["pulumi:providers:aws", "pulumi:providers:pulumi"];
  // Another setting could send credentials elsewhere, or run a command that yields them.
  const settings = [
    ...["allowedAccountIds", "defaultTags", "forbiddenAccountIds", "ignoreTags", "maxRetries", "region", "retryMode"],
    ...["skipCredentialsValidation", "skipMetadataApiCheck", "skipRegionValidation", "skipRequestingAccountId"],
    ...["version", "__defaults", "__internal"],
  ];
  const valuesOf = (value: unknown) => Object.entries(typeof value === "object" && value !== null ? value : {});

  function problemOf({ urn, type, inputs, envVarMappings }: Entry): string | undefined {
    const ofUrn = String(urn).split("::")[2]?.split("$").at(-1);
    const kinds = [String(type), ofUrn ?? "of no type"];
    if (!kinds.some((kind) => /^pulumi:providers:|^pulumi-/.test(kind))) {
      return undefined;
    }
    const foreign = [...new Set(kinds.filter((kind) => !allowed.includes(kind)))];
    if (foreign.length > 0) {
      return `is of the type ${foreign.join(" and ")}`;
    }
    const values = valuesOf(inputs);
    const { version, __internal: internal } = Object.fromEntries(values);
    const setting = [
      ...values.map(([key]) => key).filter((key) => !settings.includes(key)),
      ...valuesOf(internal).map(([key]) => `__internal.${key}`),
      ...(envVarMappings === undefined ? [] : ["envVarMappings"]),
    ][0];
    if (setting !== undefined) {
      return `has the setting ${setting}`;
    }
    const isPlain = version === undefined || (typeof version === "string" && /^\d+\.\d+\.\d+$/.test(version));
    return isPlain ? undefined : `has the version ${JSON.stringify(version)}`;
  }

  const problems = entries.flatMap((entry) => {
    const problem = problemOf(entry);
    return problem === undefined ? [] : [`${JSON.stringify(entry.urn)} ${problem}.`];
  });
  if (problems.length > 0) {
    const text = [
      "The state names code that an update of an environment does not run:",
      ...problems,
      `Allowed are the types ${allowed.join(" and ")}, a version x.y.z, and these settings: ${settings.slice(0, -2).join(", ")}.`,
      "Read the state before any other command of Pulumi: pulumi stack export runs no plugin. If the program declares the resource, move it to another stack. Otherwise find out who wrote it, and import a former state.",
    ];
    process.stderr.write(`${text.join("\n").replace(/[^\n\P{C}]/gu, "?")}\n`);
    process.exitCode = 1;
  }
}

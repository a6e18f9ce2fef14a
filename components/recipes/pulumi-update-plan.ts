import type * as fs from "node:fs";
import { compareStart, installPlanProgram } from "./change-plan";
import type { PlanFacts } from "./plan-program";
import { describeState, exportStack, stateFile } from "./pulumi-state";
import { judgeSelfUpdate, type SelfUpdated } from "./self-update-plan";
import { failIf, runNode } from "./shell";
import { checkPlugins } from "./state-plugins";
import { findWidened } from "./widened-permissions";

/** The output of a preview, as a shell reads it. */
const previewFile = '"$TOOLS_DIR/preview.json"';

/** The plan that the CLI saves for its own update, as a shell reads it. It never leaves the build. */
export const updatePlanFile = '"$TOOLS_DIR/update.plan"';

/**
 * Lines that preview an update and export the state that it starts from. A preview takes no lock and writes no state.
 *
 * The preview starts the plugins that the state names. With an approved plan, the preview runs only from the state of that
 * plan, and saves a plan for the update.
 *
 * @param options - options of every command about the stack
 * @param more - `approved`: the approved plan, as a shell reads it; `environment`: the environment whose own stack it is
 */
export function previewUpdate(
  options: string,
  { approved, environment }: { readonly approved?: string; readonly environment?: SelfUpdated | undefined } = {},
): string[] {
  return [
    exportStack(options),
    ...(environment === undefined ? [] : [checkPlugins]),
    ...(approved === undefined ? [] : [`echo '{}' > ${previewFile}`, compareStart(approved, previewFiles)]),
    failIf(
      [
        ...["! pulumi preview", options, "--json"],
        ...(approved === undefined ? [] : [`--save-plan ${updatePlanFile}`]),
        `> ${previewFile}`,
      ].join(" "),
      "There is no plan. Nothing was changed",
      runNode([`(${printErrors.toString()})(require("node:fs"), process.argv[1]);`], previewFile),
    ),
  ];
}

/** Prints the errors of a preview, which are a part of its JSON. Its source text runs in builds. */
function printErrors({ readFileSync }: typeof fs, file: string): void {
  const text = readFileSync(file, "utf8");
  const { diagnostics = [] } = text.startsWith("{") ? JSON.parse(text) : {};
  for (const { severity, message } of diagnostics) {
    if (severity === "error") {
      process.stderr.write(message);
    }
  }
}

/** The files that {@link previewUpdate} wrote, for the program of plans. */
export const previewFiles = [previewFile, stateFile];

/**
 * A command that installs the program of plans to update a Pulumi stack.
 *
 * @param environment - the environment whose own stack is updated; without it, any stack
 */
export function installPulumiUpdatePlan(version: string, environment?: SelfUpdated): string {
  const stateFacts = `(file) => (${describeState.toString()})(require("node:fs"), ${JSON.stringify(version)}, file)`;
  const known = `require("node:fs"), ${findWidened.toString()}, ${stateFacts}`;
  const described = `(${describePreview.toString()})(${known}, ...files)`;
  const judged =
    environment === undefined
      ? described
      : `(${judgeSelfUpdate.toString()})(${described}, ${JSON.stringify(environment)})`;
  return installPlanProgram("update", `(...files) => ${judged}`);
}

/**
 * Describes the steps of `pulumi preview --json`, whose secrets are masked. Its source text runs in builds.
 *
 * @param widened - {@link findWidened}
 * @param stateFacts - describes tool, plugins and state, as for a destroy
 * @see https://www.pulumi.com/docs/iac/cli/commands/pulumi_preview/
 */
export function describePreview(
  { readFileSync }: typeof fs,
  widened: (before: unknown, after: unknown) => string[],
  stateFacts: (state: string) => PlanFacts,
  preview: string,
  state: string,
): PlanFacts {
  interface State {
    readonly urn: string;
    readonly type: string;
    readonly id?: string;
    readonly custom?: boolean;
    readonly external?: boolean;
    readonly protect?: boolean;
    readonly retainOnDelete?: boolean;
    readonly inputs?: Readonly<Record<string, unknown>>;
    readonly [key: string]: unknown;
  }
  interface Step {
    readonly op: string;
    readonly urn: string;
    readonly oldState?: State;
    readonly newState?: State;
    readonly diffReasons?: readonly string[];
    readonly replaceReasons?: readonly string[];
    readonly detailedDiff?: Readonly<Record<string, unknown>> | null;
  }
  const provider = "pulumi:providers:";
  const { steps = [] }: { readonly steps?: readonly Step[] } = JSON.parse(readFileSync(preview, "utf8"));
  const { changes: _, refused: __, ...facts } = stateFacts(state);
  const idle = ["same", "refresh"];
  const changing = steps.filter(({ op }) => !idle.includes(op));
  const replaced = new Set(changing.filter(({ op }) => op === "replace").map(({ urn }) => urn));
  // A replacement has up to three steps.
  const parts = ["create-replacement", "delete-replaced", "discard-replaced", "read-replacement", "import-replacement"];
  const counted = changing.filter(({ op, urn }) => !(parts.includes(op) && replaced.has(urn)));
  const stateOf = ({ newState, oldState }: Step) => newState ?? oldState;
  const actionOf = (step: Step) => {
    const { custom, type = "", external, retainOnDelete } = stateOf(step) ?? {};
    if (custom !== true || type.startsWith(provider) || external === true) {
      return "record";
    }
    switch (step.op) {
      case "create":
      case "create-replacement":
        return "create";
      case "import":
      case "import-replacement":
        return "import";
      case "replace":
        return "replace";
      case "delete":
      case "delete-replaced":
        return retainOnDelete === true ? "forget" : "delete";
      case "update":
        return "update";
      default:
        return "record";
    }
  };
  // A provider ends the name of a new resource in random characters, other ones in each preview.
  const randomNames = counted.flatMap(({ urn, newState, oldState }) => {
    const { inputs = {} } = newState ?? {};
    const name = urn.split("::").at(-1) ?? urn;
    const { __defaults: defaults } = inputs;
    return (Array.isArray(defaults) ? defaults.map(String) : []).flatMap((key): [string, string][] => {
      const value = inputs[key];
      return typeof value === "string" &&
        value !== name &&
        value.toLowerCase().includes(name.toLowerCase()) &&
        value !== oldState?.inputs?.[key]
        ? [[value, `<${key} of ${urn}>`]]
        : [];
    });
  });
  randomNames.sort(([one], [other]) => other.length - one.length);
  const settled = (value: unknown): unknown =>
    JSON.parse(
      JSON.stringify(value ?? null, (key, part) => {
        // Neither dates nor positions in the program say anything about the resource.
        if (["created", "modified", "sourcePosition", "stackTrace"].includes(key)) {
          return undefined;
        }
        return typeof part === "string"
          ? randomNames.reduce((text, [random, name]) => text.replaceAll(random, name), part)
          : part;
      }),
    );
  const refused = counted
    .filter(({ op, oldState }) => /^(delete|replace)/.test(op) && oldState?.protect === true)
    .map(({ urn }) => urn);
  return {
    ...facts,
    changes: counted.map((step) => {
      const { op, urn, oldState, newState, diffReasons, replaceReasons, detailedDiff } = step;
      const { type = "", id } = oldState ?? newState ?? {};
      const names = [...Object.keys(detailedDiff ?? {}), ...(diffReasons ?? []), ...(replaceReasons ?? [])];
      const widens = widened(oldState?.inputs, newState?.inputs).map((name) => String(settled(name)));
      return {
        action: actionOf(step),
        address: urn,
        type,
        ...(id && !/^random:/.test(type) && { id }),
        ...(names.length > 0 && { properties: [...new Set(names)].sort() }),
        ...(widens.length > 0 && { widens }),
        record: { op, oldState: settled(oldState), newState: settled(newState), detailedDiff: settled(detailedDiff) },
      };
    }),
    refused: [
      ...refused,
      ...(refused.length > 0
        ? ["These resources are protected, and the plan deletes them. Set protect: false and update the stack first."]
        : []),
    ],
  };
}

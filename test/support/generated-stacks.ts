import { readFileSync } from "node:fs";
import { join } from "node:path";
import { parse, stringify } from "yaml";
import { root } from "./command";

const REGIONS = ["us-east-1", "eu-central-1", "ap-southeast-2"];
const DIGITS = 3;
/** Days that logs are kept: every fifth stack keeps them too short for the pack. */
const LOG_DAYS = { usual: 365, short: 30, every: 5 };

/** The files of a project of many stacks: the delivery environment of this repository, once for each stack. */
export function generatedStacks(count: number): Readonly<Record<string, string>> {
  const program = readFileSync(join(root, "index.ts"), "utf8").replace('"./components"', '"@platform/aws-pipelines"');
  return {
    "Pulumi.yaml":
      "name: fleet\nmain: index.ts\nruntime:\n  name: nodejs\n  options:\n    tsconfig: tsconfig.pulumi.json\n",
    "package.json": '{ "name": "fleet", "private": true }\n',
    "tsconfig.json": "{}\n",
    "tsconfig.pulumi.json": '{ "compilerOptions": { "noCheck": true } }\n',
    "index.ts": program.replaceAll('"aws-pipelines:environment"', '"fleet:environment"'),
    ...Object.fromEntries(Array.from({ length: count }, (_, index) => stackFile(index))),
  };
}

/** Whether the stack of an index keeps its logs too short. */
export function keepsLogsShort(index: number): boolean {
  return index % LOG_DAYS.every === 0;
}

function stackFile(index: number): readonly [string, string] {
  const number = String(index).padStart(DIGITS, "0");
  const stack = `env-${number}`;
  const account = `111122223${number}`;
  const region = REGIONS[index % REGIONS.length] ?? "us-east-1";
  const text = readFileSync(join(root, "Pulumi.dev.yaml"), "utf8")
    .replaceAll("111122223333", account)
    .replaceAll("us-east-1", region)
    .replaceAll("shop/dev", `shop/${stack}`)
    .replaceAll("shop-dev", `shop-${stack}`);
  const settings = parse(text).config["aws-pipelines:environment"];
  settings.logRetentionInDays = keepsLogsShort(index) ? LOG_DAYS.short : LOG_DAYS.usual;
  return [`Pulumi.${stack}.yaml`, stringify({ config: { "fleet:environment": settings } })];
}

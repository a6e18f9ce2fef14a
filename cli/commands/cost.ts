import { type Estimate, estimateOf, type Sum } from "../insight/cost/estimate";
import { tariffOf } from "../insight/cost/prices";
import { DEFAULT_USAGE, type Usage } from "../insight/cost/usage";
import { pipelinesOf } from "../insight/pipelines";
import { PreviewError } from "../preview/base/error";
import { isRecord, readYamlFile } from "../preview/project/yaml-file";
import { costGroups, costReport, notCounted, unpriced } from "../report/cost";
import { type Command, type OptionValues, parseOptions } from "./command";
import { answerFromPreview, PREVIEW_OPTIONS, PREVIEW_OPTIONS_HELP } from "./previewing";

const HELP = `Estimates the monthly cost of a stack: fixed costs, and costs by use.

Usage: aws-pipelines cost [options]

Options:
  --runs N                   runs of each pipeline in a month (default: ${DEFAULT_USAGE.runs})
  --minutes N                minutes of one build (default: ${DEFAULT_USAGE.minutes})
  --usage FILE               runs and minutes by name, and volumes (YAML)
  --json                     print the estimate as JSON
${PREVIEW_OPTIONS_HELP}
  -h, --help

A usage file:

  runs: 20
  minutes: 6
  pipelines: { shop-dev-destroy-pipeline: { runs: 0 } }
  projects: { shop-dev-image: { minutes: 9 }, checks: { runs: 100, minutes: 4 } }
  objectsGb: 10
  imagesGb: 20
  logsGb: 1
  natGb: 50
  customMetrics: 4
  dataEvents: 100000
  repeatedManagementEvents: 0
  insightEvents: 0

Example: aws-pipelines cost --stack prod --runs 40 --minutes 8

Prices are AWS's list prices in US dollars. Each one carries the day on which it was read and AWS's page of it.
`;

const OPTIONS = {
  ...PREVIEW_OPTIONS,
  runs: { type: "string" },
  minutes: { type: "string" },
  usage: { type: "string" },
  json: { type: "boolean" },
} as const;

const VOLUMES = [
  "objectsGb",
  "imagesGb",
  "logsGb",
  "natGb",
  "customMetrics",
  "dataEvents",
  "repeatedManagementEvents",
  "insightEvents",
] as const;

/** `aws-pipelines cost` */
export const costCommand: Command = {
  name: "cost",
  summary: "estimates the monthly cost of a stack",
  help: HELP,
  run: async (args, surroundings) => {
    const values = parseOptions("cost", args, OPTIONS);
    const usage = readUsage(values);
    return await answerFromPreview(
      values,
      surroundings,
      ({ project, stack, resources, config, account, gaps }, { paint, width }) => {
        const estimate = estimateOf(resources, config, pipelinesOf(resources, config, account), usage, gaps);
        return values.json === true
          ? `${JSON.stringify(costDocument(estimate, usage), undefined, 2)}\n`
          : costReport(`${project}/${stack}`, estimate, usage, paint, width);
      },
    );
  },
};

/**
 * Reads the usage from the file and the options. An option wins over the file.
 *
 * @throws {PreviewError} for a number that is none or negative, and for a key that a usage file does not have
 */
export function readUsage({
  runs,
  minutes,
  usage: file,
}: Pick<OptionValues<typeof OPTIONS>, "runs" | "minutes" | "usage">): Usage {
  const given = file === undefined ? {} : usageIn(file, readYamlFile(file));
  return {
    ...DEFAULT_USAGE,
    ...given,
    ...(runs === undefined ? {} : { runs: quantity("--runs", runs) }),
    ...(minutes === undefined ? {} : { minutes: quantity("--minutes", minutes) }),
  };
}

function usageIn(file: string, content: Readonly<Record<string, unknown>>): Partial<Usage> {
  const { pipelines, projects, ...rest } = content;
  const keys = ["runs", "minutes", ...VOLUMES];
  const unknown = Object.keys(rest).find((key) => !keys.includes(key));
  if (unknown !== undefined) {
    throw new PreviewError(
      `${file}: ${unknown} is no key of a usage file. Use ${[...keys, "pipelines", "projects"].join(", ")}.`,
    );
  }
  const numbers = Object.entries(rest).map(([key, value]) => [key, quantity(`${file}: ${key}`, value)]);
  return {
    ...Object.fromEntries(numbers),
    runsOf: { ...byName(file, "pipelines", pipelines, "runs"), ...byName(file, "projects", projects, "runs") },
    minutesOf: byName(file, "projects", projects, "minutes"),
  };
}

/** One number of each entry, where the entry has it. */
function byName(file: string, section: string, entries: unknown, key: "runs" | "minutes"): Record<string, number> {
  if (entries !== undefined && !isRecord(entries)) {
    throw new PreviewError(`${file}: ${section} must be a mapping of names`);
  }
  return Object.fromEntries(
    Object.entries(entries ?? {}).flatMap(([name, entry]) => {
      if (!isRecord(entry)) {
        throw new PreviewError(`${file}: ${section}.${name} must be a mapping, such as { ${key}: 5 }`);
      }
      return entry[key] === undefined ? [] : [[name, quantity(`${file}: ${section}.${name}.${key}`, entry[key])]];
    }),
  );
}

function quantity(place: string, value: unknown): number {
  const number =
    typeof value === "number" ? value : typeof value === "string" && value !== "" ? Number(value) : Number.NaN;
  if (!Number.isFinite(number) || number < 0) {
    throw new PreviewError(`${place}: ${JSON.stringify(value)} is no number of 0 or more`);
  }
  return number;
}

/** The estimate as JSON: a sum without any known amount is null. */
export function costDocument(estimate: Estimate, usage: Usage) {
  const groups = costGroups(estimate);
  return {
    currency: "USD",
    usage,
    fixed: amountOf(estimate.fixed),
    byUse: amountOf(estimate.byUse),
    total: amountOf(estimate.total),
    certainty: {
      fixed: estimate.fixed.certainty,
      byUse: estimate.byUse.certainty,
      total: estimate.total.certainty,
    },
    groups: groups.map(({ tariff, price, ...group }) => ({
      ...{ tariff, unit: tariffOf(tariff).unit, ...group },
      ...(price === undefined
        ? { usd: null, price: null }
        : { usd: rounded(group.usd), price: price.usd, read: price.read }),
      page: tariffOf(tariff).page,
    })),
    lines: estimate.lines.map(({ price, ...line }) => ({
      ...line,
      usd: price === undefined ? null : rounded(line.usd),
    })),
    withoutPrice: unpriced(groups),
    notCounted: notCounted(estimate),
  };
}

/** The known part of a sum; null where no part is known. */
function amountOf({ usd, certainty }: Sum): number | null {
  return certainty === "unknown" ? null : rounded(usd);
}

/** Without the noise of binary fractions. */
function rounded(usd: number): number {
  return Number(usd.toFixed(6));
}

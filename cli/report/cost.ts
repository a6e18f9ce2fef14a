import type { CostLine, Estimate } from "../insight/cost/estimate";
import { type TariffName, tariffOf } from "../insight/cost/prices";
import type { Usage } from "../insight/cost/usage";
import type { Paint } from "./style";
import { counted, wrapped } from "./wrap";

const INDENT = "  ";
const CENTS = 2;
/** Components in the table; the others are summed up. */
const MOST_OWNERS = 12;
/** Amounts without a price that the sentence names; the others are counted. */
const MOST_GAPS = 2;

/** The lines of one tariff in one region, added up. */
export interface CostGroup {
  readonly tariff: TariffName;
  readonly region: string;
  readonly isFixed: boolean;
  readonly units: number;
  readonly usd: number;
  readonly price: CostLine["price"];
}

/** Adds up the lines of an estimate by tariff and region, most expensive first. */
export function costGroups({ lines }: Estimate): readonly CostGroup[] {
  const groups = new Map<string, CostGroup>();
  for (const { tariff, region, isFixed, units, usd, price } of lines) {
    const key = `${tariff} ${region} ${isFixed}`;
    const known = groups.get(key);
    groups.set(key, {
      ...{ tariff, region, isFixed, price },
      units: (known?.units ?? 0) + units,
      usd: (known?.usd ?? 0) + usd,
    });
  }
  return [...groups.values()].sort((a, b) => b.usd - a.usd || a.tariff.localeCompare(b.tariff));
}

/** Cost by component, most expensive first. */
export function costByOwner({ lines }: Estimate): readonly { readonly owner: string; readonly usd: number }[] {
  const owners = new Map<string, number>();
  for (const { owner, usd } of lines) {
    owners.set(owner, (owners.get(owner) ?? 0) + usd);
  }
  return [...owners]
    .map(([owner, usd]) => ({ owner, usd }))
    .filter(({ usd }) => usd > 0)
    .sort((a, b) => b.usd - a.usd || a.owner.localeCompare(b.owner));
}

/** The cost in one sentence: `$2.00 a month fixed, $6.24 with 20 runs of each pipeline and builds of 6 minutes`. */
export function costSentence(estimate: Estimate, usage: Usage): string {
  const { fixedUsd, usageUsd } = estimate;
  const gaps = unpriced(costGroups(estimate));
  const total = dollars(fixedUsd + usageUsd);
  return `${dollars(fixedUsd)} a month fixed, ${total} with ${useText(usage)}${gapText(gaps)}`;
}

/** The whole estimate as text: each tariff with its price, each component, free tiers, and everything that is left out. */
export function costReport(title: string, estimate: Estimate, usage: Usage, paint: Paint, width: number): string {
  const groups = costGroups(estimate);
  const [fixed, used] = [true, false].map((wanted) => groups.filter(({ isFixed }) => isFixed === wanted));
  const sections = [
    [
      paint("heading", title),
      ...wrapped("List prices in US dollars a month, before free tiers and taxes.".split(" "), width, ""),
    ],
    [
      ...rows("Fixed", fixed ?? [], estimate.fixedUsd, paint, width),
      ...rows(`With ${useText(usage)}`, used ?? [], estimate.usageUsd, paint, width),
      paint("good", totalLine("Total", estimate.fixedUsd + estimate.usageUsd)),
    ],
    ownerLines(estimate, paint),
    listed("Free tier of the account, not subtracted", freeTiers(groups), paint, width),
    listed("Without a price here", unpriced(groups), paint, width),
    listed("Not counted", estimate.notCounted, paint, width),
    listed("Prices", sources(groups), paint, width),
  ];
  return sections
    .filter((lines) => lines.length > 0)
    .map((lines) => `${lines.join("\n")}\n`)
    .join("\n");
}

/** Dollars with cents: `$6.24`. */
export function dollars(usd: number): string {
  return `$${usd.toFixed(CENTS)}`;
}

function rows(title: string, groups: readonly CostGroup[], total: number, paint: Paint, width: number): string[] {
  const priced = groups.filter(({ price }) => price !== undefined);
  return priced.length === 0
    ? []
    : [
        ...columns(totalLine("", total), title.split(" "), width).map((line) => paint("heading", line)),
        ...priced.flatMap(({ tariff, region, units, usd, price }) =>
          columns(
            `${totalLine("", usd)}${INDENT}`,
            [...`${amount(tariff, units)} at $${price?.usd}`.split(" "), `(${region})`],
            width,
          ),
        ),
      ];
}

/** An amount, and words beside it that take more lines where they must. */
function columns(head: string, words: readonly string[], width: number): string[] {
  return wrapped(words, width - head.length, "").map(
    (line, row) => (row === 0 ? head : " ".repeat(head.length)) + line,
  );
}

function totalLine(title: string, usd: number): string {
  return `${INDENT}${dollars(usd).padStart(9)}  ${title}`;
}

function ownerLines(estimate: Estimate, paint: Paint): string[] {
  const owners = costByOwner(estimate);
  const rest = owners.slice(MOST_OWNERS);
  return owners.length < 2
    ? []
    : [
        paint("heading", "By component"),
        ...owners.slice(0, MOST_OWNERS).map(({ owner, usd }) => totalLine(owner, usd)),
        ...(rest.length > 0
          ? [
              totalLine(
                counted(rest.length, "other component"),
                rest.reduce((sum, { usd }) => sum + usd, 0),
              ),
            ]
          : []),
      ];
}

/** Units in words: `730 NAT gateway hours`. */
export function amount(tariff: TariffName, units: number): string {
  const { unit } = tariffOf(tariff);
  const machine = tariff.includes(" ") ? ` of ${tariff}` : "";
  const [head = "", ...rest] = unit.split(/(?= (?:of|in|through|hour)\b)/);
  const many = units === 1 || /^(GB|100,000)/.test(head) ? head : `${head}s`;
  return `${Number(units.toFixed(4)).toLocaleString("en-US")} ${rest[0] === " hour" ? `${unit}s` : many + rest.join("")}${machine}`;
}

/** The free tiers of the tariffs that a stack uses, with what each is worth to it. */
export function freeTiers(groups: readonly CostGroup[]): string[] {
  return groups.flatMap(({ tariff, units, price }) => {
    const { free } = tariffOf(tariff);
    const saved = free === undefined || price === undefined ? 0 : Math.min(units, free.units) * price.usd;
    return free === undefined || saved === 0 ? [] : [`${free.note} (${dollars(saved)} here)`];
  });
}

/** Units without a price. */
export function unpriced(groups: readonly CostGroup[]): string[] {
  return groups
    .filter(({ price }) => price === undefined)
    .map(({ tariff, region, units }) => `${amount(tariff, units)} in ${region}`);
}

/** The gap of a sum in words: `, without 1,440 build minutes in eu-central-1, which have no price here`. */
function gapText(gaps: readonly string[]): string {
  const others = gaps.length - MOST_GAPS;
  const named = [...gaps.slice(0, MOST_GAPS), ...(others > 0 ? [counted(others, "other amount")] : [])];
  const verb = named.length === 1 && named[0]?.startsWith("1 ") ? "has" : "have";
  return named.length === 0 ? "" : `, without ${named.join(" and ")}, which ${verb} no price here`;
}

function sources(groups: readonly CostGroup[]): string[] {
  const read = new Map<string, Set<string>>();
  for (const { tariff, price } of groups) {
    const { page } = tariffOf(tariff);
    if (price !== undefined) {
      read.set(page, (read.get(page) ?? new Set()).add(price.read));
    }
  }
  return [...read].sort().map(([page, days]) => `${page} (read ${[...days].sort().join(", ")})`);
}

function listed(title: string, items: readonly string[], paint: Paint, width: number): string[] {
  return items.length === 0
    ? []
    : [
        paint("heading", title),
        ...items.flatMap((item) =>
          wrapped(item.split(" "), width - INDENT.length, INDENT).map((line) => paint("quiet", INDENT + line)),
        ),
      ];
}

function useText({ runs, minutes }: Usage): string {
  return `${counted(runs, "run")} of each pipeline and builds of ${counted(minutes, "minute")}`;
}

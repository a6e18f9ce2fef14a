import type { CostLine, Estimate, Sum } from "../insight/cost/estimate";
import { type TariffName, tariffOf } from "../insight/cost/prices";
import type { Usage } from "../insight/cost/usage";
import { UNKNOWN_TEXT } from "../insight/known";
import { visible } from "../preview/base/visible";
import type { Paint } from "./style";
import { counted, wrapped } from "./wrap";

const INDENT = "  ";
const CENTS = 2;
/** Components in the table; the others are summed up. */
const MOST_OWNERS = 12;
/** Costs without an amount that a sentence names; the others are counted. */
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

/**
 * The cost in one sentence: `$2.00 a month fixed, $6.24 with 20 runs of each pipeline and builds of 6 minutes`. A second
 * sentence names the costs that it leaves out.
 */
export function costSentence(estimate: Estimate, usage: Usage): string {
  const { fixed, total } = estimate;
  const fixedText = fixed.certainty === "unknown" ? "unknown fixed costs" : `${sumText(fixed)} a month fixed`;
  const left = leftOutText(estimate);
  return `${fixedText}, ${sumText(total)} with ${useText(usage)}${left === "" ? "" : `. Not counted: ${left}`}`;
}

/** A sum in words: `$6.24`, `at least $6.24` or `unknown`. */
export function sumText({ usd, certainty }: Sum): string {
  return certainty === "unknown" ? certainty : `${certainty === "exact" ? "" : "at least "}${dollars(usd)}`;
}

/** Whether a stack has anything that somebody bills. */
export function hasCost({ lines, total }: Estimate): boolean {
  return lines.length > 0 || total.certainty !== "exact";
}

/** The first costs that make the total a lower bound or unknown, and how many more there are; empty for an exact total. */
export function leftOutText(estimate: Estimate): string {
  const { total, missing, notStated } = estimate;
  const known = [...unpriced(costGroups(estimate)), ...missing.map(({ text }) => text)];
  // Only a use that is not stated makes such a total unknown.
  const all = known.length > 0 ? known : total.certainty === "unknown" ? notStated : [];
  const others = all.length - MOST_GAPS;
  const named = [...all.slice(0, MOST_GAPS), ...(others > 0 ? [counted(others, "other")] : [])].map(visible);
  return named.length < 2 ? named.join("") : `${named.slice(0, -1).join("; ")} and ${named.at(-1)}`;
}

/** Everything that the estimate leaves out, besides lines without a price. */
export function notCounted({ missing, notStated }: Estimate): readonly string[] {
  return [...missing.map(({ text }) => text), ...notStated];
}

/** Costs that the totals of stacks leave out: one text for all stacks with the same. */
export function leftOutByStacks(
  stacks: readonly { readonly name: string; readonly leftOut: string }[],
): readonly { readonly leftOut: string; readonly names: readonly string[] }[] {
  const groups = new Map<string, string[]>();
  for (const { name, leftOut } of stacks.filter((one) => one.leftOut !== "")) {
    groups.set(leftOut, [...(groups.get(leftOut) ?? []), name]);
  }
  return [...groups].map(([leftOut, names]) => ({ leftOut, names }));
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
      ...rows("Fixed", fixed ?? [], estimate.fixed, paint, width),
      ...rows(`With ${useText(usage)}`, used ?? [], estimate.byUse, paint, width),
      paint(estimate.total.certainty === "exact" ? "good" : "warning", sumLine("Total", estimate.total)),
    ],
    ownerLines(estimate, paint),
    listed("Free tier of the account, not subtracted", freeTiers(groups), paint, width),
    listed("Without a price here", unpriced(groups), paint, width),
    listed("Not counted", notCounted(estimate), paint, width),
    listed("Prices", sources(groups), paint, width),
  ];
  return sections
    .filter((lines) => lines.length > 0)
    .map((lines) => `${lines.join("\n")}\n`)
    .join("\n");
}

/** Dollars with cents: `$6.24`. A cost that rounds to no cent is `<$0.01`. */
export function dollars(usd: number): string {
  const text = `$${usd.toFixed(CENTS)}`;
  return usd > 0 && text === "$0.00" ? "<$0.01" : text;
}

function rows(title: string, groups: readonly CostGroup[], total: Sum, paint: Paint, width: number): string[] {
  const priced = groups.filter(({ price }) => price !== undefined);
  return priced.length === 0
    ? []
    : [
        ...columns(sumLine("", total), sumTitle(title, total).split(" "), width).map((line) => paint("heading", line)),
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

/** A sum before its title: `      $1.00  Total, at least`. */
function sumLine(title: string, sum: Sum): string {
  const known = sum.certainty === "unknown" ? sum.certainty : dollars(sum.usd);
  return `${INDENT}${known.padStart(9)}  ${title === "" ? "" : sumTitle(title, sum)}`;
}

function sumTitle(title: string, { certainty }: Sum): string {
  return certainty === "at least" ? `${title}, at least` : title;
}

function ownerLines(estimate: Estimate, paint: Paint): string[] {
  const owners = costByOwner(estimate);
  const rest = owners.slice(MOST_OWNERS);
  return owners.length < 2
    ? []
    : [
        paint("heading", ownersTitle(estimate)),
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

/** The title of the costs by component. */
export function ownersTitle({ total }: Estimate): string {
  return total.certainty === "exact" ? "By component" : "By component, without costs that have no price here";
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

/** Units without a price, each with the reason. */
export function unpriced(groups: readonly CostGroup[]): string[] {
  return groups
    .filter(({ price }) => price === undefined)
    .map(({ tariff, region, units }) =>
      region === UNKNOWN_TEXT
        ? `${amount(tariff, units)} (region unknown at preview)`
        : `${amount(tariff, units)} in ${region} (no price of the region here)`,
    );
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
          wrapped(visible(item).split(" "), width - INDENT.length, INDENT).map((line) => paint("quiet", INDENT + line)),
        ),
      ];
}

function useText({ runs, minutes }: Usage): string {
  return `${counted(runs, "run")} of each pipeline and builds of ${counted(minutes, "minute")}`;
}

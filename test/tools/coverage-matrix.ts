import type { EquivalentChecks } from "../../policy/lib/rule/equivalent-checks";
import type { DescribedRule } from "./policy-table";

/** The tools that have a check for some of the rules, and what they are called. */
export const toolTitles = {
  checkov: "Checkov",
  cdkNag: "cdk-nag",
  guard: "Guard",
  securityHub: "Security Hub",
  config: "AWS Config",
  trivy: "Trivy",
  prowler: "Prowler",
  compliancePolicies: "compliance-policies",
  awsGuard: "awsguard",
} as const satisfies Partial<Record<keyof EquivalentChecks, string>>;

const tools = Object.keys(toolTitles) as (keyof typeof toolTitles)[];

/** How many rules of each area each tool has any check for, as a table in Markdown. */
export function coverageMatrix(areas: ReadonlyMap<string, readonly DescribedRule[]>): string {
  const all = [...areas.values()].flat();
  const lines = [
    ["area", "rules", ...Object.values(toolTitles), "none of them"],
    ["---", ...["", ...tools, ""].map(() => "---:")],
    ...[...areas].map(([area, described]) => [area, ...counts(described)]),
    ["**all**", ...counts(all)],
    ["**core**", ...counts(all.filter(({ row }) => row.tier === "core"))],
  ];
  return lines.map((cells) => `| ${cells.join(" | ")} |\n`).join("");
}

function counts(described: readonly DescribedRule[]): string[] {
  const covered = (tool: keyof typeof toolTitles) =>
    described.filter(({ rule }) => rule.equivalentChecks[tool] !== undefined);
  const alone = described.filter(({ rule }) => tools.every((tool) => rule.equivalentChecks[tool] === undefined));
  return [described, ...tools.map(covered), alone].map((some) => String(some.length));
}

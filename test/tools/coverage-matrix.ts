import type { EquivalentChecks } from "../../policy/lib/rule/equivalent-checks";
import type { DescribedRule } from "./policy-table";

/** Names of the tools that have a check for some of the rules. */
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

/** Counts, for each area and tool, the rules that the tool has a check for. Renders a Markdown table. */
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

import { readFileSync } from "node:fs";
import { join } from "node:path";
import type { Rule } from "../../policy/lib/rule/rule";
import { rules } from "../../policy/rules";

/** Row of a rule in the table of rules, without the facts in the rule itself. */
export interface PolicyRow {
  readonly area: string;
  readonly name: string;
  readonly tier: "core" | "extended";
  readonly passes: string;
  readonly fails: string;
  /** Meaning of an absent property. */
  readonly missing: string;
}

export interface DescribedRule {
  readonly rule: Rule;
  readonly row: PolicyRow;
}

function readRows(file: string): readonly PolicyRow[] {
  return JSON.parse(readFileSync(join(__dirname, "../policy/rules", file), "utf8"));
}

const rows = [...readRows("policies.json"), ...readRows("policies-beyond.json")];

/** Rules by area, in the order of the table. Rules outside the table come last in their area. */
export function rulesByArea(): Map<string, DescribedRule[]> {
  const byName = new Map(rules.map((rule) => [rule.name, rule]));
  const areas = new Map<string, DescribedRule[]>();
  for (const row of rows) {
    const rule = byName.get(row.name);
    if (rule !== undefined) {
      areas.set(row.area, [...(areas.get(row.area) ?? []), { rule, row }]);
    }
  }
  return areas;
}

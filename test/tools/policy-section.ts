import { commonConfig } from "../../policy/lib/rule/config";
import type { EquivalentChecks } from "../../policy/lib/rule/equivalent-checks";
import type { Rule } from "../../policy/lib/rule/rule";
import { toolTitles } from "./coverage-matrix";
import { answers, snippets } from "./policy-example";
import type { DescribedRule } from "./policy-table";

const titles: Readonly<Record<keyof EquivalentChecks, string>> = {
  ...toolTitles,
  accessAnalyzer: "IAM Access Analyzer",
  owasp: "OWASP CI/CD",
};

/** Renders the section of one rule. */
export function policySection({ rule, row }: DescribedRule): string {
  const lines = [
    `${rule.enforcementLevel}, ${rule.severity}${row.tier === "core" ? "" : ", extended"}; reads ${types(rule)}`,
    `**passes**: ${plain(row.passes)}`,
    `**fails**: ${plain(row.fails)}`,
    ...(row.missing === "-" ? [] : [`**when absent**: ${plain(row.missing)}`]),
    ...answers(rule).map((text) => `**message**: ${plain(text)}`),
    `**fix**: ${plain(rule.remediationSteps ?? "")}`,
    ...(rule.remediation === undefined ? [] : [`**\`remediate\`**: it ${plain(rule.remediation)}`]),
    ...settings(rule),
    ...equivalentChecks(rule.equivalentChecks),
    `[page of AWS](${rule.reference})`,
  ];
  const { passes, fails } = snippets(rule);
  const code = `\`\`\`ts\n// Passes:\n${passes}\n\n// Fails:\n${fails}\n\`\`\``;
  return `### ${rule.name}\n\n${plain(rule.description)}\n\n${code}\n\n${lines.map((line) => `- ${line}\n`).join("")}`;
}

function types({ types }: Rule): string {
  return types.length === 0 ? "every type" : types.map((type) => `\`${type}\``).join(", ");
}

function settings({ configSchema }: Rule): string[] {
  const own = Object.entries(configSchema?.properties ?? {}).filter(([name]) => !(name in commonConfig.properties));
  return own.map(
    ([name, schema]) =>
      `**\`${name}\`**: ${plain(schema.description ?? "")}; by default \`${JSON.stringify(schema.default)}\``,
  );
}

function equivalentChecks(of: EquivalentChecks): string[] {
  const named = Object.entries(of).map(([tool, ids]) => `${title(tool)} ${ids.join(", ")}`);
  return named.length === 0 ? [] : [`**equivalent checks**: ${plain(named.join("; "))}`];
}

function title(tool: string): string {
  return Object.entries(titles).find(([name]) => name === tool)?.[1] ?? tool;
}

/** Escapes Markdown: stars and angle brackets are part of these texts. */
function plain(text: string): string {
  return text.replace(/([*_<>|`])/g, "\\$1").replace(/\n/g, " ");
}

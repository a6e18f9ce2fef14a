import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { coverageMatrix } from "./coverage-matrix";
import { policySection } from "./policy-section";
import { type DescribedRule, rulesByArea } from "./policy-table";

// `npm run policies` writes the page that describes every rule, with examples from the tests.

export const policiesPageFile = join(__dirname, "../../docs/policies.md");

export function policiesPage(): string {
  const areas = rulesByArea();
  const sections = [...areas].map(([area, described]) => `## ${area}\n\n${described.map(policySection).join("\n")}`);
  return [introduction([...areas.values()].flat()), coverage(areas), ...sections].join("\n");
}

function introduction(described: readonly DescribedRule[]): string {
  const { length } = described;
  const level = (wanted: string) => described.filter(({ rule }) => rule.enforcementLevel === wanted).length;
  return `# Rules

<!-- Written by \`npm run policies\` from the rules in policy/. -->

The policy pack has ${length} rules: ${level("mandatory")} mandatory, ${level("advisory")} advisory, and ${level("disabled")} disabled ones that are
matters of opinion. Each rule takes settings. \`pulumi preview\` and \`aws-pipelines preview\` read them from the file that
\`--policy-pack-config\` names:

\`\`\`json
{
  "codebuild-timeout-bounded": { "enforcementLevel": "mandatory", "maxMinutes": 60 },
  "iam-no-star-resource": { "failOnUnknown": true },
  "kms-rotation": "remediate",
  "s3-versioning": {
    "exemptions": [
      { "urn": "*::aws:s3/bucket:Bucket::scratch", "reason": "holds nothing of value", "expires": "2027-06-30" }
    ]
  }
}
\`\`\`

Three configurations in \`policy/config\` list the level of every rule. Start with one and change single rules:

| configuration | for | mandatory rules |
| --- | --- | --- |
| \`baseline.json\` | existing projects | rules of critical severity |
| \`recommended.json\` | new projects | as in the sections below |
| \`strict.json\` | production of regulated teams | rules of high or critical severity |

The \`policy/config.json\` of this repository makes the same rules mandatory as \`strict.json\`.

Three settings are common to all rules:

- \`enforcementLevel\` is \`advisory\`, \`mandatory\`, \`disabled\` or \`remediate\`. \`remediate\` changes the resource if the
  section of the rule says how, and is \`mandatory\` otherwise. The name \`"all"\` sets the level of every rule.
- \`failOnUnknown\` makes a violation of each value that a rule cannot judge, because the value is unknown during the
  preview. Without it, an advisory names the value and the way to make it known.
- \`exemptions\` are resources that the rule exempts until a day. \`urn\` is a pattern (\`*\`, \`?\`) that ends in the name of
  the resource. The report lists an exempt finding as an advisory with the reason. After its last day, the exemption ends,
  and the finding says so. An entry needs a resource, a reason and a date.
`;
}

function coverage(areas: ReadonlyMap<string, readonly DescribedRule[]>): string {
  return `## Checks of other tools

The table counts the rules for which each tool has a check. The sections below name these checks. A check of another tool
may judge less: many read one of several forms of a setting, or pass unknown values.

${coverageMatrix(areas)}`;
}

if (require.main === module) {
  writeFileSync(policiesPageFile, policiesPage());
}

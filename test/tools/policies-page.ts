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

${length} rules: ${level("mandatory")} mandatory, ${level("advisory")} advisory, and ${level("disabled")} that are
matters of opinion and disabled until somebody asks for them. \`pulumi preview --policy-pack policy
--policy-pack-config file.json\` gives each of them other settings, and so does \`aws-pipelines preview\`:

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

| configuration | take it for |
| --- | --- |
| \`baseline.json\` | an estate that exists: only critical rules are mandatory |
| \`recommended.json\` | new projects: the levels below |
| \`strict.json\` | production of regulated teams: every rule of high or critical severity is mandatory |

This repository's own \`policy/config.json\` makes mandatory what \`strict.json\` does.

- \`enforcementLevel\`: \`advisory\`, \`mandatory\`, \`disabled\`, or \`remediate\`, which changes what the rule finds
  where its section says how, and is \`mandatory\` for the rest. \`"all"\` in place of a rule's name is all of them.
- \`failOnUnknown\`: whether what a rule cannot judge, because a value is not known during the preview, is a violation.
  Otherwise it is an advisory that names the value and how to make it known.
- \`exemptions\`: resources that the rule lets be until a day. \`urn\` is a pattern (\`*\`, \`?\`) that ends in the resource's
  name. An exempt finding is still listed, as an advisory with the reason. After its last day the rule finds it again and
  says so. An entry without a resource, a reason or a date is refused.
`;
}

function coverage(areas: ReadonlyMap<string, readonly DescribedRule[]>): string {
  return `## Checks of other tools

How many of the rules each tool has any check for, counted from the identifiers in the sections below. A check of
theirs may judge less: many read one way of several to say a thing, or pass what is not known.

${coverageMatrix(areas)}`;
}

if (require.main === module) {
  writeFileSync(policiesPageFile, policiesPage());
}

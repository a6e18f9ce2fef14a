import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { rules } from "../../policy/rules";
import { coverageMatrix } from "./coverage-matrix";
import { policiesPage, policiesPageFile } from "./policies-page";
import { policySection } from "./policy-section";
import { type DescribedRule, rulesByArea } from "./policy-table";

function described(name: string): DescribedRule {
  const all = [...rulesByArea().values()].flat();
  return all.find(({ rule }) => rule.name === name) ?? assert.fail(`${name} is not in the table`);
}

describe("the page of the rules", () => {
  it("says what the rules say today (npm run policies writes it anew)", () => {
    assert.equal(readFileSync(policiesPageFile, "utf8"), policiesPage());
  });

  it("has the section that each rule's link leads to", () => {
    const headings = new Set(policiesPage().split("\n"));
    for (const { name, url } of rules) {
      assert.equal(url, `@platform/aws-pipelines-docs/docs/policies.md#${name}`);
      assert.ok(headings.has(`### ${name}`), name);
    }
  });

  it("shows code that passes and fails, the answer, the settings and the checks of other tools", () => {
    assert.equal(
      policySection(described("codebuild-no-privileged-mode")),
      `### codebuild-no-privileged-mode

CodeBuild projects should run without privileged mode. A privileged build is root on its host; only Docker builds need it.

\`\`\`ts
// Passes:
new aws.codebuild.Project("image", { environment: { privilegedMode: false } });

// Fails:
new aws.codebuild.Project("image", { environment: { privilegedMode: true } });
\`\`\`

- mandatory, high; reads \`aws:codebuild/project:Project\`
- **passes**: environment.privilegedMode not true; or project name in config allowPrivileged
- **fails**: privilegedMode===true
- **when absent**: absent = false = pass
- **message**: environment.privilegedMode should be absent or false, unless allowPrivileged names the project
- **fix**: Remove environment.privilegedMode. For a Docker build, add the project's name to this policy's allowPrivileged.
- **\`remediate\`**: it sets environment.privilegedMode to false, without which no Docker image can be built
- **\`allowPrivileged\`**: Names of the projects that may be privileged; \\* and ? match any characters; by default \`[]\`
- **equivalent checks**: Checkov CKV\\_AWS\\_316; Security Hub CodeBuild.5; AWS Config CODEBUILD\\_PROJECT\\_ENVIRONMENT\\_PRIVILEGED\\_CHECK; OWASP CI/CD SEC-5, SEC-7
- [page of AWS](https://docs.aws.amazon.com/codebuild/latest/userguide/sample-docker.html)
`,
    );
  });

  it("counts the rules that each tool has, and those that none has", () => {
    const some = [described("codebuild-cmk"), described("codepipeline-v2")];
    const [, , area, all, core] = coverageMatrix(new Map([["Both", some]])).split("\n");
    assert.equal(area, "| Both | 2 | 1 | 1 | 1 | 0 | 0 | 0 | 0 | 0 | 0 | 1 |");
    assert.equal(all, area.replace("Both", "**all**"));
    assert.equal(core, area.replace("Both", "**core**"));
  });
});

import { identitiesOf } from "../../iam/identities";
import { identityAndLinkTypes } from "../../iam/identity-links";
import { judgeAlone } from "../../lib/destroy/alone";
import { holdingOf, judgeHoldings, judgeShares, sharingType } from "../../lib/destroy/documents";
import { gatesOf } from "../../lib/destroy/gates";
import { judgeSelfApproval } from "../../lib/destroy/self-approval";
import { judgeTrusts } from "../../lib/destroy/trust";
import type { StackResource } from "../../lib/facts/stack";
import { pipelineType } from "../../lib/pipeline/actions";
import { projectType } from "../../lib/pipeline/build-projects";
import { type Rule, resourceRule, type StackFinding, stackRule } from "../../lib/rule/rule";
import type { RuleText } from "../../lib/rule/text";

const text: RuleText = {
  name: "destroy-start-restricted",
  displayName: "Nobody goes round the approval of what destroys",
  description:
    "Projects that destroy should be started by the role of their pipeline's action alone, and nobody should change them, have their role, or approve for themselves: an approval that can be gone round is none.",
  severity: "critical",
  enforcementLevel: "mandatory",
  remediationSteps:
    "Name in each statement the projects, pipelines and roles that it is for and leave out those that destroy; let only CodeBuild assume the project's role, for that project's aws:SourceArn and aws:SourceAccount.",
  url: "https://docs.aws.amazon.com/codepipeline/latest/userguide/approvals-iam-permissions.html",
  tags: ["codebuild", "codepipeline", "destroy", "iam"],
  equivalentChecks: { owasp: ["SEC-1", "SEC-5"] },
  types: ["aws:iam/policy:Policy", ...identityAndLinkTypes, projectType, pipelineType, sharingType],
};

/**
 * What a document says about names that tell is judged before its resource is created. Who gets it, and what else
 * destroys, is known when all resources are registered.
 */
export const destroyStartRestricted: Rule = {
  ...stackRule({ ...text, judge: nobodyGoesRound }),
  ...resourceRule({ ...text, judge: judgeAlone }),
};

function nobodyGoesRound(resources: readonly StackResource[]): StackFinding[] {
  const gates = gatesOf(resources);
  if (gates.projects.length === 0 && gates.pipelines.length === 0) {
    return [];
  }
  const holdings = identitiesOf(resources).map(holdingOf);
  return withoutWhatIsSaid(resources, [
    ...judgeHoldings(holdings, gates),
    ...judgeSelfApproval(holdings, gates),
    ...judgeTrusts(gates),
    ...judgeShares(resources, gates),
  ]);
}

/** What each resource is told by itself, and what would be said twice, is left out. */
function withoutWhatIsSaid(resources: readonly StackResource[], findings: readonly StackFinding[]): StackFinding[] {
  const key = (urn: string, message: string) => `${urn} ${message}`;
  const urns = new Set(findings.map(({ urn }) => urn));
  const said = resources
    .filter(({ urn }) => urns.has(urn))
    .flatMap((resource) => judgeAlone(resource).map(({ message }) => key(resource.urn, message)));
  const left = new Map(findings.map((each) => [key(each.urn, each.finding.message), each]));
  for (const each of said) {
    left.delete(each);
  }
  return [...left.values()];
}

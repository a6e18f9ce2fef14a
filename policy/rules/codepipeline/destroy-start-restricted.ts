import { judgeAlone } from "../../lib/destroy/alone";
import { holdingOf, judgeHoldings, judgeShares, sharingType } from "../../lib/destroy/documents";
import { gatesOf } from "../../lib/destroy/gates";
import { judgeSelfApproval } from "../../lib/destroy/self-approval";
import { judgeTrusts } from "../../lib/destroy/trust";
import type { StackResource } from "../../lib/facts/stack";
import { identitiesOf } from "../../lib/iam/identities";
import { identityAndLinkTypes } from "../../lib/iam/identity-links";
import { pipelineType } from "../../lib/pipeline/actions";
import { projectType } from "../../lib/pipeline/build-projects";
import { jointRule, resourceRule, type StackFinding, stackRule } from "../../lib/rule/rule";
import type { RuleText } from "../../lib/rule/text";

const text: RuleText = {
  name: "destroy-start-restricted",
  displayName: "Nobody bypasses the destroy approval",
  description:
    "Only the pipeline's action role should start a project that destroys. No other principal should change it, assume its role or approve its own run.",
  severity: "critical",
  enforcementLevel: "mandatory",
  remediationSteps:
    "Name projects, pipelines and roles in each statement, and leave out those that destroy. Let only CodeBuild assume the project's role, with aws:SourceArn of the project and aws:SourceAccount.",
  url: "https://docs.aws.amazon.com/codepipeline/latest/userguide/approvals-iam-permissions.html",
  tags: ["codebuild", "codepipeline", "destroy", "iam"],
  equivalentChecks: { owasp: ["SEC-1", "SEC-5"] },
  types: ["aws:iam/policy:Policy", ...identityAndLinkTypes, projectType, pipelineType, sharingType],
};

/**
 * A document that names destroying things is judged before its resource is created. Its holders, and the other things
 * that destroy, are known when all resources are registered.
 */
export const destroyStartRestricted = jointRule(
  resourceRule({ ...text, judge: judgeAlone }),
  stackRule({ ...text, judge: nobodyGoesRound }),
);

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

/** Drops findings that the resource rule reports already, and repeated findings. */
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

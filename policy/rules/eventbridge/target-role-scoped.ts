import { readDocument } from "../../iam/document";
import type { StackResource } from "../../lib/facts/stack";
import { problemFindings } from "../../lib/iam/documents";
import { type HeldDocument, identitiesOf } from "../../lib/iam/identities";
import { identityAndLinkTypes } from "../../lib/iam/identity-links";
import { judgeStart } from "../../lib/pipeline/start";
import { isRoleOf, type PipelineTarget, pipelineTargets, pipelineTargetTypes } from "../../lib/pipeline/targets";
import { type StackFinding, stackRule } from "../../lib/rule/rule";

export const eventsTargetRoleScoped = stackRule({
  name: "events-target-role-scoped",
  displayName: "EventBridge only starts the pipeline",
  description:
    "The role with which EventBridge starts a pipeline should allow nothing else. Everybody who can change the rule uses this role.",
  severity: "medium",
  enforcementLevel: "advisory",
  remediationSteps:
    "Give the role one statement: Allow codepipeline:StartPipelineExecution on the ARN of the target's pipeline.",
  url: "https://docs.aws.amazon.com/codepipeline/latest/userguide/pipelines-trigger-source-repo-changes-console.html",
  tags: ["events", "least-privilege"],
  equivalentChecks: { owasp: ["SEC-5"] },
  types: ["aws:iam/policy:Policy", ...identityAndLinkTypes, ...pipelineTargetTypes],
  judge: startsPipelinesOnly,
});

function startsPipelinesOnly(resources: readonly StackResource[]): StackFinding[] {
  const targets = pipelineTargets(resources);
  const identities = targets.length === 0 ? [] : identitiesOf(resources);
  return targets.flatMap((target) =>
    identities
      .filter((identity) => isRoleOf(target, identity))
      .flatMap(({ documents }) => documents.flatMap((held) => judgeDocument(held, target))),
  );
}

function judgeDocument({ owner: { urn }, document }: HeldDocument, target: PipelineTarget): StackFinding[] {
  const read = readDocument(document);
  const allows = read.statements.filter(({ effect }) => effect === "Allow");
  const all = [...problemFindings(read), ...allows.flatMap((statement) => judgeStart(statement, target))];
  return all.map((finding) => ({ urn, finding }));
}

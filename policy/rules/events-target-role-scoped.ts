import { type Finding, unknownAt, violation } from "../lib/finding";
import { readDocument, type Statement } from "../lib/iam-document";
import { type HeldDocument, identitiesOf } from "../lib/identities";
import { identityAndLinkTypes } from "../lib/identity-links";
import {
  isItsPipeline,
  isRoleOf,
  type PipelineTarget,
  pipelineTargets,
  pipelineTargetTypes,
} from "../lib/pipeline-targets";
import { type StackFinding, stackRule } from "../lib/rule";
import type { StackResource } from "../lib/stack";
import { textOf, unknownValue } from "../lib/value";

export const eventsTargetRoleScoped = stackRule({
  name: "events-target-role-scoped",
  displayName: "EventBridge starts the pipeline and does nothing else",
  description:
    "The role with which EventBridge starts a pipeline should allow that alone: whoever changes the rule uses the role.",
  severity: "medium",
  enforcementLevel: "advisory",
  remediationSteps:
    "Give the role one statement: Allow codepipeline:StartPipelineExecution on the ARN of the pipeline that the target names.",
  url: "https://docs.aws.amazon.com/codepipeline/latest/userguide/pipelines-trigger-source-repo-changes-console.html",
  tags: ["events", "least-privilege"],
  peers: { owasp: ["SEC-5"] },
  types: ["aws:iam/policy:Policy", ...identityAndLinkTypes, ...pipelineTargetTypes],
  judge: startsPipelinesOnly,
});

function startsPipelinesOnly(resources: readonly StackResource[]): StackFinding[] {
  const identities = identitiesOf(resources);
  return pipelineTargets(resources).flatMap((target) =>
    identities
      .filter((identity) => isRoleOf(target, identity))
      .flatMap(({ documents }) => documents.flatMap((held) => judgeDocument(held, target))),
  );
}

function judgeDocument({ owner: { urn }, document }: HeldDocument, target: PipelineTarget): StackFinding[] {
  const { statements, findings } = readDocument(document);
  const allows = statements.filter(({ effect }) => effect === "Allow");
  const all = [...findings, ...allows.flatMap((statement) => judgeStatement(statement, target))];
  return all.map((finding) => ({ urn, finding }));
}

function judgeStatement(
  { actions, notActions, resources, notResources }: Statement,
  target: PipelineTarget,
): Finding[] {
  const others = [...notActions, ...actions.filter(({ value }) => !isStart(textOf(value)))];
  const elsewhere = [
    ...notResources.map((place) => ({ ...place, verdict: false as const })),
    ...resources.map((place) => ({ ...place, verdict: isItsPipeline(target, place.value) })),
  ];
  return [
    ...others.map(({ path, value }) =>
      value === unknownValue ? unknownAt(path) : violation(path, "should be codepipeline:StartPipelineExecution"),
    ),
    ...elsewhere
      .filter(({ verdict }) => verdict !== true)
      .map(({ path, verdict }) =>
        verdict === unknownValue
          ? unknownAt(path)
          : violation(path, "should be the ARN of the pipeline that is started"),
      ),
  ];
}

function isStart(action: string): boolean {
  return action.toLowerCase() === "codepipeline:startpipelineexecution";
}

import { certainActions, grantsOf, type Question } from "../../iam/evaluate";
import { isSet, textOf } from "../../iam/value";
import { violation } from "../facts/finding";
import type { StackFinding } from "../rule/rule";
import type { Holding } from "./documents";
import type { DestroyPipeline, Gates } from "./gates";

/** Actions that start a pipeline, or resume a stopped execution. */
export const startingActions = [
  "codepipeline:StartPipelineExecution",
  "codepipeline:RetryStageExecution",
  "codepipeline:OverrideStageCondition",
  "codepipeline:EnableStageTransition",
  "codepipeline:PutActionRevision",
  "codepipeline:UpdatePipeline",
  "codepipeline:RollbackStage",
];

/** Actions that change the source of a pipeline. */
const sourceActions = [
  "codecommit:CreateCommit",
  "codecommit:DeleteFile",
  "codecommit:GitPush",
  "codecommit:MergeBranchesByFastForward",
  "codecommit:MergeBranchesBySquash",
  "codecommit:MergeBranchesByThreeWay",
  "codecommit:MergePullRequestByFastForward",
  "codecommit:MergePullRequestBySquash",
  "codecommit:MergePullRequestByThreeWay",
  "codecommit:PutFile",
  "s3:PutObject",
];

const approvalActions = ["codepipeline:PutApprovalResult"];

export function refusesSelfApproval(actions: string): string {
  return `should not allow codepipeline:PutApprovalResult for what destroys to who also has ${actions}: nobody approves for themselves`;
}

/** Judges the approvers of a destroying pipeline: they must not start it, change it or change its source. */
export function judgeSelfApproval(holdings: readonly Holding[], { pipelines }: Gates): StackFinding[] {
  return pipelines.flatMap((pipeline) => {
    const approvers = holdings.filter((holding) => approves(holding, pipeline).length > 0);
    const others = approvers.length === 0 ? [] : holdings;
    return others.flatMap((holding) => {
      const begun = allowed(holding, beginnings(pipeline));
      const approvals = begun.length === 0 ? [] : [...approves(holding, pipeline), ...becomes(holding, approvers)];
      const finding = (path: string) =>
        violation(path, refusesSelfApproval(begun.flatMap((it) => it.actions).join(", ")));
      return approvals.map(({ urn, path }) => ({ urn, finding: finding(path) }));
    });
  });
}

function approves(holding: Holding, { approvals }: DestroyPipeline): Allowed[] {
  return allowed(holding, [{ actions: approvalActions, targets: approvals }]);
}

/** An identity that can assume the role of an approver can approve. */
function becomes(holding: Holding, approvers: readonly Holding[]): Allowed[] {
  const others = approvers.filter(({ identity }) => identity !== holding.identity && identity.kind === "role");
  const names = others.map(({ identity: { name } }) => textOf(name)).filter(isSet);
  const targets = names.flatMap((name) => [`arn:*:iam::*:role/${name}`, `arn:*:iam::*:role/*/${name}`]);
  return allowed(holding, [{ actions: ["sts:AssumeRole"], targets }]);
}

function beginnings({ arns, sources }: DestroyPipeline): Question[] {
  return [
    { actions: startingActions, targets: arns.flatMap((arn) => [arn, `${arn}/*`]) },
    { actions: sourceActions, targets: sources },
  ];
}

interface Allowed {
  readonly urn: string;
  readonly path: string;
  readonly actions: readonly string[];
}

function allowed({ owners }: Holding, questions: readonly Question[]): Allowed[] {
  const held = [...owners.keys()];
  const grants = questions.map((question) => grantsOf(held, question));
  return [...owners].flatMap(([statement, urn]) =>
    grants
      .map((found) => ({ urn, path: statement.path, actions: certainActions(found, statement) }))
      .filter(({ actions }) => actions.length > 0),
  );
}

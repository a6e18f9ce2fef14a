import { readDocument, type Statement } from "../../iam/document";
import { certainActions, grantsOf, type Question } from "../../iam/evaluate";
import { hasWildcard } from "../../iam/glob";
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

const becomingActions = ["sts:AssumeRole", "iam:UpdateAssumeRolePolicy"];

const approvalActions = ["codepipeline:PutApprovalResult"];

export function refusesSelfApproval(actions: string): string {
  return `should not allow codepipeline:PutApprovalResult for what destroys to who also has ${actions}: nobody approves for themselves`;
}

export function refusesApprover(actions: string): string {
  return `should not allow ${actions} on the role of an approver to a role that a service assumes: only people approve`;
}

/** Judges the approvers of a destroying pipeline: they must not start it, change it or change its source. */
export function judgeSelfApproval(holdings: readonly Holding[], { pipelines }: Gates): StackFinding[] {
  const services = holdings.filter(isForService).map(namedInFull);
  return pipelines.flatMap((pipeline) => {
    const approvers = holdings.filter((holding) => approves(holding, pipeline).length > 0);
    const others = approvers.length === 0 ? [] : holdings;
    const taken = (approvers.length === 0 ? [] : services)
      .flatMap((holding) => becomes(holding, approvers))
      .map(({ urn, path, actions }) => ({ urn, finding: violation(path, refusesApprover(actions.join(", "))) }));
    const approved = others.flatMap((holding) => {
      const begun = allowed(holding, beginnings(pipeline));
      const approvals = begun.length === 0 ? [] : [...approves(holding, pipeline), ...becomes(holding, approvers)];
      const finding = (path: string) =>
        violation(path, refusesSelfApproval(begun.flatMap((it) => it.actions).join(", ")));
      return approvals.map(({ urn, path }) => ({ urn, finding: finding(path) }));
    });
    return [...taken, ...approved];
  });
}

function approves(holding: Holding, { approvals }: DestroyPipeline): Allowed[] {
  return allowed(holding, [{ actions: approvalActions, targets: approvals }]);
}

/** Leaves out grants by a wildcard, which `iam-no-gate-reach` judges. */
function namedInFull({ owners, ...holding }: Holding): Holding {
  const isPlain = ({ resources, notResources }: Statement) =>
    notResources.length === 0 && resources.every(({ value }) => !hasWildcard(textOf(value)));
  const plain = new Map([...owners].filter(([statement]) => isPlain(statement)));
  return { ...holding, owners: plain, statements: [...plain.keys()] };
}

/** Whether a service such as CodeBuild assumes the role: what it runs is no person. */
function isForService({ identity: { resource } }: Holding): boolean {
  const { statements } = readDocument({ path: "assumeRolePolicy", value: resource?.props.assumeRolePolicy });
  return statements.some(({ principals }) => principals.some(({ type }) => type === "Service"));
}

/** An identity that can assume the role of an approver can approve, and so can one that lets itself assume it. */
function becomes(holding: Holding, approvers: readonly Holding[]): Allowed[] {
  const others = approvers.filter(({ identity }) => identity !== holding.identity && identity.kind === "role");
  const names = others.map(({ identity: { name } }) => textOf(name)).filter(isSet);
  const targets = names.flatMap((name) => [`arn:*:iam::*:role/${name}`, `arn:*:iam::*:role/*/${name}`]);
  return allowed(holding, [{ actions: becomingActions, targets }]);
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

function allowed({ owners, statements }: Holding, questions: readonly Question[]): Allowed[] {
  const grants = questions.map((question) => grantsOf(statements, question)).filter((found) => found.length > 0);
  return (grants.length === 0 ? [] : [...owners]).flatMap(([statement, urn]) =>
    grants
      .map((found) => ({ urn, path: statement.path, actions: certainActions(found, statement) }))
      .filter(({ actions }) => actions.length > 0),
  );
}

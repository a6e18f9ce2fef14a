import { allowsOf, readDocument, type Statement } from "../../iam/document";
import { certainActions, grantsOf } from "../../iam/evaluate";
import { textOf } from "../../iam/value";
import { type Finding, violation } from "../facts/finding";
import { identityDocumentsOf, trustDocumentsOf } from "../iam/documents";
import type { JudgedResource } from "../rule/rule";
import { saysItDestroys } from "./names";
import { mayRunPipelines } from "./pipeline-roles";
import { changeActions, detourActions, refusesChange, refusesDetour, refusesStart, startActions } from "./restrictions";
import { refusesSelfApproval, startingActions } from "./self-approval";
import { trustsBuilds } from "./trust";

type Owner = Pick<JudgedResource, "type" | "props">;

/**
 * Judges a resource by itself, before Pulumi creates it: the permissions of its documents on projects and pipelines
 * whose names say that they destroy. Other destroying projects are known only with the whole stack.
 */
export function judgeAlone(owner: Owner): Finding[] {
  const statements = identityDocumentsOf(owner).flatMap((document) => readDocument(document).statements);
  return [...statements.flatMap((statement) => judgeStatement(statement, statements, owner)), ...judgeTrust(owner)];
}

function judgeStatement(statement: Statement, held: readonly Statement[], owner: Owner): Finding[] {
  const projects = named(statement, isProject);
  const pipelines = named(statement, isPipeline);
  if (statement.effect !== "Allow" || (projects.length === 0 && pipelines.length === 0)) {
    return [];
  }
  const allowed = (actions: readonly string[], targets: readonly string[]) =>
    certainActions(grantsOf(held, { actions, targets }), statement).join(", ");
  const [starts, changes] = [allowed(startActions, projects), allowed(changeActions, projects)];
  const detours = allowed(detourActions, pipelines);
  const approves = allowed(["codepipeline:PutApprovalResult"], pipelines) !== "";
  const begins = approves ? beginnings(held, pipelines) : "";
  return [
    ...(starts === "" || mayRunPipelines(owner) ? [] : [refusesStart(starts)]),
    ...(changes === "" ? [] : [refusesChange(changes)]),
    ...(detours === "" ? [] : [refusesDetour(detours)]),
    ...(begins === "" ? [] : [refusesSelfApproval(begins)]),
  ].map((desired) => violation(statement.path, desired));
}

/** Actions that start the pipeline of an approval. The ARNs of stages and approvals begin with the pipeline's name. */
function beginnings(held: readonly Statement[], pipelines: readonly string[]): string {
  const arns = pipelines.map((arn) => arn.split("/")[0] ?? arn);
  const question = { actions: startingActions, targets: arns.flatMap((arn) => [arn, `${arn}/*`]) };
  return certainActions(grantsOf(held, question)).join(", ");
}

/** Only the builds of a destroying project may assume the role that trusts them. */
function judgeTrust(owner: Owner): Finding[] {
  const statements = trustDocumentsOf(owner).flatMap(allowsOf);
  const sources = statements.flatMap(({ conditions }) =>
    conditions.filter(({ key }) => key === "aws:sourcearn").flatMap(({ values }) => values.map(textOf)),
  );
  const arns = sources.filter(isProject);
  return arns.length === 0 ? [] : statements.flatMap(trustsBuilds([{ arns }]));
}

function named({ resources }: Statement, isMeant: (arn: string) => boolean): string[] {
  return resources.map(({ value }) => textOf(value)).filter(isMeant);
}

function isProject(arn: string): boolean {
  const name = /^arn:[^:]*:codebuild:[^:]*:[^:]*:project\/(.+)$/.exec(arn)?.[1];
  return name !== undefined && saysItDestroys(name);
}

function isPipeline(arn: string): boolean {
  const name = /^arn:[^:]*:codepipeline:[^:]*:[^:]*:([^/:]+)/.exec(arn)?.[1];
  return name !== undefined && saysItDestroys(name);
}

import { readDocument } from "../../iam/document";
import { identityDocumentsOf, trustDocumentsOf } from "../../iam/policy-documents";
import type { Statement } from "../../iam/statement";
import { ask } from "../../iam/statement-reach";
import { type Finding, violation } from "../facts/finding";
import { textOf } from "../facts/value";
import type { JudgedResource } from "../rule/rule";
import { saysItDestroys } from "./names";
import { mayRunPipelines } from "./pipeline-roles";
import { changeActions, detourActions, refusesChange, refusesDetour, refusesStart, startActions } from "./restrictions";
import { refusesSelfApproval, startingActions } from "./self-approval";
import { trustsBuilds } from "./trust";

type Owner = Pick<JudgedResource, "type" | "props">;

/**
 * Judges a resource by itself, before it is created: what its documents say about projects and pipelines whose names
 * say that they destroy. Whoever else destroys is known only when the whole stack is.
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
    ask(statement, { actions, targets }, held).actions.join(", ");
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

/** What starts the pipeline of an approval: its own name comes first in the ARNs of its stages and approvals. */
function beginnings(held: readonly Statement[], pipelines: readonly string[]): string {
  const arns = pipelines.map((arn) => arn.split("/")[0] ?? arn);
  const question = { actions: startingActions, targets: arns.flatMap((arn) => [arn, `${arn}/*`]) };
  return held.flatMap((statement) => ask(statement, question, held).actions).join(", ");
}

/** A role that is for the builds of a project whose name says that it destroys is for nobody else. */
function judgeTrust(owner: Owner): Finding[] {
  const statements = trustDocumentsOf(owner)
    .flatMap((document) => readDocument(document).statements)
    .filter(({ effect }) => effect === "Allow");
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

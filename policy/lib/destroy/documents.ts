import { readDocument } from "../../iam/document";
import type { Identity } from "../../iam/identities";
import type { Statement } from "../../iam/statement";
import { ask, mayCover } from "../../iam/statement-reach";
import { type Finding, unknownAt, violation } from "../facts/finding";
import type { StackResource } from "../facts/stack";
import type { StackFinding } from "../rule/rule";
import type { Gates } from "./gates";
import {
  changeActions,
  pipelineRestrictions,
  projectRestrictions,
  type Restriction,
  refusesStart,
  startActions,
} from "./restrictions";

/** The type token of the policy by which a project is shared. */
export const sharingType = "aws:codebuild/resourcePolicy:ResourcePolicy";

/** An identity, and each of its statements with the resource that brings it. */
export interface Holding {
  readonly identity: Identity;
  readonly statements: readonly { readonly urn: string; readonly statement: Statement }[];
  /** What of its documents cannot be read, or is not known. */
  readonly unreadable: readonly StackFinding[];
}

/** Reads all documents of an identity. */
export function holdingOf(identity: Identity): Holding {
  const read = identity.documents.map(({ owner: { urn }, document }) => ({ urn, ...readDocument(document) }));
  return {
    identity,
    statements: read.flatMap(({ urn, statements }) => statements.map((statement) => ({ urn, statement }))),
    unreadable: read.flatMap(({ urn, findings }) =>
      findings.filter(({ kind }) => kind === "unjudged").map((finding) => ({ urn, finding })),
    ),
  };
}

/** Judges what identities are allowed to do with what destroys. */
export function judgeHoldings(holdings: readonly Holding[], { projects, pipelines }: Gates): StackFinding[] {
  const restrictions = [...projects.flatMap(projectRestrictions), ...pipelines.flatMap(pipelineRestrictions)];
  const actions = [...new Set(restrictions.flatMap((restriction) => restriction.actions))];
  return holdings.flatMap((holding) => [...holding.unreadable, ...judgeHolding(holding, restrictions, actions)]);
}

function judgeHolding(
  { identity, statements }: Holding,
  restrictions: readonly Restriction[],
  actions: readonly string[],
): StackFinding[] {
  const held = statements.map(({ statement }) => statement);
  const concerned = statements.filter(({ statement }) => mayCover(statement, actions));
  return concerned.flatMap(({ urn, statement }) =>
    restrictions
      .flatMap((restriction) => judgeStatement(statement, restriction, held, identity))
      .map((finding) => ({ urn, finding })),
  );
}

function judgeStatement(
  statement: Statement,
  restriction: Restriction,
  held: readonly Statement[],
  identity: Identity,
): Finding[] {
  const { actions, hidden } = ask(statement, restriction, held);
  if ((actions.length === 0 && hidden === undefined) || restriction.free(identity)) {
    return [];
  }
  return hidden === undefined
    ? [violation(statement.path, restriction.desired(actions.join(", ")))]
    : [unknownAt(hidden)];
}

/** Judges what the policies of projects let others do with those that destroy. */
export function judgeShares(resources: readonly StackResource[], { projects }: Gates): StackFinding[] {
  const question = { actions: [...startActions, ...changeActions], targets: projects.flatMap(({ arns }) => arns) };
  return resources
    .filter(({ type }) => type === sharingType)
    .flatMap(({ urn, props }) => {
      const { statements } = readDocument({ path: "policy", value: props.policy });
      const found = statements.map((statement) => ({ path: statement.path, ...ask(statement, question, statements) }));
      return found
        .filter(({ actions }) => actions.length > 0)
        .map(({ path, actions }) => ({ urn, finding: violation(path, refusesStart(actions.join(", "))) }));
    });
}

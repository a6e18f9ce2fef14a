import { readDocument, type Statement } from "../../iam/document";
import { certainActions, type Grant, grantsOf } from "../../iam/evaluate";
import { type Finding, unknownAt, violation } from "../facts/finding";
import type { StackResource } from "../facts/stack";
import { problemFindings } from "../iam/documents";
import type { Identity } from "../iam/identities";
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

/** Type token of the policy that shares a project. */
export const sharingType = "aws:codebuild/resourcePolicy:ResourcePolicy";

/** An identity, and the URN of the resource that brings each of its statements. */
export interface Holding {
  readonly identity: Identity;
  readonly owners: ReadonlyMap<Statement, string>;
  /** All statements, as one list for all questions: what covers an action is found once for each list. */
  readonly statements: readonly Statement[];
  /** Documents, and parts of documents, that are unknown. */
  readonly unreadable: readonly StackFinding[];
}

/** Reads all documents of an identity. */
export function holdingOf(identity: Identity): Holding {
  const read = identity.documents.map(({ owner: { urn }, document }) => ({ urn, document: readDocument(document) }));
  const owners = new Map(read.flatMap(({ urn, document }) => document.statements.map((statement) => [statement, urn])));
  return {
    identity,
    owners,
    statements: [...owners.keys()],
    unreadable: read.flatMap(({ urn, document }) =>
      problemFindings(document)
        .filter(({ kind }) => kind === "unjudged")
        .map((finding) => ({ urn, finding })),
    ),
  };
}

/** Judges the permissions of identities on projects, pipelines and roles that destroy. */
export function judgeHoldings(holdings: readonly Holding[], { projects, pipelines }: Gates): StackFinding[] {
  const restrictions = [...projects.flatMap(projectRestrictions), ...pipelines.flatMap(pipelineRestrictions)];
  return holdings.flatMap((holding) => [...holding.unreadable, ...judgeHolding(holding, restrictions)]);
}

function judgeHolding({ identity, owners, statements }: Holding, restrictions: readonly Restriction[]): StackFinding[] {
  const broken = restrictions
    .map((restriction) => ({ restriction, grants: grantsOf(statements, restriction) }))
    .filter(({ restriction, grants }) => grants.length > 0 && !restriction.free(identity));
  return (broken.length === 0 ? [] : [...owners]).flatMap(([statement, urn]) =>
    broken
      .map(({ restriction, grants }) => ({ restriction, own: grants.filter((grant) => grant.statement === statement) }))
      .filter(({ own }) => own.length > 0)
      .map(({ restriction, own }) => ({ urn, finding: judgeGrants(statement, own, restriction) })),
  );
}

function judgeGrants(statement: Statement, grants: readonly Grant[], restriction: Restriction): Finding {
  const certain = certainActions(grants);
  const hidden = grants.find((grant) => grant.hidden !== undefined)?.hidden;
  return certain.length > 0 || hidden === undefined
    ? violation(statement.path, restriction.desired(certain.join(", ")))
    : unknownAt(hidden);
}

/** Judges the policies that share projects which destroy. */
export function judgeShares(resources: readonly StackResource[], { projects }: Gates): StackFinding[] {
  const question = { actions: [...startActions, ...changeActions], targets: projects.flatMap(({ arns }) => arns) };
  return resources
    .filter(({ type }) => type === sharingType)
    .flatMap(({ urn, props }) => {
      const { statements } = readDocument({ path: "policy", value: props.policy });
      const grants = grantsOf(statements, question);
      return statements
        .map((statement) => ({ path: statement.path, actions: certainActions(grants, statement) }))
        .filter(({ actions }) => actions.length > 0)
        .map(({ path, actions }) => ({ urn, finding: violation(path, refusesStart(actions.join(", "))) }));
    });
}

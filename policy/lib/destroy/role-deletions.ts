import { allowsOf, readDocument, type Statement } from "../../iam/document";
import { grantsOf } from "../../iam/evaluate";
import { isWholeAccount, serviceName } from "../../iam/principals";
import { at, textOf, unknownValue, type Value } from "../../iam/value";
import type { StackResource } from "../facts/stack";
import { trustDocumentsOf } from "../iam/documents";
import { type Identity, identitiesOf } from "../iam/identities";
import { type FindRoles, isAmong, type NamedRoles, roleFinder } from "../iam/roles";
import { deletionsIn } from "./stateful-deletions";

/** The roles of a stack, and what they may delete. */
export interface Roles {
  /**
   * Stateful deletions of the roles that a property names. Their own documents count, and those of the roles of the stack
   * that they may assume or pass to CloudFormation. `undefined` for roles outside the stack.
   */
  readonly deletions: (user: StackResource, property: string, value?: Value) => readonly string[] | undefined;
}

/** Reads the documents of the roles when the first one is asked for. */
export function rolesOf(resources: readonly StackResource[]): Roles {
  let index: { readonly findRoles: FindRoles; readonly identities: readonly Identity[] } | undefined;
  const read = new Map<Identity, readonly string[]>();
  const deletionsOf = (identity: Identity, others: readonly Identity[]): readonly string[] => {
    const known = read.get(identity);
    if (known !== undefined) {
      return known;
    }
    // Two roles may assume each other.
    read.set(identity, []);
    const statements = identity.documents.flatMap(({ document }) => readDocument(document).statements);
    const isHolder = grantsOf(statements, { actions: ["sts:AssumeRole", "iam:PassRole"] }).length > 0;
    const further = isHolder ? others.filter((other) => hands(statements, identity, other)) : [];
    const actions = [...deletionsIn(statements).actions, ...further.flatMap((other) => deletionsOf(other, others))];
    read.set(identity, actions);
    return actions;
  };
  return {
    deletions(user, property, value = at(user.props, property)) {
      index ??= { findRoles: roleFinder(resources), identities: identitiesOf(resources, { administrators: true }) };
      const { findRoles, identities } = index;
      const named: NamedRoles = findRoles(user, property, value);
      const held = identities.filter((identity) => isAmong(identity, named));
      return held.length === 0 && named.resources.length === 0
        ? undefined
        : [...new Set(held.flatMap((identity) => deletionsOf(identity, identities)))];
    },
  };
}

/** Whether the holder of statements may act as another role: by assuming it, or by a stack of CloudFormation. */
function hands(statements: readonly Statement[], { name }: Identity, other: Identity): boolean {
  const { resource } = other;
  if (resource === undefined || other.kind !== "role" || textOf(other.name) === "" || other.name === name) {
    return false;
  }
  const trusted = trustDocumentsOf(resource)
    .flatMap(allowsOf)
    .flatMap(({ principals }) => principals);
  const targets = [`arn:*:iam::*:role${textOf(resource.props.path) || "/"}${textOf(other.name)}`];
  const may = (actions: readonly string[], context = {}) =>
    grantsOf(statements, { actions, targets, context }).length > 0;
  const trustsHolder = trusted.some(({ value }) => isNamed(value, textOf(name)) || isWholeAccount(textOf(value)));
  const trustsStacks = trusted.some(({ value }) => serviceName(textOf(value)) === "cloudformation");
  return (
    (trustsHolder && may(["sts:AssumeRole"])) ||
    (trustsStacks &&
      may(["iam:PassRole"], { "iam:PassedToService": "cloudformation.amazonaws.com" }) &&
      grantsOf(statements, { actions: ["cloudformation:CreateStack", "cloudformation:UpdateStack"] }).length > 0)
  );
}

function isNamed(principal: Value, name: string): boolean {
  return name !== "" && principal !== unknownValue && textOf(principal).endsWith(`/${name}`);
}

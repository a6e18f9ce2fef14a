import { readDocument } from "../../iam/document";
import { at, type Value } from "../../iam/value";
import type { StackResource } from "../facts/stack";
import { type Identity, identitiesOf } from "../iam/identities";
import { type FindRoles, isAmong, type NamedRoles, roleFinder } from "../iam/roles";
import { deletionsIn } from "./stateful-deletions";

/** The roles of a stack, and what they may delete. */
export interface Roles {
  /** Stateful deletions of the roles that a property names; `undefined` for roles outside the stack. */
  readonly deletions: (user: StackResource, property: string, value?: Value) => readonly string[] | undefined;
}

/** Reads the documents of the roles when the first one is asked for. */
export function rolesOf(resources: readonly StackResource[]): Roles {
  let index: { readonly findRoles: FindRoles; readonly identities: readonly Identity[] } | undefined;
  const read = new Map<Identity, readonly string[]>();
  const deletionsOf = (identity: Identity) => {
    const known = read.get(identity);
    const statements = () => identity.documents.flatMap(({ document }) => readDocument(document).statements);
    const actions = known ?? deletionsIn(statements()).actions;
    read.set(identity, actions);
    return actions;
  };
  return {
    deletions(user, property, value = at(user.props, property)) {
      index ??= { findRoles: roleFinder(resources), identities: identitiesOf(resources, { administrators: true }) };
      const named: NamedRoles = index.findRoles(user, property, value);
      const held = index.identities.filter((identity) => isAmong(identity, named));
      return held.length === 0 && named.resources.length === 0 ? undefined : [...new Set(held.flatMap(deletionsOf))];
    },
  };
}

/** Type token of the resource that stands for the whole stack. */
export const STACK_TYPE = "pulumi:pulumi:Stack";

/** The parts of a URN: `urn:pulumi:<stack>::<project>::<qualified type>::<name>`. */
export interface UrnParts {
  readonly stack: string;
  readonly project: string;
  /** Types of the parents and of the resource itself, joined by `$`. */
  readonly qualifiedType: string;
  /** Type of the resource itself. */
  readonly type: string;
  readonly name: string;
}

/** Takes a URN apart. A name may contain `::`. */
export function parseUrn(urn: string): UrnParts {
  const [head = "", project = "", qualifiedType = "", ...name] = urn.split("::");
  return {
    stack: head.slice("urn:pulumi:".length),
    project,
    qualifiedType,
    type: qualifiedType.slice(qualifiedType.lastIndexOf("$") + 1),
    name: name.join("::"),
  };
}

/** Composes the URN of a resource below a parent; the stack's own type is no part of its children's. */
export function makeUrn(stack: string, project: string, parent: string, type: string, name: string): string {
  const parentType = parent === "" ? "" : parseUrn(parent).qualifiedType;
  const qualifiedType = parentType === "" || parentType === STACK_TYPE ? type : `${parentType}$${type}`;
  return `urn:pulumi:${stack}::${project}::${qualifiedType}::${name}`;
}

/** The package of a type or function token: the part before the first colon. */
export function packageOf(token: string): string {
  return token.slice(0, Math.max(0, token.indexOf(":")));
}

import { at, isList, itemsOf, type Value } from "./value";

/** A value and where it stands. */
export interface Located {
  readonly path: string;
  readonly value: Value;
}

/** The elements of a list with their places, as in `stages[0]`; a value that is no list stands at the path itself. */
export function locatedItems(path: string, value: Value): Located[] {
  return isList(value)
    ? value.map((item, index) => ({ path: `${path}[${index}]`, value: item }))
    : itemsOf(value).map((item) => ({ path, value: item }));
}

/** The values at the end of a path on which every step may be a list; where a step is not known, the unknown. */
export function everyAt(start: Located, ...steps: readonly string[]): Located[] {
  return steps.reduce<Located[]>((found, step) => found.flatMap((owner) => childrenOf(owner, step)), [start]);
}

function childrenOf({ path, value }: Located, step: string): Located[] {
  return locatedItems(path, value)
    .map((owner): Located => ({ path: `${owner.path}.${step}`, value: at(owner.value, step) }))
    .filter((child) => child.value !== undefined);
}

import type { Changes } from "../../../support/cases";
import type { ProgramResource } from "../program/resource";

/** One change to the passing program, and what notices it. */
export interface Break {
  /** The resource that changes, as `aws:kms/key:Key artifacts`. */
  readonly on?: string;
  readonly changes?: Changes;
  /** A resource that goes. */
  readonly without?: string;
  /** A resource that comes. */
  readonly with?: ProgramResource;
  /** Whether the resource option `protect` goes. */
  readonly unprotected?: boolean;
  /** Other rules that the same mistake breaks by its nature, each with the reason. */
  readonly also?: Readonly<Record<string, string>>;
}

/** By rule. */
export type Breaks = Readonly<Record<string, Break>>;

/** Changes to one resource, given the end of its type token and its name. */
export function on(key: string, changes: Changes, also?: Break["also"]): Break {
  return { on: `aws:${key}`, changes, ...(also === undefined ? {} : { also }) };
}

export function without(key: string): Break {
  return { without: `aws:${key}` };
}

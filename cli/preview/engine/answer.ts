import type { PropertyMap } from "../base/property-value";
import type { Resource } from "./resource";

/** A function of a provider that the program calls. */
export interface Question {
  readonly token: string;
  readonly args: PropertyMap;
  /** The provider that would answer it online. */
  readonly provider: Resource | undefined;
}

/** Answers a function call without its provider. */
export type Answer = (question: Question) => PropertyMap;

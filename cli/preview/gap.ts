/** A part of the program that only the real engine knows: resources that this preview does not show. */
export interface Gap {
  readonly kind: "component" | "callback" | "list" | "type" | "environment";
  /** Description for the user: a resource, a place in the code, a function's result, a type or an environment. */
  readonly what: string;
  /** Resource that would make the missing ones. */
  readonly urn?: string;
}

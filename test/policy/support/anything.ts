import fc from "fast-check";
import { unknownFlag, unknownList, unknownObject, unknownText } from "./judging";

/** Values that no provider sends, and the values that an engine sends for unknown ones. */
export const anyValue = fc.oneof(
  fc.jsonValue({ maxDepth: 3 }),
  fc.constantFrom(unknownText, unknownFlag, unknownList, unknownObject, undefined, null, "", "*", "{", "[]", "null"),
  fc.constantFrom(
    { toString: 1 },
    { __proto__: null },
    { Statement: [[], null, "x"] },
    { Statement: { Effect: "Allow", Action: {}, Resource: [[]] } },
    '{"Statement":{"Effect":"Allow","Action":[["*"]],"Principal":{"AWS":[null,{}]},"Condition":[1]}}',
    [{ name: 1, value: [], type: {} }],
  ),
);

/** Every path into a resource's properties. */
export function paths(value: unknown, path = ""): string[] {
  if (typeof value !== "object" || value === null) {
    return [];
  }
  return Object.entries(value).flatMap(([name, inner]) => {
    const step = path === "" ? name : `${path}.${name}`;
    return [step, ...paths(inner, step)];
  });
}

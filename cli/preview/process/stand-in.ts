import { placeholder } from "../base/placeholder";
import type { MemberType } from "../invokes/result-shape";

// The SDK takes an object with this member for an unknown value.
const UNKNOWN_MARK = "__pulumiUnknown";
const METHODS: ReadonlySet<string> = new Set(
  [Array.prototype, String.prototype, Number.prototype].flatMap((prototype) => Object.getOwnPropertyNames(prototype)),
);
// Members that a program reads only to go through a list.
const LIST_READERS: ReadonlySet<PropertyKey> = new Set<PropertyKey>([
  Symbol.iterator,
  ...["length", "forEach", "map", "flatMap", "filter", "slice", "reduce", "entries", "keys", "values", "every", "some"],
]);

/**
 * Makes the value that a program receives when it awaits an unknown value. Text is a placeholder and a number is `NaN`.
 * A list of unknown length has one unknown element. Any other value is an object with only unknown members.
 *
 * @param onList - is called when the program goes through an unknown list
 */
export function standIn(type: MemberType, onList: () => void): unknown {
  switch (type) {
    case "text":
      return placeholder("plain");
    case "number":
      return Number.NaN;
    case "texts":
      return unknownList(placeholder("plain"), onList);
    case "list":
      return unknownList(unknownObject(onList), onList);
    default:
      return unknownObject(onList);
  }
}

function unknownList(element: unknown, onList: () => void): unknown {
  return new Proxy([element], {
    get: (list, member, receiver) => {
      if (member === UNKNOWN_MARK) {
        return true;
      }
      if (LIST_READERS.has(member)) {
        onList();
      }
      return typeof member === "string" && /^\d+$/.test(member) ? element : Reflect.get(list, member, receiver);
    },
  });
}

function unknownObject(onList: () => void): unknown {
  return new Proxy(
    {},
    {
      get: (_, member) => {
        if (member === UNKNOWN_MARK) {
          return true;
        }
        if (member === Symbol.toPrimitive) {
          return (hint: string) => (hint === "number" ? Number.NaN : placeholder("plain"));
        }
        if (member === "toString" || member === "toJSON" || member === "valueOf") {
          return () => placeholder("plain");
        }
        if (member === Symbol.iterator) {
          onList();
          return [unknownObject(onList)][Symbol.iterator].bind([unknownObject(onList)]);
        }
        if (typeof member === "symbol" || member === "then" || member.startsWith("__") || member === "constructor") {
          return undefined;
        }
        if (member === "length") {
          return Number.NaN;
        }
        return METHODS.has(member) ? () => unknownObject(onList) : unknownObject(onList);
      },
    },
  );
}

import { brotliDecompressSync } from "node:zlib";
import { packedIamTable } from "./iam-actions";

/** An action of AWS. */
export interface Action {
  /** As in `s3:GetObject`. */
  readonly name: string;
  /** `List`, `Read`, `Write`, `Tagging` or `Permissions management`. */
  readonly level: string;
  /** Whether AWS accepts only `*` as its resource. */
  readonly wildcardOnly: boolean;
}

type PackedTable = Readonly<Record<string, Readonly<Record<string, string>>>>;

/** The table, unpacked when the first IAM document is judged: most packs that start never need it. */
const table = lazily(() => new Map(Object.entries(unpackIamTable())));
const actionsByService = new Map<string, readonly Action[]>();

export function unpackIamTable(): PackedTable {
  return JSON.parse(brotliDecompressSync(Buffer.from(packedIamTable, "base64")).toString());
}

/** The prefixes of all services, in lower case. */
export function serviceNames(): string[] {
  return [...table().keys()];
}

/** The actions of a service; none when the table does not know it. */
export function actionsOf(service: string): readonly Action[] {
  const known = actionsByService.get(service);
  if (known !== undefined) {
    return known;
  }
  const actions = Object.entries(table().get(service) ?? {}).flatMap(([level, names]) =>
    names.split(" ").map((name) => ({
      name: `${service}:${name.replace("*", "")}`,
      level,
      wildcardOnly: name.endsWith("*"),
    })),
  );
  actionsByService.set(service, actions);
  return actions;
}

function lazily<T>(make: () => T): () => T {
  let made: { readonly value: T } | undefined;
  return () => {
    made ??= { value: make() };
    return made.value;
  };
}

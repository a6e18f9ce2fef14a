import ts from "typescript";

/** A shorter type gains nothing by a name. */
const shortest = 80;

/**
 * Gives types a name that constants of declarations write out more than once. TypeScript writes the types of schemas out
 * at every place, with the comments of all their properties. These constants lose their indentation.
 */
export function shareTypes(text: string): string {
  const source = ts.createSourceFile("index.d.ts", text, ts.ScriptTarget.Latest, true);
  const constants = source.statements.filter(ts.isVariableStatement);
  const places = new Map<string, Place[]>();
  for (const statement of constants) {
    for (const { name, type } of statement.declarationList.declarations) {
      if (type !== undefined && ts.isIdentifier(name)) {
        collect(type, name.text, places);
      }
    }
  }
  const repeated = [...places].filter(([, [, second]]) => second !== undefined);
  const taken = new Set(identifiers(source));
  const names = new Map(repeated.map(([key, [first]]) => [key, nameOf(first?.owner ?? "", taken)]));
  const used = new Set<string>();

  const written = (node: ts.Node): string => {
    const from = node.getStart();
    const parts: string[] = [];
    let at = from;
    const visit = (inner: ts.Node): void => {
      const key = inner === node ? undefined : keyOf(inner);
      const name = key === undefined ? undefined : names.get(key);
      if (key === undefined || name === undefined) {
        eachPart(inner, visit);
      } else {
        parts.push(text.slice(at, inner.getStart()), name);
        at = inner.end;
        used.add(key);
      }
    };
    visit(node);
    return [...parts, text.slice(at, node.end)].join("").replaceAll(/\n +/g, "\n");
  };

  const parts: string[] = [];
  let at = 0;
  for (const statement of constants) {
    parts.push(text.slice(at, statement.getStart()), written(statement));
    at = statement.end;
  }
  // A set hands out what is added to it meanwhile: types inside of shared types.
  const shared: string[] = [];
  for (const key of used) {
    const type = places.get(key)?.[0]?.type;
    shared.push(type === undefined ? "" : `type ${names.get(key)} = ${written(type)};\n`);
  }
  return [...parts, text.slice(at), "\n", ...shared].join("");
}

interface Place {
  readonly type: ts.TypeNode;
  /** The constant or the property that has the type. */
  readonly owner: string;
}

function collect(node: ts.Node, owner: string, places: Map<string, Place[]>): void {
  const key = keyOf(node);
  if (key !== undefined && ts.isTypeNode(node)) {
    places.set(key, [...(places.get(key) ?? []), { type: node, owner }]);
  }
  const inside = ts.isPropertySignature(node) && ts.isIdentifier(node.name) ? node.name.text : owner;
  eachPart(node, (inner) => collect(inner, inside, places));
}

/** Visits the parts of a node. A part of a generic type may name its parameters, so it has no name outside. */
function eachPart(node: ts.Node, visit: (inner: ts.Node) => void): void {
  const isGeneric = ts.isMappedTypeNode(node) || ts.isConditionalTypeNode(node) || ts.isFunctionLike(node);
  if (!isGeneric) {
    ts.forEachChild(node, visit);
  }
}

/** Equal keys stand for equal types. */
function keyOf(node: ts.Node): string | undefined {
  const canShare = ts.isTypeLiteralNode(node) || ts.isTypeReferenceNode(node) || ts.isUnionTypeNode(node);
  const key = canShare ? node.getText().replaceAll(/\n\s*/g, "\n") : "";
  return key.length < shortest ? undefined : key;
}

function* identifiers(node: ts.Node): Generator<string> {
  if (ts.isIdentifier(node)) {
    yield node.text;
  }
  const inside: ts.Node[] = [];
  ts.forEachChild(node, (inner) => void inside.push(inner));
  for (const inner of inside) {
    yield* identifiers(inner);
  }
}

function nameOf(owner: string, taken: Set<string>): string {
  const base = `${owner.charAt(0).toUpperCase()}${owner.slice(1)}Type`;
  let name = base;
  for (let number = 2; taken.has(name); number += 1) {
    name = `${base}${number}`;
  }
  taken.add(name);
  return name;
}

import assert from "node:assert/strict";
import ts from "typescript";
import { shareTypes } from "./share-types";

const place = `{
    /** The region, such as eu-central-1. */
    region: { readonly name: string; readonly partition: string };
}`;

describe("types of declarations", () => {
  it("have a name if constants write them out twice, after the property that has them", () => {
    const text = `declare const a: A<{\n    home: ${place};\n}>;\ndeclare const b: B<{\n    home: ${place};\n}, 1>;\nexport { a, b };`;
    assert.equal(
      shareTypes(text),
      `declare const a: A<AType>;
declare const b: B<AType, 1>;
export { a, b };
type AType = {
home: HomeType;
};
type HomeType = {
/** The region, such as eu-central-1. */
region: { readonly name: string; readonly partition: string };
};
`,
    );
  });

  it("have a name of their own", () => {
    const text = `type HomeType = string;\ndeclare const a: {\n    home: ${place};\n    other: ${place};\n};\n`;
    assert.match(shareTypes(text), /home: HomeType2;\nother: HomeType2;/);
  });

  it("stay in place if they may name a parameter of a generic type around them", () => {
    const made = `<T>(value: { readonly first: T; readonly second: T; readonly third: T; readonly fourth: T }) => T`;
    const text = `declare const a: { readonly make: ${made}; };\ndeclare const b: { readonly made: ${made}; };\n`;
    assert.equal(shareTypes(text), `${text}\n`);
  });

  it("mean what they meant", () => {
    const schema = `Schema<{\n    /** A list. */\n    list: (${place})[];\n    home: ${place};\n}>`;
    const use = "declare const used: typeof a.value;\nexport const region: string = used.list[0].region.name;\n";
    const text = `interface Schema<T> { value: T }\ndeclare const a: ${schema};\ndeclare const b: ${schema};\n`;
    assert.deepEqual(problemsOf(`${shareTypes(text)}${use}`), []);
    assert.deepEqual(problemsOf(`${shareTypes(text)}${use.replace(".name", ".names")}`), [
      "Property 'names' does not exist on type '{ readonly name: string; readonly partition: string; }'. Did you mean 'name'?",
    ]);
  });
});

function problemsOf(text: string): string[] {
  const options = { noLib: true, strict: true, noEmit: true };
  const host = ts.createCompilerHost(options);
  const lib = "interface Array<T> { [n: number]: T }\n".concat(
    ...[
      "Boolean",
      "CallableFunction",
      "Function",
      "IArguments",
      "NewableFunction",
      "Number",
      "Object",
      "RegExp",
      "String",
    ].map((name) => `interface ${name} {}\n`),
  );
  const files: Readonly<Record<string, string>> = { "a.ts": text, "lib.d.ts": lib };
  host.getSourceFile = (name, version) => ts.createSourceFile(name, files[name] ?? "", version);
  const program = ts.createProgram(Object.keys(files), options, host);
  return ts.getPreEmitDiagnostics(program).map(({ messageText }) => ts.flattenDiagnosticMessageText(messageText, "\n"));
}

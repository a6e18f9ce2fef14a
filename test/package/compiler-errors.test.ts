import assert from "node:assert/strict";
import { join } from "node:path";
import ts from "typescript";
import { root } from "../support/source-files";

const place = `application: "shop", account: "111122223333", region: "eu-central-1"`;
const source = `source: { connectionArn: "arn", repository: "acme/shop" }`;
const deploy = `tool: "pulumi", stack: "dev", version: "3.248.0", sha256: "0"`;

/** A mistake, the text that the error points at, and the begin and the end of the error. */
const mistakes: readonly (readonly [name: string, args: string, at: string, begin: RegExp, suggestion: string])[] = [
  [
    "a key of the environment",
    `{ ${place}, ${source}, deploy: { ${deploy} }, aproval: { notify: [] } }`,
    "aproval",
    /^Object literal may only specify known properties, but 'aproval' does not exist in type /,
    "Did you mean to write 'approval'?",
  ],
  [
    "a key of the deployment",
    `{ ${place}, ${source}, deploy: { ${deploy}, directry: "infra" } }`,
    "directry",
    /^Object literal may only specify known properties, but 'directry' does not exist in type /,
    "Did you mean to write 'directory'?",
  ],
  [
    "a key of a build",
    `{ ${place}, ${source}, builds: [{ name: "Test", comands: ["make"] }] }`,
    "comands",
    /^Object literal may only specify known properties, but 'comands' does not exist in type /,
    "Did you mean to write 'commands'?",
  ],
  [
    "a value",
    `{ ${place}, ${source}, deploy: { ${deploy.replace("pulumi", "pulmi")} } }`,
    "tool",
    /^Type '"pulmi"' is not assignable to type '"pulumi" \| "terraform"'\./,
    `Did you mean '"pulumi"'?`,
  ],
];

describe("the compiler", () => {
  const file = join(root, "test/package/mistakes.ts");
  const text = [
    'import { type DeliveryEnvironmentArgs, DeliveryEnvironment } from "@platform/aws-pipelines";',
    ...mistakes.map(([, args], index) => `new DeliveryEnvironment("shop-${index}", ${args});`),
    `declare const settings: DeliveryEnvironmentArgs;`,
    `new DeliveryEnvironment("shop", settings);`,
    `new DeliveryEnvironment("shop", { ...settings, accounts: { "222233334444": "TargetAccount" } });`,
  ].join("\n");
  let found: readonly ts.Diagnostic[];

  before(() => {
    const { config } = ts.readConfigFile(join(root, "tsconfig.json"), ts.sys.readFile);
    const { options } = ts.parseJsonConfigFileContent(config, ts.sys, root);
    const host = ts.createCompilerHost({ ...options, skipLibCheck: true });
    const { getSourceFile, fileExists } = host;
    host.getSourceFile = (name, target) =>
      name === file ? ts.createSourceFile(name, text, target) : getSourceFile(name, target);
    host.fileExists = (name) => name === file || fileExists(name);
    const program = ts.createProgram([file], { ...options, noEmit: true, skipLibCheck: true }, host);
    found = program.getSemanticDiagnostics(program.getSourceFile(file));
  });

  for (const [index, [name, , at, begin, suggestion]] of mistakes.entries()) {
    it(`names the misspelt word alone, and the right one, for ${name} of a DeliveryEnvironment`, () => {
      const [error, ...others] = found.filter(
        ({ start = 0 }) => text.slice(0, start).split("\n").length - 1 === index + 1,
      );
      assert.deepEqual(others, []);
      const message = ts.flattenDiagnosticMessageText(error?.messageText, "\n");
      assert.match(message, begin);
      assert.ok(message.endsWith(suggestion) && !message.includes("\n"), message);
      assert.ok(text.slice(error?.start).startsWith(at), text.slice(error?.start, (error?.start ?? 0) + 20));
    });
  }

  it("accepts settings of either kind, also with providers", () => {
    const after = text.indexOf("declare const");
    assert.deepEqual(
      found.filter(({ start = 0 }) => start >= after),
      [],
    );
  });
});

import assert from "node:assert/strict";
import type { Problem } from "../../../../cli/preview/yaml/document";
import { invokesIn, referencesIn } from "../../../../cli/preview/yaml/expression";
import { ordered } from "../../../../cli/preview/yaml/order";
import { readTemplate, type Template } from "../../../../cli/preview/yaml/template";

const lines = (findings: readonly Problem[]) => findings.map(({ line, text }) => `${line}: ${text}`);

const stepsOf = (template: Template, settings: readonly string[] = []) => {
  const problems: Problem[] = [];
  const steps = ordered(template, "shop", new Set([...settings, ...template.settings.keys()]), problems);
  return { order: steps.map(({ key }) => key), problems: lines(problems) };
};

describe("a YAML program", () => {
  it("gives the fix for an expression without quotation marks in braces", () => {
    const { problems } = readTemplate(`name: shop\nvariables:\n  tags: { owner: \${owner} }\n`);
    assert.deepEqual(problems[0], {
      line: 3,
      text: `not valid YAML: Unexpected flow-map-start at node end. Put "\${…}" in quotation marks`,
    });
    const other = readTemplate("name: shop\nvariables: { a: [1 }\n").problems[0]?.text ?? "";
    assert.ok(other.startsWith("not valid YAML: ") && !other.includes("quotation marks"));
  });

  it("has literals, references, texts with references and functions as expressions", () => {
    const { variables, problems } = readTemplate(
      [
        "variables:",
        "  literal: $${a} $$",
        "  symbol: ${bucket.tags[0].name}",
        '  quoted: ${bucket["a.\\"b"][-1]}',
        "  text: a-${b}-c",
        "  join: { fn::join: [',', [x]] }",
        "  call: { fn::aws:ec2:getAmi: { owners: [self] } }",
        "  archive: { fn::assetArchive: { a: { fn::fileAsset: ./a } } }",
      ].join("\n"),
    );
    assert.deepEqual(problems, []);
    const [literal, symbol, quoted, text, join, call, archive] = [...variables.values()];
    assert.deepEqual(literal, { kind: "literal", line: 2, value: "${a} $" });
    assert.deepEqual(symbol, { kind: "symbol", line: 3, access: ["bucket", "tags", 0, "name"] });
    assert.deepEqual(quoted, { kind: "symbol", line: 4, access: ["bucket", 'a."b', -1] });
    assert.deepEqual(text, { kind: "text", line: 5, parts: [{ text: "a-", access: ["b"] }, { text: "-c" }] });
    assert.equal(join?.kind === "call" && join.name, "join");
    assert.equal(call?.kind === "invoke" && call.token, "aws:ec2:getAmi");
    assert.deepEqual(archive?.kind === "assets" && [...archive.members.keys()], ["a"]);
  });

  it("reads scalars as Go's YAML library reads them, and dates as text", () => {
    const { variables } = readTemplate(
      "variables: { a: [0755, 0x1F, 1_000, .5, 0o17, 1e3, yes, ~, True, 2012-10-17, '007', 12:30] }",
    );
    const list = variables.get("a");
    assert.deepEqual(list?.kind === "list" && list.items.map((item) => (item.kind === "literal" ? item.value : item)), [
      493,
      31,
      1000,
      0.5,
      15,
      1000,
      "yes",
      null,
      true,
      "2012-10-17",
      "007",
      "12:30",
    ]);
  });

  it("names everything that Pulumi YAML refuses, each with its line", () => {
    const { problems } = readTemplate(
      [
        "components: {}",
        "namespace: x",
        "variables:",
        "  a: &anchor 1",
        "  b: *anchor",
        "  c: { fn::nothing: 1 }",
        "  d: { fn::join: [','] }",
        "  e: ${open",
        "  f: ${}",
        "  g: ${[0]}",
        "  h: { fn::invoke: { arguments: [1], return: '${x}' } }",
        "  i: { fn::join: [a, [b]], other: 1 }",
        "  j: { 1: x }",
        "  j: 2",
        "  k: { fn::assetArchive: { a: text } }",
        "  l: { fn::stackReference: ['${x}', y] }",
        "resources:",
        "  untyped: {}",
        "  wrong: { type: Bucket }",
        "  options:",
        "    type: aws:s3:Bucket",
        "    defaultProvider: true",
        "    options: { version: '${v}', protect: 1, retainOnDelete: x, ignoreChanges: a, hideDiffs: ['${a}'] }",
        "  got: { type: 'aws:s3:Bucket', get: { id: a }, properties: { bucket: b } }",
        "  noId: { type: 'aws:s3:Bucket', get: { state: {} } }",
        "outputs: []",
      ].join("\n"),
    );
    assert.deepEqual(
      lines([...problems].sort((one, other) => one.line - other.line)).map((text) => text.slice(0, 62)),
      [
        "1: components belong into a PulumiPlugin.yaml, not into a program",
        "2: namespace belongs into a PulumiPlugin.yaml, not into a program",
        "5: *anchor: Pulumi YAML has no aliases. Repeat the value",
        "6: fn::nothing: Pulumi YAML has no such function. Its functions are ",
        "7: the argument of fn::join must be a list of two values",
        "8: ${open: a reference has no closing brace. Write $${ for the text",
        "9: ${}: a reference is empty",
        "10: ${[0]}: a reference must start with a name",
        "11: function of fn::invoke must be a literal text",
        "11: return of fn::invoke must be a literal text",
        "11: arguments of fn::invoke must be an object",
        "12: fn::join must be the only key of its object",
        "13: keys must be text. Put a number or a boolean in quotation marks",
        "14: variables has two entries j",
        "15: a of fn::assetArchive must be an asset or an archive",
        "16: the first argument of fn::stackReference must be a literal text",
        "18: resource untyped has no type. Give one, such as aws:s3:Bucket",
        "19: Bucket is no type. Types have the form aws:s3:Bucket",
        "22: defaultProvider fits providers alone",
        "23: version of resource options must be a literal text",
        "23: retainOnDelete of resource options must be true or false",
        "23: ignoreChanges of resource options must be a list of literal texts",
        "23: hideDiffs of resource options must be a list of literal texts",
        "24: resource got has get, so it takes no properties",
        "25: get of resource noId has no id",
        "26: outputs must be an object",
      ].map((text) => text.slice(0, 62)),
    );
  });

  it("refuses a function whose name has no package", () => {
    assert.deepEqual(lines(readTemplate("variables: { a: { fn::invoke: { function: awsx } } }").problems), [
      "1: awsx is no function. Functions have the form aws:ec2:getAmi",
    ]);
  });

  it("has references and calls in every part of an expression", () => {
    const { variables } = readTemplate(
      [
        "variables:",
        "  all:",
        "    - ${a}",
        "    - { '${b}': 'x-${c.d}' }",
        "    - { fn::join: [',', ['${e[0]}']] }",
        "    - { fn::assetArchive: { x: { fn::fileAsset: '${f}' } } }",
        "    - fn::invoke:",
        "        function: aws:ec2:getAmi",
        "        arguments: { owners: '${g}', nested: { fn::aws:getRegion: {} } }",
        "        options: { parent: '${h}', provider: '${i}', dependsOn: ['${j}'] }",
      ].join("\n"),
    );
    const all = variables.get("all");
    assert.deepEqual(
      referencesIn(all).map(({ access: [root] }) => root),
      ["a", "b", "c", "e", "f", "g", "h", "i", "j"],
    );
    assert.deepEqual(
      invokesIn(all).map(({ token }) => token),
      ["aws:ec2:getAmi", "aws:getRegion"],
    );
  });

  it("refuses text that is no YAML, and a program that is no object", () => {
    assert.match(lines(readTemplate("a: [").problems)[0] ?? "", /^\d+: not valid YAML: /);
    assert.deepEqual(lines(readTemplate("- a").problems), ["1: the program must be an object"]);
  });

  it("warns of unknown fields, of another case and of what is deprecated", () => {
    const { warnings, resources, problems } = readTemplate(
      [
        "Configuration: { size: { Type: String } }",
        "Resources:",
        "  a:",
        "    Type: aws:s3:Bucket",
        "    options: { dependOn: [] }",
        "variables: { s: { Fn::StackReference: [a, b] } }",
      ].join("\n"),
    );
    assert.deepEqual(problems, []);
    assert.equal(resources.get("a")?.type, "aws:s3:Bucket");
    assert.deepEqual(
      lines([...warnings].sort((one, other) => one.line - other.line)).map((text) => text.slice(0, 60)),
      [
        "1: Configuration: write configuration",
        "1: configuration is deprecated. Use config",
        "2: Resources: write resources",
        "4: Type: write type",
        "5: options of resource a has no field dependOn, so it is ign",
        "6: Fn::StackReference: write fn::stackReference",
        "6: fn::stackReference is deprecated. Use a pulumi:pulumi:Sta",
      ],
    );
  });

  it("registers resources and variables after those that they refer to", () => {
    const template = readTemplate(
      [
        "config: { size: { type: string } }",
        "resources:",
        "  first: { type: 'aws:s3:Bucket', properties: { bucket: '${name}' }, options: { dependsOn: ['${second}'] } }",
        "  second: { type: 'aws:s3:Bucket', properties: { bucket: '${shop:size}-${pulumi.stack}' } }",
        "  aws: { type: 'pulumi:providers:aws', defaultProvider: true, properties: { region: '${aws:region}' } }",
        "variables: { name: '${size}' }",
      ].join("\n"),
    );
    assert.deepEqual(stepsOf(template, ["aws:region"]), { order: ["name", "aws", "second", "first"], problems: [] });
  });

  it("refuses cycles, unknown names and names that two entries have", () => {
    const template = readTemplate(
      [
        "config: { c: { type: string } }",
        "variables:",
        "  a: ${b}",
        "  b: ${a}",
        "  c: 1",
        "  pulumi: 2",
        "  r: ${nothing}",
        "resources:",
        "  r: { type: 'aws:s3:Bucket' }",
        "outputs: { o: '${nowhere.x}' }",
      ].join("\n"),
    );
    assert.deepEqual(stepsOf(template).problems, [
      "7: variable r has the name of a resource. Rename it",
      "6: the name pulumi is reserved. Rename the entry",
      "5: c has the name of a setting. Rename it",
      "4: variable a depends on itself",
      "7: no resource, variable or setting has the name nothing",
      "10: no resource, variable or setting has the name nowhere",
    ]);
  });
});

import assert from "node:assert/strict";
import { join } from "node:path";
import * as pulumi from "@pulumi/pulumi";
import type { Problem } from "../../../../cli/preview/yaml/document";
import { Evaluator, Refused } from "../../../../cli/preview/yaml/evaluate";
import { goText } from "../../../../cli/preview/yaml/go-text";
import { type Registration, Resources } from "../../../../cli/preview/yaml/resources";
import { readTemplate } from "../../../../cli/preview/yaml/template";
import { removeTemporaryDirectories, temporaryDirectory } from "../support/temporary";

const isUnknown = (value: unknown) => typeof value === "object" && value !== null && "__pulumiUnknown" in value;

/** The value that the engine would receive, with marks for unknown and secret values. */
async function settled(value: unknown): Promise<unknown> {
  const output = pulumi.output(value) as unknown as {
    promise(withUnknowns: boolean): Promise<unknown>;
    readonly isKnown: Promise<boolean>;
    readonly isSecret: Promise<boolean>;
  };
  const plain = await output.promise(true);
  const shown = (await output.isKnown) && !isUnknown(plain) ? plain : "[unknown]";
  return (await output.isSecret) ? ["[secret]", shown] : shown;
}

const unknown = () => pulumi.output({ __pulumiUnknown: true });

describe("an expression of a YAML program", () => {
  let folder: string;
  let problems: Problem[];
  let scope: Map<string, unknown>;

  const evaluatorOf = () =>
    new Evaluator(
      pulumi,
      {
        lookUp: (name) => (scope.has(name) ? { value: scope.get(name) } : undefined),
        isLoose: () => false,
      },
      new Map(),
      "Pulumi.yaml",
      problems,
    );

  const evaluate = (text: string) => {
    const template = readTemplate(`variables:\n  it: ${text}\n`);
    assert.deepEqual(template.problems, []);
    const expression = template.variables.get("it");
    assert.ok(expression !== undefined);
    return evaluatorOf().evaluate(expression);
  };

  before(async () => {
    folder = temporaryDirectory({ "x.txt": "hi\n" });
    await pulumi.runtime.setMocks(
      {
        call: ({ inputs }) => ({ ...inputs, region: "eu-west-1" }),
        newResource: ({ inputs }) => ({ id: undefined, state: inputs }),
      },
      "shop",
      "dev",
      true,
    );
  });

  beforeEach(() => {
    problems = [];
    scope = new Map<string, unknown>([
      ["list", ["p", "q"]],
      ["num", 1234567],
      ["small", 0.00001],
      ["mid", 123456.5],
      ["yes", true],
      ["nothing", null],
      ["word", "hello"],
      ["obj", { "a.b": "dotted", list: ["x", { k: "deep" }] }],
      ["known", pulumi.output({ a: ["b"] })],
      ["unknown", unknown()],
      ["partly", pulumi.output({ known: "k", later: unknown() })],
      ["password", pulumi.secret("hunter2")],
      ["folder", folder],
    ]);
  });

  after(() => {
    removeTemporaryDirectories();
  });

  // Each result is that of Pulumi's YAML runtime 1.38 in a preview.
  const cases: readonly (readonly [string, unknown])[] = [
    ['{ fn::join: [",", [a, b]] }', "a,b"],
    ["{ fn::join: [~, [a, b]] }", "ab"],
    ['{ fn::split: [",", "a,b,,c"] }', ["a", "b", "", "c"]],
    ["{ fn::select: [1, [a, b]] }", "b"],
    ['{ fn::select: [0, "${list}"] }', "p"],
    ['{ fn::toBase64: "héllo" }', "aMOpbGxv"],
    ['{ fn::fromBase64: "aGk=" }', "hi"],
    ["{ fn::sha1: abc }", "a9993e364706816aba3e25717850c26c9cd0d89d"],
    ["{ fn::length: [1, 2, 3] }", 3],
    ['{ fn::length: "né👩‍👩‍👧" }', 3],
    ["{ fn::length: { a: 1 } }", 1],
    ["{ fn::singleOrNone: [x] }", "x"],
    ["{ fn::singleOrNone: [] }", null],
    ['{ fn::toJSON: { b: "<&>", a: [1, 2.5, true] } }', '{"a":[1,2.5,true],"b":"\\u003c\\u0026\\u003e"}'],
    ["{ fn::toJSON: [1000000, 1.0e21, 0.0000001, 123456789012] }", "[1000000,1e+21,1e-7,123456789012]"],
    ['{ fn::readFile: "${folder}/x.txt" }', "hi\n"],
    ['{ fn::filebase64: "${folder}/x.txt" }', "aGkK"],
    ['{ fn::filebase64sha256: "${folder}/x.txt" }', "mOpuTyFvL7S2n/+bOkSELDhobKaF8/VdxIxdP7EQe+Q="],
    ["$${a} $$ $x", "${a} $ $x"],
    ["v${num}", "v1.234567e+06"],
    ["v${small}", "v1e-05"],
    ["v${mid}", "v123456.5"],
    ["v${yes} ${nothing}", "vtrue <nil>"],
    ["v${obj}", "vmap[a.b:dotted list:[x map[k:deep]]]"],
    ['${obj["a.b"]}', "dotted"],
    ["${obj.list[1].k}", "deep"],
    ["${obj.none}", null],
    ['{ "${word}": 1 }', { hello: 1 }],
    ["{ Fn::Join: ['-', [a, b]] }", "a-b"],
    ["${known.a[0]}", "b"],
    ["x-${known.a[0]}", "x-b"],
    ["${unknown.any[0].thing}", "[unknown]"],
    ["x-${unknown}", "[unknown]"],
    ["{ fn::toJSON: { a: '${unknown}' } }", "[unknown]"],
    ["${partly.known}", "k"],
    ["${partly.later}", "[unknown]"],
    ["${partly.other}", "[unknown]"],
    ["${password}", ["[secret]", "hunter2"]],
    ["x-${password}", ["[secret]", "x-hunter2"]],
    ["{ fn::toJSON: { a: '${password}' } }", ["[secret]", '{"a":"hunter2"}']],
    ["{ fn::unsecret: '${password}' }", "hunter2"],
    ["{ fn::secret: { a: 1 } }", ["[secret]", { a: 1 }]],
    ["{ fn::invoke: { function: 'acme:index:where', arguments: { x: 1 }, return: region } }", "eu-west-1"],
    ["{ fn::acme:where: { x: 2 } }", { x: 2, region: "eu-west-1" }],
  ];

  for (const [text, value] of cases) {
    it(`evaluates ${text}`, async () => {
      assert.deepEqual(await settled(evaluate(text)), value);
      assert.deepEqual(problems, []);
    });
  }

  it("makes assets and archives", async () => {
    const asset = evaluate("{ fn::fileAsset: ./a.txt }");
    assert.ok(asset instanceof pulumi.asset.FileAsset);
    assert.equal(await asset.path, "./a.txt");
    const archive = evaluate("{ fn::assetArchive: { a: { fn::stringAsset: x }, b: { fn::fileArchive: ./dir } } }");
    assert.ok(archive instanceof pulumi.asset.AssetArchive);
    const { a, b } = await archive.assets;
    assert.ok(a instanceof pulumi.asset.StringAsset);
    assert.ok(b instanceof pulumi.asset.FileArchive);
  });

  const refused: readonly (readonly [string, string])[] = [
    ["${list[5]}", "index 5 is outside of a list of 2"],
    ["${list.x}", "a list has no member x. Give an index, such as [0]"],
    ["${obj[0]}", "an object has no index. Give the name of a member"],
    ["${word.x}", "text has no member x"],
    ["{ fn::select: [-1, [a]] }", "the index of fn::select must be a whole number from 0, not -1"],
    ["{ fn::join: [',', [1]] }", "fn::join needs text, not the number 1"],
    ["{ fn::join: [',', x] }", "fn::join needs a list, not text"],
    ["{ fn::fromBase64: '%%%' }", "fn::fromBase64 needs the Base64 form of a text"],
    ["{ fn::readFile: ./none.txt }", "./none.txt: cannot be read (ENOENT)"],
    ["{ fn::length: 1 }", "fn::length needs a list, an object or text, not the number 1"],
    ["{ fn::singleOrNone: [a, b] }", "fn::singleOrNone needs a list of at most one value"],
    ["{ fn::pulumiResourceName: a }", "fn::pulumiResourceName needs a reference to a resource"],
    ["{ '${list}': 1 }", "a key must be text, not a list"],
  ];

  for (const [text, problem] of refused) {
    it(`refuses ${text}`, () => {
      assert.throws(() => evaluate(text), Refused);
      assert.deepEqual(problems, [{ line: 2, text: problem }]);
    });
  }

  it("ends the program with the line when an output has the wrong form", async () => {
    await assert.rejects(settled(evaluate("${known.a.b}")), {
      message: "Pulumi.yaml:2: a list has no member b. Give an index, such as [0]",
    });
  });

  it("fails without another message when it reads an entry that has failed", () => {
    assert.throws(() => evaluate("${failed.x}"), Refused);
    assert.deepEqual(problems, []);
  });

  describe("as the property or option of a resource", () => {
    const register = (yaml: string, type?: Registration["type"]) => {
      const { resources, problems: found } = readTemplate(`resources:\n  it:\n${yaml.replace(/^/gm, "    ")}`);
      assert.deepEqual(found, []);
      const declaration = resources.get("it");
      assert.ok(declaration !== undefined);
      const load = (file: string, name: string) => require(file)[name];
      return new Resources(pulumi, evaluatorOf(), join(folder, "Pulumi.yaml"), load).register({
        declaration,
        type,
        referenced: new Set(["size"]),
        defaultProvider: undefined,
        defaultVersion: undefined,
      }) as pulumi.CustomResource & Readonly<Record<string, pulumi.Output<unknown>>>;
    };

    it("reads outputs, id and URN of a resource", async () => {
      const box = register("type: acme:index:Box\nname: named\nproperties: { width: 3 }");
      scope.set("box", box);
      assert.equal(await settled(evaluate("${box.width}")), 3);
      assert.equal(await settled(evaluate("${box.id}")), "[unknown]");
      assert.equal(await settled(evaluate("${box.size.x}")), "[unknown]");
      assert.equal(await settled(evaluate("${box.urn}")), "urn:pulumi:dev::shop::acme:index:Box::named");
      assert.equal(evaluate("{ fn::pulumiResourceName: '${box}' }"), "named");
      assert.equal(evaluate("{ fn::pulumiResourceType: '${box}' }"), "acme:index:Box");
      assert.throws(() => evaluate("x-${box}"), Refused);
      assert.deepEqual(problems, [{ line: 2, text: "a resource is no text. Give one of its outputs, such as its id" }]);
    });

    it("is secret where the package says so", async () => {
      const type = {
        token: "acme:index:Vault",
        isComponent: false,
        inputs: new Map([["key", true]]),
        outputs: new Set(["key", "door"]),
        secrets: new Set(["key"]),
      };
      const vault = register("type: acme:Vault\nproperties: { key: abc }", type);
      assert.deepEqual(await settled(vault.key), ["[secret]", "abc"]);
      assert.equal(await settled(vault.door), "[unknown]");
      assert.equal(await settled(vault.urn), "urn:pulumi:dev::shop::acme:index:Vault::it");
      for (const props of [{ key: "def" }, pulumi.output({ key: "def" })]) {
        scope.set("props", props);
        const all = register("type: acme:Vault\nproperties: ${props}", type);
        assert.deepEqual(await settled(all.key), ["[secret]", "def"]);
      }
    });

    it("refuses options of the wrong form", () => {
      for (const [option, problem] of [
        ["parent: ${word}", "give a reference to a resource"],
        ["dependsOn: ${word}", "give a list of references to resources"],
        ["protect: ${word}", "protect must be true or false, and no output"],
        ["aliases: a", "aliases must be a list"],
        ["customTimeouts: { create: 1 }", "customTimeouts.create must be text"],
      ] as const) {
        problems = [];
        assert.throws(() => register(`type: acme:index:Box\noptions:\n  ${option}`), Refused);
        assert.deepEqual(problems, [{ line: 5, text: problem }]);
      }
    });
  });
});

describe("text of Go", () => {
  it("has an exponent from seven digits on, brackets for lists and sorted keys for objects", () => {
    const texts: readonly (readonly [unknown, string])[] = [
      [0, "0"],
      [-42, "-42"],
      [100000, "100000"],
      [1000000, "1e+06"],
      [1e100, "1e+100"],
      [0.0001, "0.0001"],
      [0.00001, "1e-05"],
      [undefined, "<nil>"],
      [{ b: [1, "x"], a: null }, "map[a:<nil> b:[1 x]]"],
    ];
    for (const [value, text] of texts) {
      assert.equal(goText(value), text);
    }
  });
});

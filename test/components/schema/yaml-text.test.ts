import assert from "node:assert/strict";
import { parseYamlText, withLines } from "../../../components/schema/yaml-text";

describe("a YAML text", () => {
  for (const [what, text, value] of [
    ["JSON", '{"name": "shop", "stages": [1, true, null]}', { name: "shop", stages: [1, true, null] }],
    ["a byte order mark", "\uFEFFname: shop", { name: "shop" }],
    ["a byte order mark before JSON", '\uFEFF{"name": "shop"}', { name: "shop" }],
    ["no content", "", null],
    ["only a comment", "# later\n", null],
    [
      "a merge key",
      "base: &base {a: 1, b: 2}\nshop: {<<: *base, b: 3}",
      { base: { a: 1, b: 2 }, shop: { a: 1, b: 3 } },
    ],
    ["an alias", "a: &it [x]\nb: *it", { a: ["x"], b: ["x"] }],
    ["words that YAML 1.1 reads as booleans", "a: yes\nb: on\nc: no", { a: "yes", b: "on", c: "no" }],
    ["a date", "version: 2012-10-17", { version: "2012-10-17" }],
  ] as const) {
    it(`may have ${what}`, () => {
      const { value: read, problems } = parseYamlText(text);
      assert.deepEqual({ read, problems }, { read: value, problems: [] });
    });
  }

  it("keeps the spelling of a number that JavaScript prints otherwise", () => {
    const written = ["1.10", "012345678901", "1e3", "0x1F", "-0", "12345678901234567890", ".5"];
    assert.deepEqual(parseYamlText(written.map((number) => `- ${number}`).join("\n")).value, written);
    assert.deepEqual(parseYamlText("- 0\n- 7\n- -3\n- 1.5\n").value, [0, 7, -3, 1.5]);
  });

  it("changes no prototype by a key called __proto__", () => {
    const { value } = parseYamlText('{"__proto__": {"admin": true}}');
    assert.equal(Reflect.get({}, "admin"), undefined);
    assert.equal(Object.getPrototypeOf(value), Object.prototype);
  });

  for (const [what, text, reason] of [
    ["bytes that are no text", "name: sh\u0000op", "is not UTF-8 text: save the file as UTF-8"],
    ["a key twice", "name: a\nname: b", "Map keys must be unique at line 2, column 1: give YAML or JSON"],
    ["several documents", "a: 1\n---\nb: 2", "has several documents: use one file for each"],
    [
      "an unknown tag",
      "role: !GetAtt Role.Arn",
      "Unresolved tag: !GetAtt at line 1, column 7: no tag is allowed; write the value",
    ],
    ["an alias before its anchor", "a: *later", "The alias *later has no anchor before it: write the value"],
    ["an alias inside its own anchor", "a: &a [*a]", "The alias *a is inside its own anchor: write the value"],
    [
      "aliases that multiply",
      [
        "a: &a [x,x,x,x,x,x,x,x,x,x]",
        ..."bcdefg".split("").map((key, index) => {
          const before = `*${"abcdefg"[index]}`;
          return `${key}: &${key} [${Array(10).fill(before).join(",")}]`;
        }),
      ].join("\n"),
      "Excessive alias count indicates a resource exhaustion attack: write the values",
    ],
  ] as const) {
    it(`must not have ${what}`, () => {
      const { value, problems, lineOf } = parseYamlText(text);
      assert.deepEqual(problems, [{ path: "", reason }]);
      assert.equal(value, undefined);
      assert.equal(lineOf("name"), undefined);
    });
  }

  it("is refused with all its problems at once", () => {
    assert.deepEqual(
      parseYamlText("a: *one\nb: *two\nc: 1\nc: 2").problems.map(({ reason }) => reason),
      [
        "Map keys must be unique at line 4, column 1: give YAML or JSON",
        "The alias *one has no anchor before it: write the value",
        "The alias *two has no anchor before it: write the value",
      ],
    );
  });

  it("may have the tags of its format, and says how to write others", () => {
    const tag = { tag: "!Ref", resolve: (name: string) => ({ Ref: name }) };
    assert.deepEqual(parseYamlText("role: !Ref Role", [tag]).value, { role: { Ref: "Role" } });
    assert.deepEqual(parseYamlText("role: !Sub Role", [tag], "write the long form").problems, [
      { path: "", reason: "Unresolved tag: !Sub at line 1, column 7: write the long form" },
    ]);
  });
});

describe("the line of a path", () => {
  const text = `# a pipeline
name: shop
Stages:
  - name: Source
    actions:
      - name: Code
        configuration: { Branch: main }
  - name: Deploy
settings.with.dots: 1
`;
  const { lineOf } = parseYamlText(text);

  for (const [path, line] of [
    ["name", 2],
    ["stages", 3],
    ["Stages[0].name", 4],
    ["stages[0].actions[0].configuration.branch", 7],
    ["stages[1]", 8],
    ["settings.with.dots", 9],
    ["stages[1].actions[0].name", 8],
    ["stages[7].name", 3],
    ["stages[0].actions[0].configuration.Absent.deep", 7],
  ] as const) {
    it(`of ${path} is ${line}`, () => {
      assert.equal(lineOf(path), line);
    });
  }

  it("is unknown for a path whose ancestors are all absent", () => {
    for (const path of ["", "absent", "absent.name", "[0]"]) {
      assert.equal(lineOf(path), undefined, path);
    }
  });

  it("stands behind the path of each problem that has one", () => {
    const problems = ["name", "stages[0].name", "absent", ""].map((path) => ({ path, reason: "is wrong" }));
    assert.deepEqual(
      withLines(problems, lineOf).map(({ path }) => path),
      ["name (line 2)", "stages[0].name (line 4)", "absent", ""],
    );
  });

  it("stands behind the name of the file where messages are about several files", () => {
    assert.deepEqual(withLines([{ path: "stages[0].name", reason: "is wrong" }], lineOf, "pipeline.yaml"), [
      { path: "stages[0].name (pipeline.yaml:4)", reason: "is wrong" },
    ]);
  });

  it("comes with the advice to quote a text that YAML reads as another value, and not for an absent value", () => {
    const reasons = [
      "is 7: give text",
      'is {"echo done":"yes"}: give text',
      "is missing: give text",
      "is 7: give a list",
    ];
    assert.deepEqual(
      withLines(
        reasons.map((reason) => ({ path: "name", reason })),
        lineOf,
      ).map(({ reason }) => reason),
      [
        "is 7: give text, in quotation marks",
        'is {"echo done":"yes"}: give text, in quotation marks',
        "is missing: give text",
        "is 7: give a list",
      ],
    );
  });
});

describe("quotation marks", () => {
  it("are known for a value of a key, by its path", () => {
    const { isQuoted } = parseYamlText("a: '1'\nb: 1\nlist:\n  - { mode: \"0644\" }\n  - { mode: 0644 }\n");
    const quoted = ["a", "b", "list[0].mode", "list[1].mode", "absent"].filter(isQuoted);
    assert.deepEqual(quoted, ["a", "list[0].mode"]);
  });
});

import assert from "node:assert/strict";
import { sentencesOfComments, sentencesOfMarkdown } from "./sentences";

const inMarkdown = (page: string) => sentencesOfMarkdown(page).map(({ line, text }) => `${line} ${text}`);
const inComments = (source: string) => sentencesOfComments(source, "any.ts").map(({ line, text }) => `${line} ${text}`);

describe("the sentences of a Markdown page", () => {
  it("go over lines, and end at a point before a capital letter", () => {
    assert.deepEqual(inMarkdown("One goes\nover lines. Two (e.g. This) stays.\n\nThree is 0.1.0 long"), [
      "1 One goes over lines.",
      "2 Two (e.g. This) stays.",
      "4 Three is 0.1.0 long",
    ]);
  });

  it("end with their heading, list item, quotation and table cell", () => {
    const page = "# Title\ntext\n- one\n  more\n2. two\n> three\n\n| a | b \\| c |\n| --- | --- |\n| d | |\n";
    assert.deepEqual(inMarkdown(page), [
      "1 Title",
      "2 text",
      "3 one more",
      "5 two",
      "6 three",
      "8 a",
      "8 b \\| c",
      "10 d",
    ]);
  });

  it("end at the semicolons of a table cell and of a labelled list item, which are phrases", () => {
    assert.deepEqual(inMarkdown("| a; b | c |\n\n- **passes**: one; two\n"), [
      "1 a",
      "1 b",
      "1 c",
      "3 passes: one",
      "3 two",
    ]);
    assert.deepEqual(inMarkdown("One; two.\n"), ["1 One; two."]);
  });

  it("read code, links and addresses as words", () => {
    const page = "Run `npm start. Now` or [read\nthis](docs/a.md). See **https://aws.com/a.B** today.";
    assert.deepEqual(inMarkdown(page), ["1 Run Code or read this.", "2 See Code today."]);
  });

  it("are none in front matter, HTML comments and code", () => {
    const page = "---\na: b\n---\n\n<!-- One.\nTwo. -->\n\n```ts\nThree.\n\nFour.\n```\n\n    Five.\n\nSix.\n";
    assert.deepEqual(inMarkdown(page), ["16 Six."]);
  });
});

describe("the sentences of comments", () => {
  it("go over line comments right below each other, and end with the last", () => {
    const source = "// One\n// goes on.\n\n// Two\nconst a = 1; // three\n// four\n";
    assert.deepEqual(inComments(source), ["1 One goes on.", "4 Two", "5 three", "6 four"]);
  });

  it("are those of a block without its marks, each tag by itself and without its name", () => {
    const source =
      "/**\n * Makes\n * it.\n *\n * @param name the name\n * @throws Error that says why\n * @default 1\n */\nf();";
    assert.deepEqual(inComments(source), ["2 Makes it.", "5 the name", "6 Error that says why", "7 1"]);
  });

  it("are none in an example", () => {
    const source = "/**\n * Makes.\n *\n * @example\n * new One(). Two.\n * @returns it\n */";
    assert.deepEqual(inComments(source), ["2 Makes.", "6 it"]);
  });

  it("are none in texts, templates and patterns that look like comments", () => {
    assert.deepEqual(inComments(`const a = "// no";\nconst b = \`// no \${a /* yes */}\`;\nconst c = /\\/\\/ no/;`), [
      "2 yes",
    ]);
  });
});

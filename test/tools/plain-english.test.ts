import assert from "node:assert/strict";
import { unclearSentences } from "./plain-english";

const words = (count: number) => Array.from({ length: count }, (_, index) => `w${index}`).join(" ");

describe("the check of plain English", () => {
  for (const [sentence, problem] of [
    ["What the role may do.", 'starts with "What"'],
    ["Whoever approves it.", 'starts with "Whoever"'],
    ["That of the other account.", 'starts with "That"'],
    ["(Which is enough.)", 'starts with "Which"'],
    ["what others need", 'starts with "what"'],
    ["It is the role that CodeBuild assumes.", 'has the form "It is ... that"'],
    [`${words(26)}.`, "has 26 words, of at most 25"],
  ] as const) {
    it(`refuses a sentence that ${problem}`, () => {
      assert.deepEqual(unclearSentences("a.md", `Fine.\n\n${sentence}\n`), [
        `a.md:3: ${problem}: ${shortened(sentence)}`,
      ]);
    });
  }

  for (const sentence of [
    "Whatsoever is another word.",
    "It is a role: one that CodeBuild assumes.",
    "The role says what it may do, and which key that needs.",
    "What",
    `${words(25)}.`,
    `It answers with "${words(40)}".`,
  ]) {
    it(`accepts: ${shortened(sentence)}`, () => {
      assert.deepEqual(unclearSentences("a.md", sentence), []);
    });
  }

  it("reads the comments of sources, and says where a sentence starts", () => {
    assert.deepEqual(unclearSentences("a.ts", '// Fine.\n//\n// Fine. What\n// it is.\nconst What = "What is it";\n'), [
      'a.ts:3: starts with "What": What it is.',
    ]);
  });
});

function shortened(sentence: string): string {
  return sentence.length > 80 ? `${sentence.slice(0, 80)}...` : sentence;
}

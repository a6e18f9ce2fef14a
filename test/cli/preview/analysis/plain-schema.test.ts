import assert from "node:assert/strict";
import { Ajv } from "ajv";
import { goRegExp, isPlainlyValid } from "../../../../cli/preview/analysis/plain-schema";

const ajv = new Ajv({ strict: false, logger: false });

const cases: readonly (readonly [schema: object, values: readonly unknown[]])[] = [
  [{ type: "boolean", description: "A switch", default: false }, [true, "true", 1, null]],
  [{ type: "integer", minimum: 1, maximum: 3 }, [0, 1, 3, 4, 1.5, "2"]],
  [{ type: "number" }, [1, 1.5, "1"]],
  [{ minimum: 1 }, [0, 1, "a text, which has no minimum"]],
  [{ type: "string", minLength: 2 }, ["", "ab", "abcd", "😀", "😀😀"]],
  [{ type: "string", pattern: "^(arn:.+)?$" }, ["", "arn:aws", "name"]],
  [{ type: "string", enum: ["high", "low"] }, ["high", "middle"]],
  [{ enum: [{ level: 1 }] }, [{ level: 1 }, { level: 2 }]],
  [{ type: "array", items: { type: "string" } }, [[], ["a"], ["a", 1], "a"]],
  [{ type: "array", items: [{ type: "string" }] }, [["a"], [1]]],
  [{ type: ["string", "null"] }, ["a", null, 1]],
  [{ type: "string", maxLength: 1 }, ["a", "ab"]],
  [{ type: "object", properties: { size: { type: "number" } }, required: ["size"] }, [{ size: 1 }, { size: "1" }, {}]],
  [{ type: "object", properties: { size: { not: {} } }, required: [] }, [{}, { size: 1 }]],
];

describe("a value that plainly fits a schema", () => {
  it("fits it for the validator of schemas too", () => {
    const plain = cases.flatMap(([schema, values]) =>
      values.filter((value) => isPlainlyValid(schema, value)).map((value) => ({ schema, value })),
    );
    assert.deepEqual(
      plain.filter(({ schema, value }) => ajv.validate(schema, value) !== true),
      [],
    );
    assert.equal(plain.length, 15);
  });

  it("does not fit a pattern that is none", () => {
    assert.equal(isPlainlyValid({ type: "string", pattern: "(" }, "("), false);
  });

  it("fits patterns of Go", () => {
    assert.ok(goRegExp("(?i)\\A[[:alpha:]]+\\z").test("Name"));
    assert.ok(isPlainlyValid({ pattern: "^(?P<name>[[:digit:]]+)$" }, "12"));
  });
});

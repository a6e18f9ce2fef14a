import assert from "node:assert/strict";
import type { SchemaNode } from "./describe-schema";
import { shareSchemas } from "./share-schemas";
import { pipelineFileSchema } from "./stack-file-schema";

describe("schemas that share their parts", () => {
  const place = {
    type: "object",
    properties: { region: { type: "string", description: "A region that is long enough to have a name.".repeat(4) } },
  };

  it("hold a part that stands twice once, under the name of its property", () => {
    const schema: SchemaNode = {
      type: "object",
      properties: { home: place, other: { type: "array", items: place }, short: { type: "string" } },
    };
    assert.deepEqual(shareSchemas(schema), {
      type: "object",
      properties: {
        home: { $ref: "#/$defs/home" },
        other: { type: "array", items: { $ref: "#/$defs/home" } },
        short: { type: "string" },
      },
      $defs: {
        home: { type: "object", properties: { region: { $ref: "#/$defs/region" } } },
        region: place.properties.region,
      },
    });
  });

  it("number the names of different parts", () => {
    const words = (text: string) => ({ type: "string", description: text.repeat(20) });
    const properties = { a: { anyOf: [words("one part, "), words("another,  ")] } };
    const { $defs } = shareSchemas({ properties, allOf: [{ properties }] });
    assert.deepEqual(Object.keys(Object($defs)), ["a", "a2", "a3"]);
  });

  it("say what they said", () => {
    const schema = pipelineFileSchema();
    const { $defs, ...shared } = shareSchemas(schema);
    const whole = JSON.stringify(shared, (_, value) => {
      const name = typeof value?.$ref === "string" ? value.$ref.replace("#/$defs/", "") : undefined;
      return name === undefined ? value : Object($defs)[name];
    });
    assert.equal(whole, JSON.stringify(schema));
  });
});

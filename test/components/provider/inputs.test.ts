import assert from "node:assert/strict";
import * as pulumi from "@pulumi/pulumi";
import { readInputs, resourcesOf } from "../../../components/provider/inputs";
import type { ComponentSpec, PackageSpec, PropertySpec } from "../../../components/provider/schema-types";

const plain = true;
const spec: PackageSpec = {
  name: "test",
  version: "1.0.0",
  resources: {},
  types: { "test:index:Part": { properties: { name: { type: "string", plain } }, required: ["name"] } },
};

function component(
  inputProperties: Readonly<Record<string, PropertySpec>>,
  ...requiredInputs: string[]
): ComponentSpec {
  return { isComponent: true, properties: {}, inputProperties, requiredInputs };
}

function read(property: PropertySpec, input: unknown) {
  return readInputs(spec, component({ value: property }, "value"), { value: input });
}

const part: PropertySpec = { $ref: "#/types/test:index:Part", plain };
const text: PropertySpec = { type: "string", plain };
const texts: PropertySpec = { type: "array", items: text, plain };

describe("the inputs of a component", () => {
  before(() => {
    pulumi.runtime.setMocks(
      { newResource: ({ name, inputs }) => ({ id: name, state: inputs }), call: () => ({}) },
      "test",
      "dev",
      true,
    );
  });

  const accepted: readonly [behaviour: string, property: PropertySpec, input: unknown, value: unknown][] = [
    ["a text", text, "a", "a"],
    ["a known output of a plain argument, as its value", text, pulumi.output("a"), "a"],
    ["known outputs inside a list", texts, [pulumi.output("a"), "b"], ["a", "b"]],
    ["an object with its keys", part, { name: "a" }, { name: "a" }],
    ["each member of a union", { oneOf: [text, texts], plain }, ["a"], ["a"]],
    [
      "any value of a free-form argument",
      { $ref: "pulumi.json#/Any", plain },
      { "on-failure": ["a", 1] },
      { "on-failure": ["a", 1] },
    ],
  ];
  for (const [behaviour, property, input, value] of accepted) {
    it(`may be ${behaviour}`, async () => {
      assert.deepEqual(await read(property, input), { value: { value }, problems: [] });
    });
  }

  const refused: readonly [behaviour: string, property: PropertySpec, input: unknown, problem: string][] = [
    ["a number for a text", text, 5, "value: is 5: give text"],
    ["a fraction for a whole number", { type: "integer", plain }, 1.5, "value: is 1.5: give a whole number"],
    ["a text for a list", texts, "a", 'value: is "a": give a list'],
    ["a wrong element of a list", texts, ["a", 1], "value[1]: is 1: give text"],
    ["a missing key", part, {}, "value.name: is missing: give text"],
    [
      "an unknown key",
      part,
      { name: "a", nme: "b" },
      "value.nme: is not known here. Did you mean name? Allowed are name",
    ],
  ];
  for (const [behaviour, property, input, problem] of refused) {
    it(`may not be ${behaviour}`, async () => {
      const { problems } = await read(property, input);
      assert.deepEqual(
        problems.map(({ path, reason }) => `${path}: ${reason}`),
        [problem],
      );
    });
  }

  it("keep their outputs where the argument is not plain", async () => {
    const input = pulumi.secret("a");
    const { value, problems } = await read({ type: "string" }, input);
    assert.deepEqual([value.value, problems], [input, []]);
  });

  it("leave out what a program gives as null", async () => {
    const { value } = await readInputs(spec, component({ value: text }), { value: null });
    assert.deepEqual(value, {});
  });

  it("name the resources that they are outputs of", async () => {
    class Key extends pulumi.CustomResource {
      declare readonly arn: pulumi.Output<string>;
      constructor() {
        super("test:index:Key", "key", { arn: undefined });
      }
    }
    const key = new Key();
    assert.deepEqual(await resourcesOf([pulumi.interpolate`${key.id}/1`, "text"]), [key]);
  });
});

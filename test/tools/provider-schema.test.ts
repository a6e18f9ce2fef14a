import assert from "node:assert/strict";
import * as pulumi from "@pulumi/pulumi";
import * as entry from "../../components";
import * as network from "../../components/network";
import type { PackageSpec, TypeSpec } from "../../components/provider/schema-types";
import { exceptions, notAvailable } from "./provider-exceptions";
import { providerSchema } from "./provider-schema";

describe("the package schema of other languages", () => {
  const schema: PackageSpec = providerSchema();

  it("has every exported component, under the type that TypeScript registers", () => {
    const exported = Object.entries({ ...entry, ...network })
      .filter(([, value]) => Object.prototype.isPrototypeOf.call(pulumi.ComponentResource, value))
      .map(([name]) => `aws-pipelines:index:${name}`);
    assert.deepEqual(Object.keys(schema.resources), exported.sort());
  });

  it("types every input but those that the page of languages lists", () => {
    const free = Object.entries(objects(schema)).flatMap(([name, { properties }]) =>
      Object.entries(properties)
        .filter(([, property]) => anyIn(property))
        .map(([key]) => `${name}.${key}`),
    );
    const listed = Object.entries(exceptions)
      .filter(([, { as }]) => typeof as === "object" && anyIn(as))
      .map(([pattern]) => new RegExp(`^${pattern.replaceAll(".", "\\.").replaceAll("*", ".*")}$`));
    assert.ok(free.length > 0);
    assert.deepEqual(
      free.filter((path) => !listed.some((pattern) => pattern.test(path))),
      [],
    );
  });

  it("leaves out what the exceptions call not available", () => {
    const { inputProperties = {} } = schema.resources["aws-pipelines:index:Pipeline"] ?? {};
    assert.equal(exceptions["PipelineArgs.builds"]?.as, notAvailable);
    assert.deepEqual(
      ["builds", "stages"].map((key) => key in inputProperties),
      [false, true],
    );
  });

  it("marks as plain what TypeScript takes as plain, and nothing else", () => {
    const { inputProperties = {} } = schema.resources["aws-pipelines:index:BuildProject"] ?? {};
    assert.deepEqual(
      [inputProperties.account?.plain, inputProperties.encryptionKeyArn?.plain, inputProperties.tags?.plain],
      [true, undefined, undefined],
    );
  });

  it("has a comment for each component, input, output and property of a type", () => {
    for (const [token, { description = "" }] of Object.entries(schema.resources)) {
      assert.notEqual(description, "", token);
      assert.doesNotMatch(description, /\{@link|```/);
    }
    const outputs = Object.entries(schema.resources);
    const bare = [...Object.entries(objects(schema)), ...outputs].flatMap(([name, { properties }]) =>
      Object.entries(properties)
        .filter(([, { description = "" }]) => description === "")
        .map(([key]) => `${name}.${key}`),
    );
    assert.deepEqual(bare, []);
  });

  it("takes stages with a plan, as a delivery file does, in place of the actions that a plan makes", () => {
    const stage = schema.types["aws-pipelines:index:DeliveryPipelineStages"];
    const action = schema.types["aws-pipelines:index:DeliveryPipelineStagesActions"];
    assert.equal(stage?.properties.plan?.$ref, "#/types/aws-pipelines:index:DeliveryPipelineStagesPlan");
    assert.deepEqual(stage?.required, undefined);
    assert.deepEqual(
      ["build", "update", "changeSet"].map((key) => key in (action?.properties ?? {})),
      [true, false, false],
    );
  });

  it("names types and properties as every language can, apart from keys of AWS's own files", () => {
    const names = [...Object.keys(schema.types).map((token) => token.split(":")[2] ?? "")];
    assert.deepEqual(
      names.filter((name) => !/^[A-Z][A-Za-z0-9]*$/.test(name)),
      [],
    );
    const keys = Object.values(objects(schema)).flatMap(({ properties }) => Object.keys(properties));
    const odd = [...new Set(keys.filter((key) => !/^[A-Za-z][A-Za-z0-9]*$/.test(key)))];
    // Reports have the keys of a buildspec; every generator makes one identifier of each.
    assert.deepEqual(odd.sort(), ["base-directory", "discard-paths", "file-format"]);
  });
});

function objects({ resources, types }: PackageSpec) {
  const components = Object.entries(resources).map(
    ([token, { inputProperties }]) => [`${token.split(":")[2]}Args`, { properties: inputProperties }] as const,
  );
  return Object.fromEntries([
    ...components,
    ...Object.entries(types).map(([token, type]) => [token.split(":")[2] ?? "", type] as const),
  ]);
}

function anyIn({ $ref, items, additionalProperties, oneOf = [] }: TypeSpec): boolean {
  return (
    $ref === "pulumi.json#/Any" ||
    [items, additionalProperties, ...oneOf].some((inner) => inner !== undefined && anyIn(inner))
  );
}

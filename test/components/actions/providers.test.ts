import assert from "node:assert/strict";
import { z } from "zod";
import {
  type ActionTypeId,
  catalogue,
  configurationSchemaOf,
  findActionType,
} from "../../../components/actions/catalogue";
import providers from "./providers.json";

/** The keys that a configuration must have, whatever the others say. */
function requiredKeys(id: ActionTypeId): string[] {
  const schema = configurationSchemaOf(id);
  assert.ok(schema, `${id.category}/${id.provider} has no schema`);
  const required: unknown = z.toJSONSchema(schema, { io: "input" }).required ?? [];
  return z.array(z.string()).parse(required).sort();
}

/** GitHub's first version is known to be refused, and what an account registers AWS does not list. */
const unlisted = ["GitHub"];

describe("the catalogue, beside AWS's own tables", () => {
  for (const { category, provider, ...expected } of providers) {
    it(`agrees about ${provider} as a ${category} action`, () => {
      const type = findActionType({ provider, category });
      assert.ok(type, `the catalogue lacks ${provider}`);
      assert.ok(
        type.categories.some((known) => known === category),
        `the catalogue lacks ${category}/${provider}`,
      );
      assert.deepEqual(
        {
          owner: type.owner,
          types: type.pipelineTypes,
          inputs: [type.inputArtifacts.min, type.inputArtifacts.max],
          outputs: [type.outputArtifacts.min, type.outputArtifacts.max],
          required: requiredKeys({ provider, category }),
          variables: list(type.outputVariables),
        },
        { ...expected, required: [...expected.required].sort(), variables: list(expected.variables) },
      );
      assert.equal(type.version, "1");
    });
  }

  it("lists nothing that AWS does not", () => {
    const known = providers.map(({ category, provider }) => `${category}/${provider}`);
    const listed = catalogue
      .filter(({ provider }) => !unlisted.includes(provider))
      .flatMap(({ provider, categories }) => categories.map((category) => `${category}/${provider}`));
    assert.deepEqual(
      listed.filter((name) => !known.includes(name)),
      [],
    );
  });
});

function list(variables: string | readonly string[]) {
  return typeof variables === "string" ? variables : [...variables].sort();
}

import assert from "node:assert/strict";
import { defaultDirectory, infrastructureSchema } from "../../../components/infrastructure/settings";
import { schemaProblems } from "../../../components/schema/vocabulary";

const tool = { version: "1.13.5", sha256: "0f".repeat(32) };
const pulumi = { tool: "pulumi", stack: "acme/shop/dev", ...tool };
const terraform = { tool: "terraform", ...tool };

describe("the settings of infrastructure", () => {
  for (const [what, settings] of [
    ["a Pulumi program", pulumi],
    ["a Pulumi program elsewhere, on another Node.js", { ...pulumi, directory: "infra/app", nodejs: 24 }],
    ["a Terraform module", terraform],
    ["a Terraform module with further providers", { ...terraform, directory: ".", providers: ["integrations/github"] }],
  ] as const) {
    it(`may be ${what}`, () => {
      assert.deepEqual(schemaProblems(infrastructureSchema, settings), []);
    });
  }

  for (const [what, settings, path, reason] of [
    ["another tool", { ...tool, tool: "cdk" }, "tool", 'is "cdk": allowed are pulumi, terraform'],
    [
      "a range of versions",
      { ...terraform, version: "^1.13" },
      "version",
      'is "^1.13": give one version as x.y.z, such as 1.13.5',
    ],
    [
      "a stack of Terraform",
      { ...terraform, stack: "acme/shop/dev" },
      "stack",
      "is not known here: allowed are tool, version, sha256, directory, providers",
    ],
    [
      "providers of Pulumi",
      { ...pulumi, providers: ["integrations/github"] },
      "providers",
      "is not known here: allowed are tool, stack, nodejs, version, sha256, directory",
    ],
    ["an old Node.js", { ...pulumi, nodejs: 18 }, "nodejs", "is 18: allowed are 20, 22, 24"],
    ["a version that is text", { ...pulumi, nodejs: "22" }, "nodejs", 'is "22": allowed are 20, 22, 24'],
    [
      "a directory outside the repository",
      { ...terraform, directory: "../other" },
      "directory",
      'is "../other": give a path inside the repository, relative to its root, such as deploy',
    ],
  ] as const) {
    it(`must not be ${what}`, () => {
      assert.deepEqual(schemaProblems(infrastructureSchema, settings), [{ path, reason }]);
    });
  }

  it("find the infrastructure in deploy unless they say otherwise", () => {
    assert.equal(defaultDirectory, "deploy");
  });
});

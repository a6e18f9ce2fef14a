import assert from "node:assert/strict";
import { destroyTools, toolNamed } from "../../../../policy/lib/destroy/tools";

describe("the tool that a word runs", () => {
  for (const [word, name] of [
    ["pulumi", "pulumi"],
    ["Pulumi.exe", "pulumi"],
    ["./bin/pulumi", "pulumi"],
    ["C:\\tools\\terraform.exe", "terraform"],
    ["terraform_1.9.5", "terraform"],
    ["terraform-v1.9", "terraform"],
    ["hashicorp/terraform:1.9", "terraform"],
    ["pulumi@3", "pulumi"],
    ["aws-cdk@2.1000.0", "cdk"],
    ["opentofu", "tofu"],
    ["yarn", "npm"],
  ] as const) {
    it(`is ${name} for ${word}`, () => assert.equal(toolNamed(word), destroyTools[name]));
  }

  it("is none for other words, nor for names that every object has", () => {
    for (const word of ["", "pulumis", "pulumi-x", "mypulumi", "constructor", "toString", "__proto__"]) {
      assert.equal(toolNamed(word), undefined, word);
    }
  });
});

describe("the tools that can destroy", () => {
  it("have no subcommand that both destroys and does not", () => {
    for (const [name, { destroys, others }] of Object.entries(destroyTools)) {
      assert.deepEqual(
        destroys.filter((word) => others.includes(word)),
        [],
        name,
      );
    }
  });

  it("destroy by a subcommand, always, or by a task of the repository", () => {
    for (const [name, { destroys, always, tasks }] of Object.entries(destroyTools)) {
      assert.equal([destroys.length > 0, always === true, tasks === true].filter(Boolean).length, 1, name);
    }
  });

  it("plan and apply only where they are Terraform's", () => {
    const planning = Object.entries(destroyTools).filter(([, { plans }]) => plans === true);
    assert.deepEqual(
      planning.map(([name]) => name),
      ["terraform", "tofu", "opentofu", "terragrunt"],
    );
  });
});

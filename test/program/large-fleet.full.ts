import assert from "node:assert/strict";
import { nameOf, previewOf, type StackPreview } from "./support/preview";

/** Limits of IAM, KMS and CodePipeline, as AWS counts them. */
const limits = { inline: 10_240, managed: 6_144, managedPerRole: 10, trust: 2_048, keyPolicy: 32_768, perStage: 50 };

describe("a fleet of 200 environments", () => {
  let preview: StackPreview;

  before(async () => {
    preview = await previewOf("prod", "test/fixtures/program/large-fleet");
  });

  const ofType = (type: string) => preview.resources.filter((made) => made.type === type);

  it("passes the pack without a mandatory finding, and without one that could not be judged", () => {
    const found = preview.policies.flatMap(({ violations }) => violations);
    assert.deepEqual(
      found.filter(({ level, message }) => level === "mandatory" || message.includes("can't run policy")),
      [],
    );
    assert.deepEqual([preview.stderr, preview.status], ["", 0]);
  });

  it("has a project and a build role for each environment, and none for two", () => {
    const roles = ofType("aws:codebuild/project:Project").map(({ urn }) => nameOf(urn));
    assert.equal(new Set(roles).size, 200);
    const names = ofType("aws:iam/role:Role").map(({ inputs }) => inputs.name);
    // The pipeline, its source, and two for each environment: its action and its build.
    assert.equal(new Set(names).size, 402);
  });

  it("deploys them in stages that CodePipeline takes", () => {
    const [pipeline] = ofType("aws:codepipeline/pipeline:Pipeline");
    const stages = (pipeline?.inputs.stages ?? []) as { name: string; actions: unknown[] }[];
    assert.deepEqual(
      stages.map(({ name, actions }) => [name, actions.length]),
      [
        ["Source", 1],
        ["first", 5],
        ["Approve.second", 1],
        ["second.1", limits.perStage],
        ["second.2", 10],
        ["Approve.rest", 1],
        ["rest.1", limits.perStage],
        ["rest.2", limits.perStage],
        ["rest.3", 35],
      ],
    );
  });

  it("has no document above the limits of IAM and KMS", () => {
    const length = (value: unknown) => String(value).length;
    const above = (type: string, key: string, limit: number) =>
      ofType(type)
        .filter(({ inputs }) => length(inputs[key]) > limit)
        .map(({ urn }) => nameOf(urn));
    assert.deepEqual(above("aws:iam/rolePolicy:RolePolicy", "policy", limits.inline), []);
    assert.deepEqual(above("aws:iam/policy:Policy", "policy", limits.managed), []);
    assert.deepEqual(above("aws:iam/role:Role", "assumeRolePolicy", limits.trust), []);
    assert.deepEqual(above("aws:kms/key:Key", "policy", limits.keyPolicy), []);
    assert.ok(ofType("aws:iam/rolePolicyAttachment:RolePolicyAttachment").length <= limits.managedPerRole);
  });
});

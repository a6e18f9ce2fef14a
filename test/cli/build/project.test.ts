import assert from "node:assert/strict";
import { agentArguments, agentCommand, refuseForAgent } from "../../../cli/build/agent";
import { findBuildTarget } from "../../../cli/build/project";
import type { Resource } from "../../../cli/preview/engine/resource";

function project(name: string, inputs: Resource["inputs"]): Resource {
  return { type: "aws:codebuild/project:Project", name, inputs } as Resource;
}

const resources = [
  project("shop-build", {
    name: "shop-prod-build",
    source: { type: "CODEPIPELINE", buildspec: "ci/build.yml" },
    artifacts: { type: "CODEPIPELINE" },
    cache: { type: "LOCAL", modes: ["LOCAL_CUSTOM_CACHE"] },
    tags: { "aws-pipelines:gate": "shop-prod" },
    environment: {
      image: "aws/codebuild/standard:7.0",
      type: "ARM_CONTAINER",
      environmentVariables: [
        { name: "STAGE", value: "prod" },
        { name: "EMPTY", value: "" },
        { name: "TOKEN", value: "/shop/token", type: "PARAMETER_STORE" },
      ],
    },
  }),
  project("docs", { source: { type: "GITHUB", location: "https://github.com/acme/docs.git" } }),
];

describe("the project of a build", () => {
  it("has a name or a logical name", () => {
    const target = findBuildTarget(resources, "shop-prod-build");
    assert.deepEqual(findBuildTarget(resources, "shop-build"), target);
    assert.deepEqual(target, {
      name: "shop-prod-build",
      buildspec: "ci/build.yml",
      sourceType: "CODEPIPELINE",
      sourceLocation: undefined,
      secondarySources: [],
      image: "aws/codebuild/standard:7.0",
      environment: "ARM_CONTAINER",
      variables: [
        { name: "STAGE", value: "prod", type: "PLAINTEXT" },
        { name: "EMPTY", value: "", type: "PLAINTEXT" },
        { name: "TOKEN", value: "/shop/token", type: "PARAMETER_STORE" },
      ],
      artifacts: "CODEPIPELINE",
      cache: { type: "LOCAL", modes: ["LOCAL_CUSTOM_CACHE"] },
      gate: "shop-prod",
    });
    const { cache, gate } = findBuildTarget(resources, "docs");
    assert.deepEqual([cache, gate], [{ type: "NO_CACHE", modes: [] }, undefined]);
    assert.equal(findBuildTarget(resources, "docs").sourceLocation, "https://github.com/acme/docs.git");
  });

  it("is refused with the names of the program", () => {
    assert.throws(() => findBuildTarget(resources, "web"), {
      message: 'build: the program has no project "web". Use one of shop-prod-build, docs.',
    });
    assert.throws(() => findBuildTarget([], "web"), /It has no project at all\.$/);
    assert.throws(() => findBuildTarget([...resources, ...resources], "docs"), /2 projects have the name "docs"/);
  });

  it("runs in the agent for its architecture, on Linux only", () => {
    const target = findBuildTarget(resources, "shop-build");
    const files = { source: "/s", artifacts: "/a", environment: "/e", variables: "v.env", buildspec: "b.yml" };
    const args = agentArguments(target, files);
    assert.equal(args.at(-1), "public.ecr.aws/codebuild/local-builds:aarch64");
    assert.ok(args.includes("IMAGE_NAME=aws/codebuild/standard:7.0"));
    assert.match(agentCommand([...args, "it's"]), /^docker run --rm \\\n {2}-v .* 'it'\\''s'$/s);
    assert.throws(() => refuseForAgent({ ...target, environment: "MAC_ARM" }, {}), /runs Linux images/);
    assert.throws(() => refuseForAgent(target, { A: "1\n2" }), /A has several lines/);
  });
});

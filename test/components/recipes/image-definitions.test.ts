import assert from "node:assert/strict";
import { mkdirSync, symlinkSync } from "node:fs";
import { join } from "node:path";
import { findImages } from "../../../components/iam/image-access";
import { imageDefinitions } from "../../../components/recipes/image-definitions";
import { type BuildMachine, makeBuildMachine } from "../../support/build-machine";
import { runBuildspec } from "../../support/run-buildspec";

const repositoryUri = "123456789012.dkr.ecr.eu-central-1.amazonaws.com/shop/web";
const image = { repositoryUri, region: "eu-central-1" };
const commit = "4f1d9b1c0e5a4b8f9d2c7a6b5e4f3d2c1b0a9f8e";
const digest = `sha256:${"7".padStart(64, "0")}`;
const source = { CODEBUILD_RESOLVED_SOURCE_VERSION: commit };

describe("The recipe imageDefinitions", () => {
  let machine: BuildMachine;
  beforeEach(() => {
    machine = makeBuildMachine();
    machine.write(`state/images/${commit}`, digest);
  });
  afterEach(() => machine.remove());

  it("names the image of the commit by its digest", () => {
    const run = runBuildspec(machine, imageDefinitions(image), source);
    assert.deepEqual([run.succeeded, run.steps], [true, ["build"]]);
    assert.equal(
      machine.read("source/image-definitions/imageDetail.json"),
      `{"ImageURI":"${repositoryUri}@${digest}"}\n`,
    );
    assert.equal(machine.read("source/image-definitions/imagedefinitions.json"), undefined);
    assert.deepEqual(run.exported, { IMAGE_URI: `${repositoryUri}:${commit}` });
  });

  it("names it once for each container", () => {
    const run = runBuildspec(machine, imageDefinitions({ ...image, containers: ["web", "worker"] }), source);
    assert.equal(run.succeeded, true);
    const definitions = JSON.parse(machine.read("source/image-definitions/imagedefinitions.json") ?? "");
    assert.deepEqual(definitions, [
      { name: "web", imageUri: `${repositoryUri}@${digest}` },
      { name: "worker", imageUri: `${repositoryUri}@${digest}` },
    ]);
  });

  it("fails if nobody pushed the image, and writes nothing", () => {
    machine.write(`state/images/${commit}`, "None");
    const run = runBuildspec(machine, imageDefinitions(image), source);
    assert.equal(run.succeeded, false);
    assert.match(run.output, new RegExp(`web:${commit} does not exist: push the image of this commit first`));
    assert.equal(machine.read("source/image-definitions/imageDetail.json"), undefined);
  });

  it("follows no link of a hostile repository", () => {
    machine.write("home/victim", "untouched");
    mkdirSync(join(machine.source, "folder"));
    symlinkSync("../../home/victim", join(machine.source, "folder/imageDetail.json"));
    symlinkSync("folder", join(machine.source, "image-definitions"));
    assert.equal(runBuildspec(machine, imageDefinitions(image), source).succeeded, true);
    assert.equal(machine.read("home/victim"), "untouched");
  });

  it("asks ECR for nothing but the action that findImages grants", () => {
    runBuildspec(machine, imageDefinitions(image), source);
    const scope = { partition: "aws", account: "123456789012", region: "eu-central-1" } as const;
    assert.deepEqual(findImages(scope, "shop/web"), {
      Sid: "FindImages",
      Effect: "Allow",
      Action: ["ecr:BatchGetImage"],
      Resource: ["arn:aws:ecr:eu-central-1:123456789012:repository/shop/web"],
    });
    assert.deepEqual(
      machine.calls().map((call) => call.split(" ").slice(0, 3).join(" ")),
      ["aws ecr batch-get-image"],
    );
  });

  it("refuses names that no container can have", () => {
    assert.throws(
      () => imageDefinitions({ ...image, containers: ['web","x":"'] }),
      /containers\[0\].*give the name of a container/,
    );
  });
});

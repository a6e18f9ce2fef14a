import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { exportChosenImage, exportImageUri, imageChoice } from "../../../components/recipes/image-uri";
import { schemaProblems } from "../../../components/schema/vocabulary";

const commit = "4f1d9b1c0e5a4b8f9d2c7a6b5e4f3d2c1b0a9f8e";
const repository = "111122223333.dkr.ecr.eu-central-1.amazonaws.com/shop/web";

function run(command: string, env: Record<string, string>) {
  const { status, stdout, stderr } = spawnSync("bash", ["--norc", "-c", `${command}printenv IMAGE_URI`], {
    encoding: "utf8",
    env: { PATH: process.env.PATH, ...env },
  });
  return { status, stdout, stderr };
}

describe("the image of a commit", () => {
  for (const [what, command, env] of [
    ["the repository of the project", exportImageUri(), { IMAGE_REPOSITORY_URI: repository }],
    ["the repository that is given", exportImageUri(repository), {}],
  ] as const) {
    it(`is in ${what}, tagged by the commit`, () => {
      assert.deepEqual(run(command, { ...env, CODEBUILD_RESOLVED_SOURCE_VERSION: commit }), {
        status: 0,
        stdout: `${repository}:${commit}\n`,
        stderr: "",
      });
    });
  }

  for (const [what, IMAGE_REPOSITORY_URI, version, image] of [
    ["a branch", repository, "main", `${repository}:main`],
    [
      "a version of an object",
      repository,
      "arn:aws:s3:::store/source.zip",
      `${repository}:arn:aws:s3:::store/source.zip`,
    ],
    ["half a commit", repository, commit.slice(1), `${repository}:${commit.slice(1)}`],
    ["no repository", "", commit, `:${commit}`],
    ["a repository with a tag", `${repository}:latest`, commit, `${repository}:latest:${commit}`],
    ["text behind the commit", repository, `${commit}\nx`, `${repository}:${commit}\nx`],
  ] as const) {
    it(`is none for ${what}, and the build ends`, () => {
      assert.deepEqual(run(exportImageUri(), { IMAGE_REPOSITORY_URI, CODEBUILD_RESOLVED_SOURCE_VERSION: version }), {
        status: 1,
        stdout: "",
        stderr: `'${image}' names no image of a commit: give IMAGE_REPOSITORY_URI, and a source whose version is a commit SHA\n`,
      });
    });
  }

  it("is none where the project forgot its repository, which the message names", () => {
    const { status, stderr } = run(exportImageUri(), { CODEBUILD_RESOLVED_SOURCE_VERSION: commit });
    assert.equal(status, 1);
    assert.match(stderr, /IMAGE_REPOSITORY_URI: unbound variable/);
  });
});

describe("the image of a deployment", () => {
  const digest = `sha256:${"0".repeat(64)}`;
  const byDigest = exportChosenImage("digest").join("");

  it("is that of the commit, or none", () => {
    assert.deepEqual(exportChosenImage(), [exportImageUri()]);
    assert.deepEqual(exportChosenImage(true), [exportImageUri()]);
    assert.deepEqual(exportChosenImage(false), []);
  });

  it("is that of the digest which the action passes", () => {
    assert.deepEqual(run(byDigest, { IMAGE_REPOSITORY_URI: repository, IMAGE_DIGEST: digest }), {
      status: 0,
      stdout: `${repository}@${digest}\n`,
      stderr: "",
    });
  });

  it("falls back to no tag: without a digest the build ends", () => {
    const wrong: Record<string, string>[] = [
      {},
      { IMAGE_DIGEST: commit },
      { IMAGE_DIGEST: `${digest}0` },
      { IMAGE_DIGEST: `x@${digest}` },
    ];
    for (const env of wrong) {
      const built = { IMAGE_REPOSITORY_URI: repository, CODEBUILD_RESOLVED_SOURCE_VERSION: commit };
      const { status, stdout, stderr } = run(byDigest, { ...built, ...env });
      assert.deepEqual([status, stdout], [1, ""]);
      assert.match(
        stderr,
        /names no image by its digest: give IMAGE_REPOSITORY_URI, and IMAGE_DIGEST in the action\n$/,
      );
    }
  });

  it("is true, false or digest", () => {
    assert.deepEqual(schemaProblems(imageChoice, "tag"), [
      { path: "", reason: 'is "tag": give true, false or "digest"' },
    ]);
  });
});

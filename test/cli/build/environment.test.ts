import assert from "node:assert/strict";
import { codeBuildVariables, machineVariables, ownVariables } from "../../../cli/build/environment";

const folders = { source: "/b/src", home: "/b/home", temporary: "/b/tmp", secondary: { lib: "/b/secondary/lib" } };
const caller = {
  PATH: "/bin",
  LC_ALL: "C",
  HOME: "/home/me",
  HTTPS_PROXY: "http://proxy",
  AWS_PROFILE: "admin",
  AWS_WEB_IDENTITY_TOKEN_FILE: "/token",
  SSH_AUTH_SOCK: "/agent",
  NPM_TOKEN: "secret",
};

describe("the environment of a build", () => {
  it("takes names from a list of the caller's, and cuts off every credential of AWS", () => {
    assert.deepEqual(machineVariables(caller, folders, false), {
      PATH: "/bin",
      LC_ALL: "C",
      HTTPS_PROXY: "http://proxy",
      HOME: "/b/home",
      TMPDIR: "/b/tmp",
      AWS_EC2_METADATA_DISABLED: "true",
      AWS_SHARED_CREDENTIALS_FILE: "/b/home/no-credentials",
      AWS_CONFIG_FILE: "/b/home/no-config",
    });
  });

  it("adds the variables of AWS alone when the caller allows AWS", () => {
    assert.deepEqual(machineVariables(caller, folders, true), {
      PATH: "/bin",
      LC_ALL: "C",
      HTTPS_PROXY: "http://proxy",
      AWS_PROFILE: "admin",
      AWS_WEB_IDENTITY_TOKEN_FILE: "/token",
      HOME: "/b/home",
      TMPDIR: "/b/tmp",
    });
  });

  it("has the variables of CodeBuild, with one for each secondary source", () => {
    const target = {
      name: "shop",
      buildspec: undefined,
      sourceType: "GITHUB",
      sourceLocation: "https://github.com/acme/shop.git",
      secondarySources: ["lib"],
      image: "image:1",
      environment: "LINUX_CONTAINER",
      variables: [],
      artifacts: "S3",
      cache: { type: "NO_CACHE", modes: [] },
    };
    const moment = { account: "111122223333", region: "eu-west-1", id: "id", start: 1700000000000, revision: "abc" };
    assert.deepEqual(codeBuildVariables(target, moment, folders), {
      AWS_REGION: "eu-west-1",
      AWS_DEFAULT_REGION: "eu-west-1",
      CODEBUILD_BUILD_ARN: "arn:aws:codebuild:eu-west-1:111122223333:build/shop:id",
      CODEBUILD_BUILD_ID: "shop:id",
      CODEBUILD_BUILD_IMAGE: "image:1",
      CODEBUILD_BUILD_NUMBER: "1",
      CODEBUILD_BUILD_SUCCEEDING: "1",
      CODEBUILD_INITIATOR: "aws-pipelines",
      CODEBUILD_KMS_KEY_ID: "arn:aws:kms:eu-west-1:111122223333:alias/aws/s3",
      CODEBUILD_LOG_PATH: "id",
      CODEBUILD_RESOLVED_SOURCE_VERSION: "abc",
      CODEBUILD_SOURCE_REPO_URL: "https://github.com/acme/shop.git",
      CODEBUILD_SOURCE_VERSION: "abc",
      CODEBUILD_SRC_DIR: "/b/src",
      CODEBUILD_SRC_DIR_lib: "/b/secondary/lib",
      CODEBUILD_START_TIME: "1700000000000",
    });
  });

  it("names the variables that hold a placeholder, also for a value that only AWS knows", () => {
    const spec = { phases: {}, env: { "secrets-manager": { A: "shop/a", B: "shop/b" } } };
    const variables = [
      { name: "B", value: "plain", type: "PLAINTEXT" },
      { name: "URL", value: undefined, type: "PLAINTEXT" },
    ];
    assert.deepEqual(ownVariables(spec, { variables }, {}), {
      values: { A: "placeholder:secrets-manager:shop/a", B: "plain", URL: "placeholder:unknown:URL" },
      placeholders: ["A", "URL"],
    });
  });
});

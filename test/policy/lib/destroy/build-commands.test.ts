import assert from "node:assert/strict";
import { buildCommands, isBuildspecPlace, isClosed } from "../../../../policy/lib/destroy/build-commands";

describe("a buildspec", () => {
  for (const [buildspec, expected] of [
    ["", true],
    ["ci/buildspec.yml", true],
    ["arn:aws:s3:::shop/buildspec.yml", true],
    ["version: 0.2", false],
    ["  version : 0.2", false],
    ['{"version":0.2}', false],
    ["phases:\n  build: {}", false],
  ] as const) {
    it(`is ${expected ? "a place" : "the text itself"} as ${JSON.stringify(buildspec)}`, () => {
      assert.equal(isBuildspecPlace(buildspec), expected);
    });
  }
});

describe("commands run nothing of a repository", () => {
  for (const command of [
    "",
    "echo done",
    "aws s3 sync dist s3://shop",
    "REGION=eu-west-1 aws s3 ls",
    "docker login",
    "git status",
    "git commit -m 'submodule of nothing'",
    "env | sort",
    "cd dist && ls -la; cat x | grep y",
    "# npm ci",
    "REGION=eu-west-1",
  ]) {
    it(`by ${JSON.stringify(command)}`, () => assert.equal(isClosed([command]), true));
  }

  for (const command of [
    "npm ci",
    "./deploy.sh",
    "bash deploy.sh",
    "make",
    "python -c 'x'",
    "echo done && ./deploy.sh",
    "X=1 ./deploy.sh",
    "docker build .",
    "docker run image",
    "docker compose up",
    "docker buildx bake",
    "env -i ./deploy.sh",
    "aws cloudformation deploy --template-file t.yml",
    "aws --region eu-west-1 cloudformation create-stack",
    "aws cloudformation update-stack --stack-name x",
    "aws cloudformation create-change-set --stack-name x",
    "aws cloudformation package --template-file t.yml",
    "aws lambda update-function-code --function-name x",
    "aws stepfunctions start-execution --state-machine-arn x",
    "git lfs pull",
    "aws ssm send-command",
    "aws lambda invoke --function-name x out",
    "aws codebuild start-build --project-name x",
    "git submodule update",
    "git -c core.sshCommand=./x fetch",
  ]) {
    it(`but not by ${command}`, () => assert.equal(isClosed([command]), false));
  }

  it("by each command of a list", () => {
    assert.equal(isClosed(["echo a", "npm ci"]), false);
    assert.equal(isClosed(["echo a", "echo b"]), true);
    assert.equal(isClosed([]), true);
  });
});

describe("the commands of a buildspec", () => {
  it("are those of every phase, and of what runs at the end", () => {
    const yaml = `version: 0.2
phases:
  install:
    runtime-versions:
      nodejs: 22
    commands:
      - npm ci
      - "echo \\"a\\""
  build:
    commands:
    - 'npm test'
    - |
      set -e
      ./deploy.sh
    finally:
      - echo done
artifacts:
  files:
    - dist/**
`;
    assert.deepEqual(buildCommands(yaml), ["npm ci", 'echo \\"a\\"', "npm test", "\nset -e\n./deploy.sh", "echo done"]);
  });

  it("may be one block instead of a list", () => {
    assert.deepEqual(buildCommands("phases:\n  build:\n    commands: ./deploy.sh"), ["./deploy.sh"]);
  });

  it("may be one block of several lines", () => {
    assert.deepEqual(buildCommands("phases:\n  build:\n    commands: |\n      ./deploy.sh"), ["\n./deploy.sh"]);
  });

  it("go on behind an empty line", () => {
    const yaml = "phases:\n  build:\n    commands:\n      - npm ci\n\n      - npm test";
    assert.deepEqual(buildCommands(yaml), ["npm ci\n", "npm test"]);
  });

  it("stand below a quoted key as well", () => {
    for (const quote of ['"', "'"]) {
      const yaml = `phases:\n  build:\n    ${quote}commands${quote}:\n      - npm ci`;
      assert.deepEqual(buildCommands(yaml), ["npm ci"]);
    }
  });

  it("are no objects of JSON", () => {
    assert.deepEqual(buildCommands(JSON.stringify({ phases: { build: { commands: { x: "y" } } } })), []);
  });

  it("are read from JSON as well", () => {
    const phases = { build: { commands: ["npm ci", "npm test"], finally: ["echo done"] }, install: { commands: "x" } };
    assert.deepEqual(buildCommands(JSON.stringify({ version: 0.2, phases, artifacts: { files: ["y"] } })), [
      "npm ci",
      "npm test",
      "echo done",
      "x",
    ]);
  });

  it("are none in a buildspec without any", () => {
    assert.deepEqual(buildCommands("version: 0.2\nartifacts:\n  files: ['**/*']\n"), []);
    assert.deepEqual(buildCommands('{"version":0.2}'), []);
    assert.deepEqual(buildCommands(""), []);
  });
});

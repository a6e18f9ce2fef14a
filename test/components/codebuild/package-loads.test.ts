import assert from "node:assert/strict";
import { loadsPackages } from "../../../components/codebuild/package-loads";

const cases: [command: string, expected: boolean][] = [
  ["npm ci", true],
  ["cd web && npm install --ignore-scripts", true],
  ["pip install -r requirements.txt", true],
  ["./mvnw -q package", true],
  ["docker build -t shop .", true],
  ["npm test", false],
  ["echo npm-ci", false],
  ["aws s3 cp s3://acme/x .", false],
];

describe("loadsPackages", () => {
  for (const [command, expected] of cases) {
    it(`is ${expected} for ${command}`, () => {
      assert.equal(loadsPackages({ phases: { build: { commands: [command] } } }), expected);
    });
  }

  it("is false after a login to CodeArtifact, which an endpoint reaches", () => {
    const login = "aws codeartifact login --tool npm --domain acme --repository npm";
    assert.equal(
      loadsPackages({ phases: { install: { commands: [login, "npm ci"] }, build: { commands: ["npm test"] } } }),
      false,
    );
  });
});

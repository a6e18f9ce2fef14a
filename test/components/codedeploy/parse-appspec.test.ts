import assert from "node:assert/strict";
import { parseAppSpec } from "../../../components/codedeploy/parse-appspec";

const server = `version: 0.0
os: linux
files:
  - source: dist
    destination: /srv/shop
permissions:
  - object: /srv/shop
    mode: "0644"
hooks:
  AfterInstall:
    - location: scripts/install.sh
      timeout: "300"
      runas: root
  ApplicationStart:
`;

const ecs = JSON.stringify({
  version: 0.0,
  Resources: [
    {
      TargetService: {
        Type: "AWS::ECS::Service",
        Properties: {
          TaskDefinition: "<TASK_DEFINITION>",
          LoadBalancerInfo: { ContainerName: "web", ContainerPort: "80" },
        },
      },
    },
  ],
});

function problemsOf(text: string): string[] {
  return parseAppSpec(text).problems.map(({ path, reason }) => `${path}: ${reason}`);
}

describe("parseAppSpec", () => {
  it("reads YAML into the form of the schema", () => {
    assert.deepEqual(parseAppSpec(server).appSpec, {
      version: 0,
      os: "linux",
      files: [{ source: "dist", destination: "/srv/shop" }],
      permissions: [{ object: "/srv/shop", mode: "0644" }],
      hooks: { AfterInstall: [{ location: "scripts/install.sh", timeout: 300, runas: "root" }] },
    });
  });

  it("reads JSON, with numbers in quotation marks", () => {
    const { appSpec, problems } = parseAppSpec(ecs);
    assert.deepEqual(problems, []);
    assert.ok(appSpec !== undefined && "Resources" in appSpec);
    assert.deepEqual(appSpec.Resources[0]?.TargetService?.Properties, {
      TaskDefinition: "<TASK_DEFINITION>",
      LoadBalancerInfo: { ContainerName: "web", ContainerPort: 80 },
    });
  });

  it("names the line of each problem", () => {
    assert.deepEqual(problemsOf(server.replace("AfterInstall", "AfterInstal").replace("/srv/shop\n", "srv\n")), [
      "hooks.AfterInstal (line 10): is not known here. Did you mean AfterInstall? Allowed are BeforeBlockTraffic, AfterBlockTraffic, ApplicationStop, BeforeInstall, AfterInstall, ApplicationStart, ValidateService, BeforeAllowTraffic, AfterAllowTraffic",
      'files[0].destination (line 5): is "srv": give a path from the root, such as /srv/shop',
    ]);
  });

  it("refuses a mode that the agent reads as another number", () => {
    assert.deepEqual(problemsOf(server.replace('"0644"', "0644")), [
      'permissions[0].mode (line 8): is 0644, which the agent reads as 420: write "0644" in quotation marks',
    ]);
    assert.deepEqual(problemsOf(server.replace('"0644"', "644")), []);
  });

  it("refuses the version as text on instances, where the agent compares numbers", () => {
    assert.deepEqual(problemsOf(server.replace("0.0", '"0.0"')), [
      "version (line 1): is text: write 0.0 without quotation marks, which the agent refuses",
    ]);
  });

  it("leaves out a key of a file that the agent ignores, and says so", () => {
    const { appSpec, problems, ignored } = parseAppSpec(
      server.replace("    destination: /srv/shop\n", "    destination: /srv/shop\n    overwrite: yes\n"),
    );
    assert.deepEqual(problems, []);
    assert.deepEqual(appSpec, parseAppSpec(server).appSpec);
    assert.deepEqual(ignored, [
      "CodeDeploy ignores files[0].overwrite. Use file_exists_behavior: OVERWRITE at the top of the file.",
    ]);
  });

  it("refuses text that is no YAML", () => {
    assert.match(problemsOf("version: 0.0\n os: linux\n").join(), /give YAML or JSON/);
  });

  it("refuses an empty file", () => {
    assert.match(problemsOf("").join(), /^: tells no platform/);
  });
});

import assert from "node:assert/strict";
import { symlinkSync } from "node:fs";
import { join } from "node:path";
import { deployFunction } from "../../../components/codedeploy/deploy-access";
import { functionDeployment } from "../../../components/recipes/function-deployment";
import { type BuildMachine, makeBuildMachine } from "../../support/build-machine";
import { runBuildspec } from "../../support/run-buildspec";
import { scope } from "../../support/scopes";

const group = {
  platform: "Lambda" as const,
  applicationName: "prices",
  groupName: "all",
  configurationName: "CodeDeployDefault.LambdaCanary10Percent5Minutes",
};
const deployment = { group, functionName: "prices", aliasName: "live" };

describe("The recipe functionDeployment", () => {
  let machine: BuildMachine;
  beforeEach(() => {
    machine = makeBuildMachine();
    machine.write("source/function.zip", "code");
    machine.write("state/functions/prices/aliases/live", "6\n");
    machine.write("state/functions/prices/next", "7\n");
    machine.write("state/statuses", "InProgress\nSucceeded\n");
  });
  afterEach(() => machine.remove());

  it("publishes the code and moves the alias by CodeDeploy, to the end of the deployment", () => {
    const run = runBuildspec(machine, functionDeployment(deployment));
    assert.equal(run.succeeded, true, run.output);
    assert.match(run.output, /Deployment d-1 moves live from version 6 to version 7/);
    assert.equal(machine.read("state/functions/prices/code"), "code");
    assert.equal(machine.read("state/group"), "prices/all");
    const { revisionType, appSpecContent } = JSON.parse(machine.read("state/revision") ?? "");
    assert.equal(revisionType, "AppSpecContent");
    assert.deepEqual(JSON.parse(appSpecContent.content), {
      version: 0,
      Resources: [
        {
          prices: {
            Type: "AWS::Lambda::Function",
            Properties: { Name: "prices", Alias: "live", CurrentVersion: "6", TargetVersion: "7" },
          },
        },
      ],
    });
  });

  it("names hooks and another package", () => {
    machine.write("source/dist/code.zip", "other");
    const hooks = [{ BeforeAllowTraffic: "check-prices" }];
    const run = runBuildspec(machine, functionDeployment({ ...deployment, package: "dist/code.zip", hooks }));
    assert.equal(run.succeeded, true, run.output);
    assert.equal(machine.read("state/functions/prices/code"), "other");
    const { appSpecContent } = JSON.parse(machine.read("state/revision") ?? "");
    assert.deepEqual(JSON.parse(appSpecContent.content).Hooks, hooks);
  });

  for (const status of ["Failed", "Stopped"]) {
    it(`fails with a deployment that is ${status}, and prints its error`, () => {
      machine.write("state/statuses", `${status}\n`);
      const run = runBuildspec(machine, functionDeployment(deployment));
      assert.equal(run.succeeded, false);
      assert.match(run.output, /ALARM_ACTIVE/);
    });
  }

  it("starts no deployment if the alias has the version", () => {
    machine.write("state/functions/prices/next", "6\n");
    const run = runBuildspec(machine, functionDeployment(deployment));
    assert.equal(run.succeeded, true, run.output);
    assert.equal(machine.read("state/revision"), undefined);
  });

  it("uploads no file that the package links to", () => {
    machine.write("home/secret", "secret");
    symlinkSync("../home/secret", join(machine.source, "linked.zip"));
    const run = runBuildspec(machine, functionDeployment({ ...deployment, package: "linked.zip" }));
    assert.equal(run.succeeded, false);
    assert.match(run.output, /The artifact has no file linked\.zip/);
    assert.equal(machine.read("state/functions/prices/code"), undefined);
  });

  it("calls what deployFunction grants, and no more", () => {
    runBuildspec(machine, functionDeployment(deployment));
    const called = machine
      .calls()
      .filter((call) => call.startsWith("aws "))
      .map((call) => call.split(" ")[2]);
    assert.deepEqual(
      [...new Set(called)],
      ["update-function-code", "wait", "get-alias", "publish-version", "create-deployment", "get-deployment"],
    );
    assert.deepEqual(
      deployFunction(scope, group, "prices").map(({ Sid }) => Sid),
      ["PublishVersions", "Revisions", "Deployments", "DeploymentConfig"],
    );
  });

  it("refuses a function and a hook that the group does not have", () => {
    const known = { ...group, functionNames: ["prices"], hookFunctionNames: ["check"] };
    const hooks = [{ BeforeAllowTraffic: "check", AfterAllowTraffic: "chek" }];
    assert.equal(functionDeployment({ ...deployment, group: known }).version, 0.2);
    assert.throws(
      () => functionDeployment({ ...deployment, group: known, functionName: "stock", hooks }),
      new Error(
        [
          "The recipe functionDeployment has 2 problems:",
          '  functionName: is "stock", which the group does not deploy: add it to functionNames',
          '  hooks[0].AfterAllowTraffic: is "chek", which the group does not call: add it to hookFunctionNames',
        ].join("\n"),
      ),
    );
  });

  it("refuses a group of servers", () => {
    const servers = { ...group, platform: "Server" as const };
    assert.throws(
      () => functionDeployment({ ...deployment, group: servers }),
      /group\.platform: is "Server": give a deployment group of the platform Lambda/,
    );
  });
});

import assert from "node:assert/strict";
import { stackDrift } from "../../../components/recipes/stack-drift";
import { type BuildMachine, makeBuildMachine } from "../../support/build-machine";
import { runBuildspec } from "../../support/run-buildspec";

const buildArn = "arn:aws:codebuild:eu-central-1:111122223333:build/orders-drift:0a1b-2c3d";

describe("The recipe stackDrift", () => {
  let machine: BuildMachine;
  beforeEach(() => {
    machine = makeBuildMachine();
    machine.write("state/stack-status/orders", "UPDATE_COMPLETE\n");
    machine.write("state/detection", status("DETECTION_COMPLETE"));
    machine.write("state/drifts.json", '{"StackResourceDrifts": []}');
  });
  afterEach(() => machine.remove());

  const status = (DetectionStatus: string, more: object = {}) => `${JSON.stringify({ DetectionStatus, ...more })}\n`;
  const run = (environment: Record<string, string> = {}) =>
    runBuildspec(machine, stackDrift({ stackName: "orders", region: "eu-central-1" }), environment);
  const drifts = (...all: object[]) => machine.write("state/drifts.json", JSON.stringify({ StackResourceDrifts: all }));

  it("waits for the detection, and changes nothing", () => {
    machine.write("state/detection", status("DETECTION_IN_PROGRESS").repeat(2) + status("DETECTION_COMPLETE"));
    const { succeeded, output } = run();
    assert.equal(succeeded, true, output);
    assert.match(output, /^0 resources drifted from the deployed template\n/m);
    assert.deepEqual(
      machine.calls().map((call) => call.split(" ").slice(0, 3).join(" ")),
      [
        "aws cloudformation describe-stacks",
        "aws cloudformation detect-stack-drift",
        "aws cloudformation describe-stack-drift-detection-status",
        "sleep 5",
        "aws cloudformation describe-stack-drift-detection-status",
        "sleep 5",
        "aws cloudformation describe-stack-drift-detection-status",
        "aws cloudformation describe-stack-resource-drifts",
      ],
    );
  });

  it("fails with the resources that drifted and the paths of their properties, and shows no value", () => {
    machine.write("state/detection", status("DETECTION_COMPLETE", { DriftedStackResourceCount: 2 }));
    drifts(
      {
        StackResourceDriftStatus: "MODIFIED",
        ResourceType: "AWS::SQS::Queue",
        LogicalResourceId: "Orders",
        PhysicalResourceId: "orders-queue",
        PropertyDifferences: [
          { PropertyPath: "/VisibilityTimeout", ActualValue: "hunter2" },
          { PropertyPath: "/Tags/0", ExpectedValue: "hunter2" },
        ],
      },
      {
        StackResourceDriftStatus: "DELETED",
        ResourceType: "AWS::SNS::Topic",
        LogicalResourceId: "Alarms",
        PhysicalResourceId: "alarms-topic",
      },
    );
    const { succeeded, output } = run();
    assert.equal(succeeded, false);
    assert.match(
      output,
      /drift: MODIFIED AWS::SQS::Queue Orders \(orders-queue\): \/VisibilityTimeout, \/Tags\/0\ndrift: DELETED AWS::SNS::Topic Alarms \(alarms-topic\)\n2 resources drifted from the deployed template\n/,
    );
    assert.doesNotMatch(output, /hunter2/);
  });

  it("tells a detection that failed from drift, and counts resources beyond the listed ones", () => {
    const more = {
      DetectionStatusReason: "Failed to detect drift on Orders: AccessDenied",
      DriftedStackResourceCount: 140,
    };
    machine.write("state/detection", status("DETECTION_FAILED", more));
    const { succeeded, output } = run();
    assert.equal(succeeded, false);
    assert.match(
      output,
      /140 resources drifted from the deployed template\nThe detection failed: whether other resources drifted is unknown\. Failed to detect drift on Orders: AccessDenied\n/,
    );
  });

  it("compares nothing while the stack does not exist or changes, and fails if AWS does not say", () => {
    machine.write("state/stack-status/orders", "UPDATE_IN_PROGRESS\n");
    assert.deepEqual(
      [run().succeeded, run().output],
      [true, "Nothing was compared: the stack orders is changing (UPDATE_IN_PROGRESS)\n"],
    );
    const absent = runBuildspec(machine, stackDrift({ stackName: "other", region: "eu-central-1" }));
    assert.deepEqual(
      [absent.succeeded, absent.output],
      [true, "Nothing was compared: the stack other does not exist yet\n"],
    );
    const failed = run({ FAILING: "aws cloudformation describe-stacks" });
    assert.equal(failed.succeeded, false);
    assert.doesNotMatch(failed.output, /Nothing was compared/);
  });

  it("refuses names that AWS does not have", () => {
    assert.throws(
      () => stackDrift({ stackName: "1 2", region: "nowhere" }),
      /The recipe stackDrift has 2 problems:\n {2}stackName: .*\n {2}region: /,
    );
  });

  it("compares a stack of another account with a role there", () => {
    const roleArn = "arn:aws:iam::444455556666:role/orders+Drift+target+Stack+eu-central-1";
    const spec = stackDrift({ stackName: "orders", region: "eu-west-1", roleArn });
    const { succeeded, output } = runBuildspec(machine, spec, {
      AWS_REGION: "eu-central-1",
      CODEBUILD_BUILD_ARN: buildArn,
    });
    assert.equal(succeeded, true, output);
    const used = machine.identities().filter((line) => line.startsWith("aws "));
    assert.equal(used.length, 4);
    assert.deepEqual(
      used.filter((line) => !line.endsWith(` by ${roleArn} in eu-west-1`)),
      [],
    );
  });
});

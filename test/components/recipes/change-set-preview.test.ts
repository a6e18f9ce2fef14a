import assert from "node:assert/strict";
import * as fs from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { validateBuildspec } from "../../../components/codebuild/validate-buildspec";
import { changeSetPreview, describeChangeSet, requireChangeSet } from "../../../components/recipes/change-set-preview";
import { findWidened } from "../../../components/recipes/widened-permissions";
import { type BuildMachine, makeBuildMachine } from "../../support/build-machine";
import { runBuildspec } from "../../support/run-buildspec";

const id = "arn:aws:cloudformation:eu-central-1:111122223333:changeSet/plan-1a/0f1e2d3c-4b5a-4697-8879-6a5b4c3d2e1f";
const stackId = "arn:aws:cloudformation:eu-central-1:111122223333:stack/shop/1a2b";
const ready = {
  Status: "CREATE_COMPLETE",
  ExecutionStatus: "AVAILABLE",
  ChangeSetName: "plan-1a",
  ChangeSetId: id,
  StackId: stackId,
};
const empty = {
  ...ready,
  Status: "FAILED",
  ExecutionStatus: "UNAVAILABLE",
  StatusReason:
    "The submitted information didn't contain changes. Submit different information to create a change set.",
  Changes: [],
};
const document = (...actions: string[]) => ({
  Statement: [{ Effect: "Allow", Action: actions, Resource: "arn:aws:s3:::shop/*" }],
});
const context = (Properties: object) => JSON.stringify({ Properties });
const change = (ResourceChange: object) => ({ Type: "Resource", ResourceChange });

function factsOf(changeSet: object) {
  const folder = fs.mkdtempSync(join(tmpdir(), "change-set-"));
  const file = join(folder, "change-set.json");
  fs.writeFileSync(file, JSON.stringify(changeSet));
  try {
    return describeChangeSet(fs, findWidened, file);
  } finally {
    fs.rmSync(folder, { recursive: true });
  }
}

const changed = (ResourceChange: object) => factsOf({ ...ready, Changes: [change(ResourceChange)] }).changes[0];

describe("the description of a change set", () => {
  const actions: [change: object, action: string][] = [
    [{ Action: "Add" }, "create"],
    [{ Action: "Import" }, "import"],
    [{ Action: "Modify", Replacement: "False" }, "update"],
    [{ Action: "Modify", Replacement: "True" }, "replace"],
    [{ Action: "Modify", Replacement: "Conditional" }, "replace"],
    [{ Action: "Dynamic" }, "update"],
    [{ Action: "Remove", PolicyAction: "Delete" }, "delete"],
    [{ Action: "Remove" }, "delete"],
    [{ Action: "Remove", PolicyAction: "Retain" }, "forget"],
    [{ Action: "SyncWithActual" }, "record"],
  ];
  for (const [part, action] of actions) {
    it(`has the action ${action} for ${JSON.stringify(part)}`, () => {
      assert.equal(changed({ ...part, LogicalResourceId: "Queue", ResourceType: "AWS::SQS::Queue" })?.action, action);
    });
  }

  it("names the resource, its id and the properties that change", () => {
    const Details = [{ Target: { Name: "Tags" } }, { Target: { Attribute: "Metadata" } }, { Target: { Name: "Tags" } }];
    const modified = {
      Action: "Modify",
      LogicalResourceId: "Queue",
      PhysicalResourceId: "q",
      ResourceType: "AWS::SQS::Queue",
    };
    const { record: _, ...named } = changed({ ...modified, Details }) ?? assert.fail();
    assert.deepEqual(named, {
      action: "update",
      address: "Queue",
      type: "AWS::SQS::Queue",
      id: "q",
      properties: ["Metadata", "Tags"],
    });
  });

  it("names wider permissions of roles and of functions, also where a value or the whole document is not shown", () => {
    const role = { Action: "Modify", LogicalResourceId: "Role", ResourceType: "AWS::IAM::Role" };
    const policies = (...names: string[]) =>
      context({ Policies: [{ PolicyName: "p", PolicyDocument: document(...names) }] });
    const widens = (part: object) => changed({ ...role, ...part })?.widens;
    assert.deepEqual(
      widens({ BeforeContext: policies("s3:GetObject"), AfterContext: policies("s3:GetObject", "s3:PutObject") }),
      ["s3:PutObject on arn:aws:s3:::shop/*"],
    );
    assert.equal(widens({ BeforeContext: policies("s3:*"), AfterContext: policies("s3:GetObject") }), undefined);
    const hidden = ["a document that is unknown before the update"];
    assert.deepEqual(widens({}), hidden);
    assert.deepEqual(
      widens({ AfterContext: context({ ManagedPolicyArns: ["{{changeSet:KNOWN_AFTER_APPLY}}"] }) }),
      hidden,
    );
    assert.equal(widens({ Action: "Remove" }), undefined);
    const permission = { Action: "lambda:InvokeFunction", FunctionName: "mail", Principal: "s3.amazonaws.com" };
    assert.deepEqual(
      widens({ Action: "Add", ResourceType: "AWS::Lambda::Permission", AfterContext: context(permission) }),
      ["lambda:InvokeFunction on mail by s3.amazonaws.com"],
    );
  });

  it("is empty only for the reason that CloudFormation gives, and counts a change of outputs alone", () => {
    assert.deepEqual([factsOf(empty).changes, factsOf(empty).refused], [[], []]);
    const [outputs] = factsOf({ ...ready, Changes: [] }).changes;
    assert.deepEqual([outputs?.action, outputs?.address], ["record", "outputs and settings of the stack"]);
    for (const wrong of [
      { ...empty, StatusReason: "Template error" },
      { ...ready, Status: "CREATE_PENDING" },
      { ...ready, ExecutionStatus: "OBSOLETE" },
    ]) {
      assert.match(factsOf(wrong).refused.join(), /^The change set has the status /);
    }
  });
});

describe("a nested stack in a change set", () => {
  const nested = { LogicalResourceId: "Network", ResourceType: "AWS::CloudFormation::Stack" };
  const refusedOf = (part: object) => factsOf({ ...ready, Changes: [change({ ...nested, ...part })] }).refused;

  for (const part of [{ Action: "Add" }, { Action: "Import" }, { Action: "Modify" }, { Action: "Dynamic" }]) {
    it(`is refused by its address for ${part.Action}, because its template is read after the approval`, () => {
      assert.deepEqual(refusedOf(part), [
        "Network is of the type AWS::CloudFormation::Stack: this change set does not show its template, which is read after the approval. Plan it as a stack of its own, or set plan: false",
      ]);
    });
  }

  it("is refused as a stack set too", () => {
    assert.match(
      refusedOf({ Action: "Add", ResourceType: "AWS::CloudFormation::StackSet" })[0] ?? "",
      /^Network is of the type AWS::CloudFormation::StackSet: /,
    );
  });

  it("passes where the update deletes or forgets it, and so does a resource of another type", () => {
    assert.deepEqual(refusedOf({ Action: "Remove" }), []);
    assert.deepEqual(refusedOf({ Action: "Remove", PolicyAction: "Retain" }), []);
    assert.deepEqual(refusedOf({ Action: "Add", ResourceType: "AWS::SQS::Queue" }), []);
  });
});

describe("changeSetPreview", () => {
  let machine: BuildMachine;
  beforeEach(() => {
    machine = makeBuildMachine();
  });
  afterEach(() => machine.remove());

  const spec = changeSetPreview({ stackName: "shop", region: "eu-central-1" });
  const file = "state/change-sets/shop/plan-1a.json";
  const run = (changeSet: object, CHANGE_SET_NAME = "plan-1a") => {
    machine.write(file, JSON.stringify(changeSet));
    return runBuildspec(machine, spec, {
      CHANGE_SET_NAME,
      CODEBUILD_BUILD_ARN: "arn:aws:codebuild:eu-central-1:111122223333:build/shop-Plan-Stack:1a",
    });
  };
  const added = change({ Action: "Add", LogicalResourceId: "Queue", ResourceType: "AWS::SQS::Queue" });

  it("is a buildspec that CodeBuild accepts", () => {
    assert.deepEqual(validateBuildspec(spec), []);
    assert.throws(() => changeSetPreview({ stackName: "a b", region: "eu" }), /stackName: .*\n.*region: /);
  });

  it("exports counts, the id and the address of the change set, and prints no value", () => {
    const secret = context({ Value: "hunter2" });
    const modified = { Action: "Modify", LogicalResourceId: "Text", ResourceType: "AWS::SSM::Parameter" };
    const changes = [added, change({ ...modified, BeforeContext: secret, AfterContext: context({ Value: "next" }) })];
    const { succeeded, exported, output } = run({ ...ready, Changes: changes });
    assert.equal(succeeded, true, output);
    assert.deepEqual(exported, {
      CHANGE_COUNT: "2",
      PLAN_SUMMARY:
        "1 to create, 1 to update, 0 to replace, 0 to delete, 0 in the state alone; no permission becomes wider",
      CHANGE_SET_ID: id,
      PREVIEW_LINK: `https://eu-central-1.console.aws.amazon.com/cloudformation/home?region=eu-central-1#/stacks/changesets/changes?stackId=${encodeURIComponent(stackId)}&changeSetId=${encodeURIComponent(id)}`,
    });
    assert.match(output, /Resources of shop to create: 1\n {2}Queue\n/);
    assert.doesNotMatch(output, /hunter2|next/);
    assert.notEqual(machine.read(file), undefined);
  });

  it("deletes an empty change set, and says that nothing changes", () => {
    const { succeeded, exported, output } = run(empty);
    assert.equal(succeeded, true, output);
    assert.equal(exported.CHANGE_COUNT, "0");
    assert.match(output, /Nothing of shop changes\. The pipeline skips approval and deployment\./);
    assert.equal(machine.read(file), undefined);
  });

  it("fails on a change set that cannot be executed, and without a name", () => {
    const { succeeded, output } = run({ ...ready, Status: "FAILED", StatusReason: "Template error" });
    assert.deepEqual([succeeded, machine.read(file) === undefined], [false, false]);
    assert.match(output, /The change set has the status FAILED, AVAILABLE: Template error/);
    assert.match(run(ready, "").output, /CHANGE_SET_NAME is missing/);
  });

  it("fails on a nested stack, before the approval", () => {
    const nested = { Action: "Add", LogicalResourceId: "Network", ResourceType: "AWS::CloudFormation::Stack" };
    const { succeeded, exported, output } = run({ ...ready, Changes: [added, change(nested)] });
    assert.deepEqual([succeeded, exported.CHANGE_COUNT], [false, ""]);
    assert.match(output, /Network is of the type AWS::CloudFormation::Stack: /);
  });

  it("has a check of one line", () => {
    const line = requireChangeSet(
      { stackName: "shop", region: "eu-central-1" },
      "plan-#{codepipeline.PipelineExecutionId}",
      "#{Stack-plan.CHANGE_SET_ID}",
    );
    assert.doesNotMatch(line, /\n/);
    assert.ok(line.length < 1000);
  });
});

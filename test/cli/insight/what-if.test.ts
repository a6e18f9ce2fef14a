import assert from "node:assert/strict";
import type { Change } from "../../../cli/insight/change";
import { whatIf } from "../../../cli/insight/what-if";
import type { PropertyMap } from "../../../cli/preview/base/property-value";
import type { Resource } from "../../../cli/preview/engine/resource";
import { resource } from "../preview/support/resource";
import { action, pipeline, source } from "./programs";

const decide = (change: Change, ...resources: Resource[]) =>
  whatIf(change, resources).map(({ starts, reasons }) => `${starts}: ${reasons.join("; ")}`);

const push = (branch: string, files?: string[]): Change => ({ kind: "push", branch, ...(files && { files }) });

const triggered = (git: PropertyMap) =>
  pipeline("shop", [{ name: "Source", actions: [source] }], {
    triggers: [{ gitConfiguration: { sourceActionName: "Repository", ...git } }],
  });

describe("a change of a repository", () => {
  it("starts a pipeline without triggers on a push to its own branch alone", () => {
    const shop = pipeline("shop", [{ name: "Source", actions: [source] }]);
    assert.deepEqual(decide(push("main"), shop), ["yes: its source is branch main"]);
    assert.deepEqual(decide(push("dev"), shop), ["no: its source is branch main"]);
    assert.deepEqual(decide({ kind: "tag", tag: "v1" }, shop), ["no: it starts on pushes to main alone"]);
    assert.deepEqual(decide({ ...push("main"), repository: "acme/other" }, shop), ["no: its repository is acme/shop"]);
  });

  it("ignores the branch of the source where a trigger filters", () => {
    const shop = triggered({ pushes: [{ branches: { includes: ["release/*"] } }] });
    assert.deepEqual(decide(push("main"), shop), ["no: branch must be release/*"]);
    assert.deepEqual(decide(push("release/1"), shop), ["yes: branch release/1 matches release/*"]);
    assert.deepEqual(decide(push("release/1/2"), shop), ["no: branch must be release/*"]);
  });

  it("must meet branches and files of one filter together; one of several filters is enough", () => {
    const shop = triggered({
      pushes: [
        { branches: { includes: ["main"] }, filePaths: { includes: ["api/**"], excludes: ["**.md"] } },
        { tags: { includes: ["v*"] } },
      ],
    });
    assert.deepEqual(decide(push("main", ["api/a.ts"]), shop), [
      "yes: branch main matches main, files api/a.ts matches api/**, not **.md",
    ]);
    assert.equal(decide(push("main", ["api/README.md"]), shop)[0]?.startsWith("no: "), true);
    assert.equal(decide(push("main", ["api/README.md", "api/a.ts"]), shop)[0]?.startsWith("yes: "), true);
    assert.deepEqual(decide(push("main"), shop), ["unknown: files api/**, not **.md: give the changed files"]);
    assert.deepEqual(decide({ kind: "tag", tag: "v1" }, shop), ["yes: tag v1 matches v*"]);
  });

  it("lets an excluding pattern win over an including one", () => {
    const shop = triggered({ pushes: [{ branches: { includes: ["**"], excludes: ["wip/**"] } }] });
    assert.deepEqual(
      [decide(push("a/b"), shop)[0]?.slice(0, 3), decide(push("wip/b"), shop)[0]?.slice(0, 2)],
      ["yes", "no"],
    );
  });

  it("starts on a pull request by its target branch and its event", () => {
    const shop = triggered({ pullRequests: [{ events: ["OPEN"], branches: { includes: ["main"] } }] });
    const pull: Change = { kind: "pull request", branch: "main", head: "feature" };
    assert.deepEqual(decide(pull, shop), ["yes: branch main matches main"]);
    assert.deepEqual(decide({ ...pull, event: "CLOSED" }, shop), ["no: its events are OPEN"]);
    assert.deepEqual(decide(push("main"), shop), ["no: its trigger has no filter for a push"]);
  });

  it("starts a pipeline through the event rule of a CodeCommit repository", () => {
    const codeCommit = action("S", "CodeCommit", {
      category: "Source",
      configuration: { RepositoryName: "shop", BranchName: "main", PollForSourceChanges: "false" },
    });
    const shop = pipeline("shop", [{ name: "Source", actions: [codeCommit] }]);
    const rule = resource("aws:cloudwatch/eventRule:EventRule", "changed", {
      inputs: {
        name: "changed",
        eventPattern: JSON.stringify({
          source: ["aws.codecommit"],
          "detail-type": ["CodeCommit Repository State Change"],
          detail: {
            event: ["referenceCreated", "referenceUpdated"],
            referenceType: ["branch"],
            referenceName: ["main"],
          },
        }),
      },
    });
    const target = resource("aws:cloudwatch/eventTarget:EventTarget", "t", {
      inputs: { rule: "changed", arn: "arn:aws:codepipeline:eu-central-1:111122223333:shop" },
    });
    assert.deepEqual(decide(push("main"), shop, rule, target), ["yes: event rule changed matches"]);
    assert.deepEqual(decide(push("dev"), shop, rule, target), ["no: event rule changed does not match"]);
  });

  it("starts a build with a webhook, named after its project", () => {
    const webhook = resource("aws:codebuild/webhook:Webhook", "hook", { inputs: { projectName: "checks" } });
    assert.deepEqual(whatIf(push("main"), [webhook]), [
      { urn: webhook.urn, name: "checks", kind: "build", starts: "yes", reasons: ["its webhook has no filter"] },
    ]);
  });

  it("names the role that starts a pipeline which no change starts", () => {
    const role = resource("aws:iam/role:Role", "start", {
      inputs: {
        name: "start",
        assumeRolePolicy: JSON.stringify({
          Statement: [{ Effect: "Allow", Principal: { AWS: "arn:aws:iam::222233334444:role/staging" } }],
        }),
      },
    });
    const statement = {
      Effect: "Allow",
      Action: "codepipeline:StartPipelineExecution",
      Resource: "arn:aws:codepipeline:us-east-1:333344445555:bare",
    };
    const policy = resource("aws:iam/rolePolicy:RolePolicy", "start", {
      inputs: { role: "start", policy: JSON.stringify({ Statement: [statement] }) },
    });
    const decided = whatIf(push("main"), [pipeline("bare", []), role, policy]);
    assert.deepEqual(
      decided.map(({ starts, reasons }) => [starts, reasons]),
      [["no", ["no change starts it: role staging of account 222233334444 does"]]],
    );
  });

  it("starts nothing where nothing listens", () => {
    assert.deepEqual(decide(push("main"), pipeline("bare", [])), ["no: nothing starts it on a change"]);
  });
});

import assert from "node:assert/strict";
import { startsOf } from "../../../cli/insight/starts";
import type { PropertyMap } from "../../../cli/preview/base/property-value";
import { UNKNOWN } from "../../../cli/preview/base/property-value";
import type { Resource } from "../../../cli/preview/engine/resource";
import { resource } from "../preview/support/resource";
import { action, pipeline, shop, source } from "./programs";

const words = (subject: Resource, ...others: Resource[]) =>
  startsOf(subject, "shop", [subject, ...others]).map(({ kind, description }) => `${kind}: ${description}`);

const withSource = (provider: string, configuration: PropertyMap) =>
  pipeline("shop", [{ name: "Source", actions: [action("S", provider, { category: "Source", configuration })] }]);

describe("the starts of a pipeline", () => {
  it("are roles that others assume to start it, as a promotion from another account does", () => {
    const quiet = pipeline("shop", []);
    const statement = (words: PropertyMap) => JSON.stringify({ Statement: [{ Effect: "Allow", ...words }] });
    const trusting = (name: string, trust: PropertyMap) =>
      resource("aws:iam/role:Role", name, {
        inputs: { name, assumeRolePolicy: statement({ Action: "sts:AssumeRole", ...trust }) },
      });
    const policy = (role: string, Action: string, pipelineName: string) =>
      resource("aws:iam/rolePolicy:RolePolicy", `${role}-policy`, {
        inputs: {
          role,
          policy: statement({
            Action: [Action],
            Resource: `arn:aws:codepipeline:us-east-1:333344445555:${pipelineName}`,
          }),
        },
      });
    const start = "codepipeline:StartPipelineExecution";
    const sender = "arn:aws:iam::222233334444:role/delivery/staging-pipeline";
    const byRoot = {
      Principal: { AWS: "arn:aws:iam::222233334444:root" },
      Condition: { ArnEquals: { "aws:PrincipalArn": sender } },
    };
    const promotion = ["pipeline: role staging-pipeline of account 222233334444"];
    assert.deepEqual(words(quiet, trusting("a", byRoot), policy("a", start, "shop")), promotion);
    assert.deepEqual(
      words(quiet, trusting("a", { Principal: { AWS: sender } }), policy("a", start, "shop")),
      promotion,
    );
    assert.deepEqual(words(quiet, trusting("a", byRoot), policy("a", start, "other")), []);
    assert.deepEqual(words(quiet, trusting("a", byRoot), policy("a", "codepipeline:GetPipeline", "shop")), []);
    const unnamed = resource("aws:iam/role:Role", "b", {
      inputs: { name: UNKNOWN, assumeRolePolicy: statement({ Principal: { AWS: `${sender}-of-b` } }) },
    });
    const ofOther = policy("a", start, "shop");
    ofOther.inputs = { ...ofOther.inputs, role: UNKNOWN };
    assert.deepEqual(words(quiet, unnamed, ofOther), []);
    const byService = { Principal: { Service: "events.amazonaws.com" } };
    assert.deepEqual(words(quiet, trusting("a", byService), policy("a", start, "shop")), []);
  });

  it("are pushes to the branch of a connection that detects changes", () => {
    assert.deepEqual(words(shop), ["push: push to acme/shop, branch main"]);
    const quiet = withSource("CodeStarSourceConnection", { FullRepositoryId: "acme/shop", DetectChanges: "false" });
    assert.deepEqual(words(quiet), []);
  });

  it("are the filters of triggers instead of the branch of the source", () => {
    const triggers: PropertyMap[] = [
      {
        providerType: "CodeStarSourceConnection",
        gitConfiguration: {
          sourceActionName: "Repository",
          pushes: [
            { branches: { includes: ["main", "hotfix/*"] }, filePaths: { includes: ["api/**"], excludes: ["**.md"] } },
            { tags: { includes: ["v*"] } },
          ],
          pullRequests: [{ events: ["OPEN", "UPDATED"], branches: { includes: ["main"] } }],
        },
      },
    ];
    assert.deepEqual(words(pipeline("shop", [{ name: "Source", actions: [source] }], { triggers })), [
      "push: push to acme/shop, branch main or hotfix/*, files api/**, files not **.md",
      "push: push to acme/shop, tag v*",
      "pull request: pull request of acme/shop, branch main, when open or updated",
    ]);
  });

  it("are polls of CodeCommit, S3 and GitHub sources unless the source switches polling off", () => {
    const repository = { RepositoryName: "shop", BranchName: "main" };
    assert.deepEqual(words(withSource("CodeCommit", repository)), ["poll: poll of shop, branch main"]);
    assert.deepEqual(words(withSource("CodeCommit", { ...repository, PollForSourceChanges: "false" })), []);
    assert.deepEqual(words(withSource("S3", { S3Bucket: "in", S3ObjectKey: "app.zip" })), ["poll: poll of in app.zip"]);
    assert.deepEqual(words(withSource("ECR", { RepositoryName: "shop" })), []);
  });

  it("are webhooks of a GitHub source that has one", () => {
    const github = withSource("GitHub", { Owner: "acme", Repo: "shop", Branch: "main" });
    const webhook = resource("aws:codepipeline/webhook:Webhook", "hook", {
      propertyDependencies: { targetPipeline: [github.urn] },
    });
    assert.deepEqual(words(github), ["poll: poll of acme/shop, branch main"]);
    assert.deepEqual(words(github, webhook), ["push: webhook of acme/shop, branch main"]);
  });

  it("are event rules and schedules whose target is the pipeline, known or not", () => {
    const rule = (name: string, inputs: PropertyMap) =>
      resource("aws:cloudwatch/eventRule:EventRule", name, { inputs: { name, ...inputs } });
    const nightly = rule("nightly", { scheduleExpression: "cron(30 3 * * ? *)" });
    const pushed = rule("pushed", { eventPattern: "{}" });
    const arn = "arn:aws:codepipeline:eu-central-1:111122223333:shop";
    const byName = resource("aws:cloudwatch/eventTarget:EventTarget", "a", { inputs: { rule: "nightly", arn } });
    const byReference = resource("aws:cloudwatch/eventTarget:EventTarget", "b", {
      inputs: { rule: UNKNOWN, arn: UNKNOWN },
      propertyDependencies: { arn: [shop.urn], rule: [pushed.urn] },
    });
    const other = resource("aws:cloudwatch/eventTarget:EventTarget", "c", {
      inputs: { rule: "nightly", arn: `${arn}-2` },
    });
    assert.deepEqual(words(shop, nightly, pushed, byName, byReference, other).slice(1), [
      "schedule: schedule cron(30 3 * * ? *)",
      "event: event rule pushed",
    ]);
  });

  it("are pushes where an event rule waits for changes of one CodeCommit repository", () => {
    const started = (detail: object, ...names: string[]) => {
      const eventPattern = JSON.stringify({
        source: ["aws.codecommit"],
        "detail-type": ["CodeCommit Repository State Change"],
        resources: names.map((name) => `arn:aws:codecommit:eu-central-1:111122223333:${name}`),
        detail,
      });
      const rule = resource("aws:cloudwatch/eventRule:EventRule", "rule", { inputs: { name: "rule", eventPattern } });
      const target = resource("aws:cloudwatch/eventTarget:EventTarget", "target", {
        inputs: { rule: "rule", arn: "arn:aws:codepipeline:eu-central-1:111122223333:shop" },
      });
      return words(shop, rule, target).slice(1);
    };
    assert.deepEqual(started({ referenceName: ["main", "hotfix"] }, "shop"), [
      "push: push to shop, branch main or hotfix",
    ]);
    assert.deepEqual(started({}, "shop"), ["push: push to shop"]);
    assert.deepEqual(started({}, "shop", "web"), ["event: event rule rule"]);
    assert.deepEqual(started({}), ["event: event rule rule"]);
  });

  it("are schedules of EventBridge Scheduler and actions of other pipelines", () => {
    const schedule = resource("aws:scheduler/schedule:Schedule", "weekly", {
      inputs: {
        scheduleExpression: "rate(7 days)",
        target: { arn: "arn:aws:scheduler:::aws-sdk:codepipeline:startPipelineExecution", input: '{"Name":"shop"}' },
      },
    });
    const promote = action("Promote", "CodePipeline", { category: "Invoke", configuration: { PipelineName: "shop" } });
    const staging = pipeline("staging", [{ name: "Promote", actions: [promote] }]);
    assert.deepEqual(words(shop, schedule, staging).slice(1), [
      "schedule: schedule rate(7 days)",
      "pipeline: pipeline staging, stage Promote",
    ]);
  });
});

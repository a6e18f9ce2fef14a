import assert from "node:assert/strict";
import { codepipelineCrossRegionStore } from "../../../../policy/rules/codepipeline/cross-region-store";
import { codepipelineFailureNotified } from "../../../../policy/rules/codepipeline/failure-notified";
import { codepipelineTriggerFiltered } from "../../../../policy/rules/codepipeline/trigger-filtered";
import { codepipelineV2 } from "../../../../policy/rules/codepipeline/v2";
import { codepipelineWebhookAuthenticated } from "../../../../policy/rules/codepipeline/webhook-authenticated";
import { key, pipeline } from "../../../fixtures/policy/resources";
import { itJudges } from "../../support/cases";
import {
  advisory,
  judgeStack,
  mandatory,
  notApplicable,
  type StackEntry,
  unknownList,
  unknownObject,
  unknownText,
  unknownVerdict,
} from "../../support/judging";
import { build, pipelineOf, source, stackAction } from "../../support/pipelines";

describe("codepipeline-v2", () => {
  const rule = codepipelineV2;
  const refused = [advisory("pipelineType should be V2: set it")];
  const parallel = { executionMode: "PARALLEL" };
  const building = pipelineOf({ Source: [source], Build: [build("Image")] }, parallel);

  itJudges(rule, "accepts V2", pipeline, {}, []);
  itJudges(rule, "accepts a type that is not known yet", pipeline, { pipelineType: unknownText }, []);
  for (const pipelineType of ["V1", undefined]) {
    itJudges(rule, `refuses ${pipelineType}`, pipeline, { pipelineType }, refused);
  }
  itJudges(rule, "accepts parallel runs that only build", building, {}, []);
  itJudges(rule, "refuses parallel runs that deploy", pipeline, parallel, [
    advisory("executionMode should be QUEUED or SUPERSEDED in a pipeline that deploys"),
  ]);
  itJudges(rule, "cannot judge parallel runs of unknown actions", building, { "stages[0].actions": unknownList }, [
    unknownVerdict("stages"),
  ]);
});

describe("codepipeline-trigger-filtered", () => {
  const rule = codepipelineTriggerFiltered;
  const git = "triggers[0].gitConfiguration";
  const building = { Source: [source], Build: [build("Image")] };
  const triggered = (gitConfiguration: unknown, stages: Record<string, readonly object[]> = building) =>
    pipelineOf(stages, { triggers: [{ providerType: "CodeStarSourceConnection", gitConfiguration }] });
  const main = { branches: { includes: ["main"] } };
  const unlisted = (path: string) => [mandatory(`${path} should list branches.includes or tags.includes`)];

  itJudges(rule, "accepts a pipeline without triggers", pipeline, {}, []);
  itJudges(rule, "accepts a branch", triggered({ pushes: [main] }), {}, []);
  itJudges(rule, "accepts tags", triggered({ pushes: [{ tags: { includes: ["v*"] } }] }), {}, []);
  itJudges(rule, "accepts pull requests that are only built", triggered({ pullRequests: [main] }), {}, []);
  itJudges(rule, "refuses a trigger that does not say", triggered({ sourceActionName: "Push" }), {}, [
    mandatory(`${git} should say in pushes which branches or tags start a run`),
  ]);
  for (const filter of [
    {},
    { filePaths: { includes: ["src/**"] } },
    { branches: { excludes: ["dev"] } },
    { branches: { includes: [] } },
  ]) {
    itJudges(
      rule,
      `refuses ${JSON.stringify(filter)}`,
      triggered({ pushes: [filter] }),
      {},
      unlisted(`${git}.pushes[0]`),
    );
  }
  itJudges(rule, "judges every filter", triggered({ pushes: [main, {}] }), {}, unlisted(`${git}.pushes[1]`));
  for (const name of ["*", "**", "*/*"]) {
    itJudges(rule, `refuses ${name}`, triggered({ pushes: [{ branches: { includes: ["main", name] } }] }), {}, [
      mandatory(`${git}.pushes[0].branches.includes[1] should name branches or tags: this is all of them`),
    ]);
  }
  itJudges(rule, "refuses pull requests of any branch", triggered({ pullRequests: [{ events: ["OPEN"] }] }), {}, [
    ...unlisted(`${git}.pullRequests[0]`),
  ]);
  for (const [what, stages] of Object.entries({
    deploys: { Source: [source], Deploy: [stackAction("CREATE_UPDATE")] },
    "deploys by a build": { Source: [source], Deploy: [build("Terraform")] },
  })) {
    itJudges(rule, `refuses pull requests where it ${what}`, triggered({ pullRequests: [main] }, stages), {}, [
      mandatory(`${git}.pullRequests should be absent in a pipeline that deploys`),
    ]);
  }
  itJudges(rule, "cannot judge a configuration that is not known", triggered(unknownObject), {}, [unknownVerdict(git)]);
  itJudges(
    rule,
    "cannot judge a branch that is not known",
    triggered({
      pushes: [{ branches: { includes: [unknownText] } }],
    }),
    {},
    [unknownVerdict(`${git}.pushes[0].branches.includes[0]`)],
  );
});

describe("codepipeline-webhook-authenticated", () => {
  const rule = codepipelineWebhookAuthenticated;
  const settings = "authenticationConfiguration";
  const webhook = {
    type: "aws:codepipeline/webhook:Webhook",
    props: { authentication: "GITHUB_HMAC", [settings]: { secretToken: "x".repeat(32) } },
  };
  const ip = (allowedIpRange?: unknown) => ({ authentication: "IP", [settings]: { allowedIpRange } });
  const range = [mandatory(`${settings}.allowedIpRange should be a range of the caller's addresses`)];

  itJudges(rule, "accepts a signature", webhook, {}, []);
  itJudges(rule, "accepts a secret that is not known yet", webhook, { [`${settings}.secretToken`]: unknownText }, []);
  itJudges(rule, "accepts a range of addresses", webhook, ip("192.0.2.0/24"), []);
  itJudges(rule, "accepts a range that is not known yet", webhook, ip(unknownText), []);
  itJudges(rule, "refuses a signature without its secret", webhook, { [settings]: undefined }, [
    mandatory(`${settings}.secretToken should be the secret that GitHub signs with`),
  ]);
  for (const wide of [undefined, "", "0.0.0.0/0", "::/0"]) {
    itJudges(rule, `refuses the range ${wide}`, webhook, ip(wide), range);
  }
  for (const authentication of ["UNAUTHENTICATED", undefined]) {
    itJudges(rule, `refuses ${authentication}`, webhook, { authentication }, [
      mandatory("authentication should be GITHUB_HMAC with a secretToken, or IP with an allowedIpRange"),
    ]);
  }
  itJudges(rule, "cannot judge what is not known", webhook, { authentication: unknownText }, [
    unknownVerdict("authentication"),
  ]);
});

describe("codepipeline-cross-region-store", () => {
  const rule = codepipelineCrossRegionStore;
  const path = "stages[0].actions[0].region";
  const store = (region?: unknown, id: unknown = key) => ({
    location: "x",
    region,
    encryptionKey: { type: "KMS", id },
  });
  const abroad = key.replace("eu-west-1", "us-east-1");
  const acting = (region: unknown, artifactStores: unknown, props: object = {}) =>
    pipelineOf({ Build: [{ ...build("Image"), region }] }, { artifactStores, ...props });
  const both = [store("eu-west-1"), store("us-east-1", abroad)];
  const missing = [mandatory(`${path} should have an element of artifactStores with this region and a key of it`)];

  itJudges(rule, "accepts a pipeline of one Region", pipeline, {}, []);
  itJudges(rule, "accepts a store in each Region", acting("us-east-1", both), {}, []);
  itJudges(rule, "accepts the pipeline's own Region", acting("eu-west-1", [store()], { region: "eu-west-1" }), {}, []);
  itJudges(rule, "refuses a Region without a store", acting("us-west-2", both), {}, missing);
  itJudges(
    rule,
    "refuses another Region than the pipeline's",
    acting("us-east-1", [store()], { region: "eu-west-1" }),
    {},
    missing,
  );
  itJudges(rule, "cannot tell while the pipeline's own is not stated", acting("us-east-1", [store()]), {}, [
    advisory(`${path} may be the pipeline's own or another one: state region of the pipeline too`),
  ]);
  itJudges(rule, "refuses a key of another Region", acting("us-east-1", [store("eu-west-1"), store("us-east-1")]), {}, [
    mandatory("artifactStores[1].encryptionKey.id should be a key in us-east-1, as the store is"),
  ]);
  itJudges(
    rule,
    "accepts an alias, which is the Region's own",
    acting("us-east-1", [store("us-east-1", "alias/shop")]),
    {},
    [],
  );
  itJudges(rule, "accepts a key that is not known yet", acting("us-east-1", [store("us-east-1", unknownText)]), {}, []);
  itJudges(rule, "cannot judge a Region that is not known", acting(unknownText, both), {}, [unknownVerdict(path)]);
  itJudges(rule, "cannot judge stores of unknown Regions", acting("us-east-1", [store(unknownText)]), {}, [
    unknownVerdict("artifactStores.region"),
  ]);
});

describe("codepipeline-failure-notified", () => {
  const shop: StackEntry = { name: "pipeline", ...pipeline };
  const refused = [
    advisory("name should be in a notification rule, or an event rule with a target, for failed runs", "pipeline"),
  ];
  const notification: StackEntry = {
    name: "notification",
    type: "aws:codestarnotifications/notificationRule:NotificationRule",
    props: {
      resource: "arn:aws:codepipeline:eu-west-1:123456789012:shop-dev",
      eventTypeIds: ["codepipeline-pipeline-pipeline-execution-failed"],
      targets: [{ address: "arn:aws:sns:eu-west-1:123456789012:failures" }],
      status: "ENABLED",
    },
  };
  const pattern = {
    source: ["aws.codepipeline"],
    "detail-type": ["CodePipeline Pipeline Execution State Change"],
    detail: { state: ["FAILED"], pipeline: ["shop-dev"] },
  };
  const event: StackEntry = {
    name: "event",
    type: "aws:cloudwatch/eventRule:EventRule",
    props: { name: "failures", eventPattern: JSON.stringify(pattern) },
  };
  const target: StackEntry = {
    name: "target",
    type: "aws:cloudwatch/eventTarget:EventTarget",
    props: { rule: "failures", arn: "arn:aws:sns:eu-west-1:123456789012:failures" },
  };
  const itTells = (title: string, stack: readonly StackEntry[], expected: unknown) =>
    it(title, () => assert.deepEqual(judgeStack(codepipelineFailureNotified, stack), expected));
  const told = (changes: object) => [shop, { ...notification, props: { ...notification.props, ...changes } }];
  const heard = (changes: object) => [shop, { ...event, props: { ...event.props, ...changes } }, target];
  const eventOf = (changes: object) => heard({ eventPattern: JSON.stringify({ ...pattern, ...changes }) });

  itTells("refuses a pipeline that tells nobody", [shop], refused);
  itTells("accepts a notification rule", told({}), []);
  itTells(
    "accepts one for failed actions",
    told({ eventTypeIds: ["codepipeline-pipeline-action-execution-failed"] }),
    [],
  );
  itTells(
    "accepts one whose pipeline is an output of it",
    [
      shop,
      { ...notification, props: { ...notification.props, resource: unknownText }, from: { resource: ["pipeline"] } },
    ],
    [],
  );
  for (const changes of [
    { eventTypeIds: ["codepipeline-pipeline-pipeline-execution-succeeded"] },
    { targets: [] },
    { status: "DISABLED" },
    { resource: "arn:aws:codepipeline:eu-west-1:123456789012:other-shop-dev" },
    { resource: unknownText },
  ]) {
    itTells(`refuses a notification rule with ${JSON.stringify(changes)}`, told(changes), refused);
  }
  itTells("accepts an event rule", heard({}), []);
  itTells("accepts one for every pipeline and state", eventOf({ detail: undefined, "detail-type": undefined }), []);
  itTells("accepts a comparison of names", eventOf({ detail: { pipeline: [{ prefix: "shop" }] } }), []);
  itTells(
    "accepts a pattern that is not known yet and names the pipeline",
    [
      shop,
      { ...event, props: { name: "failures", eventPattern: unknownText }, from: { eventPattern: ["pipeline"] } },
      target,
    ],
    [],
  );
  for (const changes of [
    { source: ["aws.codebuild"] },
    { "detail-type": ["CodePipeline Nothing"] },
    { detail: { state: ["SUCCEEDED"] } },
    { detail: { pipeline: ["other"] } },
  ]) {
    itTells(`refuses an event rule with ${JSON.stringify(changes)}`, eventOf(changes), refused);
  }
  for (const changes of [{ state: "DISABLED" }, { isEnabled: false }, { eventPattern: "{" }, { name: "other" }]) {
    itTells(`refuses an event rule with ${JSON.stringify(changes)}`, heard(changes), refused);
  }
  itTells("refuses an event rule without a target", [shop, event], refused);
  itTells("has nothing to say about an empty stack", [], notApplicable);
});

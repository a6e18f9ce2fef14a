import assert from "node:assert/strict";
import { estimateOf } from "../../../cli/insight/cost/estimate";
import { DEFAULT_USAGE } from "../../../cli/insight/cost/usage";
import { pipelinesOf } from "../../../cli/insight/pipelines";
import { costReport, costSentence, dollars } from "../../../cli/report/cost";
import { plain } from "../../../cli/report/style";
import { action, pipeline, source } from "../insight/programs";
import { resource } from "../preview/support/resource";

const build = action("Image", "CodeBuild", { configuration: { ProjectName: "image" } });
const resources = [
  pipeline("shop", [{ name: "Build", actions: [source, build] }], { region: "us-east-1" }),
  resource("aws:codebuild/project:Project", "image", {
    inputs: {
      name: "image",
      region: "us-east-1",
      environment: { type: "LINUX_CONTAINER", computeType: "BUILD_GENERAL1_SMALL" },
    },
  }),
  resource("aws:kms/key:Key", "key", { inputs: { region: "us-east-1" } }),
  resource("aws:secretsmanager/secret:Secret", "token", { inputs: { region: "sa-east-1" } }),
  resource("aws:lambda/function:Function", "f"),
];
const estimate = estimateOf(resources, {}, pipelinesOf(resources, {}));

describe("the cost of a stack as text", () => {
  it("lists each tariff with its price, each owner, free tiers, gaps and AWS's pages", () => {
    assert.equal(
      costReport("shop/dev", estimate, DEFAULT_USAGE, plain, 100),
      `shop/dev
List prices in US dollars a month, before free tiers and taxes.

      $1.00  Fixed, at least
      $1.00    1 customer managed key at $1 (us-east-1)
      $0.88  With 20 runs of each pipeline and builds of 6 minutes
      $0.60    120 build minutes of LINUX BUILD_GENERAL1_SMALL at $0.005 (us-east-1)
      $0.28    140 action minutes at $0.002 (us-east-1)
      $1.88  Total, at least

By component, without costs that have no price here
      $1.00  Key key
      $0.60  Project image
      $0.28  Pipeline shop

Free tier of the account, not subtracted
  100 minutes of general1.small or arm1.small ($0.50 here)
  100 action minutes of V2 pipelines ($0.20 here)

Without a price here
  1 secret in sa-east-1 (no price of the region here)

Not counted
  1 Function (aws:lambda), without a price here

Prices
  https://aws.amazon.com/codebuild/pricing/ (read 2026-09-28)
  https://aws.amazon.com/codepipeline/pricing/ (read 2026-09-29)
  https://aws.amazon.com/kms/pricing/ (read 2026-09-29)
`,
    );
  });

  it("is one sentence, and a second one names the costs that it leaves out", () => {
    assert.equal(
      costSentence(estimate, { ...DEFAULT_USAGE, runs: 1 }),
      "at least $1.00 a month fixed, at least $1.88 with 1 run of each pipeline and builds of 6 minutes. Not counted: 1 secret in sa-east-1 (no price of the region here) and 1 Function (aws:lambda), without a price here",
    );
  });

  it("has no total of $0.00 where a cost rounds to no cent", () => {
    assert.deepEqual([0, 0.004, 0.005, 1.5].map(dollars), ["$0.00", "<$0.01", "$0.01", "$1.50"]);
  });

  it("shows control characters in the names of costs as escapes", () => {
    const gap = { kind: "component" as const, what: "awsx:ec2:Vpc (\u001b[2Kvpc)" };
    const hostile = estimateOf([], {}, [], DEFAULT_USAGE, [gap]);
    for (const text of [costSentence(hostile, DEFAULT_USAGE), costReport("a", hostile, DEFAULT_USAGE, plain, 100)]) {
      assert.match(text, /\n? *resources of awsx:ec2:Vpc \(\\u\{1b\}\[2Kvpc\), unknown offline/);
    }
  });

  it("says unknown in place of a total, and the volumes that make it so", () => {
    const logs = resource("aws:cloudwatch/logGroup:LogGroup", "l", { inputs: { region: "us-east-1" } });
    const unknown = estimateOf([logs], {}, []);
    assert.equal(
      costSentence(unknown, DEFAULT_USAGE),
      "$0.00 a month fixed, unknown with 20 runs of each pipeline and builds of 6 minutes. Not counted: logs of 1 log group, until the usage states logsGb",
    );
    assert.match(costReport("shop/dev", unknown, DEFAULT_USAGE, plain, 100), /\n {4}unknown {2}Total\n/);
  });

  it("names two amounts without a price, and counts the others", () => {
    const secrets = ["sa-east-1", "eu-north-1", "ca-west-1", "ap-south-2"].map((region) =>
      resource("aws:secretsmanager/secret:Secret", region, { inputs: { region } }),
    );
    const sentence = (count: number) =>
      costSentence(estimateOf(secrets.slice(0, count), {}, []), DEFAULT_USAGE).replace(
        /, unknown with 20 runs.*minutes/,
        "",
      );
    const first = ["sa-east-1", "eu-north-1"].map((region) => `1 secret in ${region} (no price of the region here)`);
    assert.deepEqual([0, 2, 3, 4].map(sentence), [
      "$0.00 a month fixed, $0.00 with 20 runs of each pipeline and builds of 6 minutes",
      `unknown fixed costs. Not counted: ${first.join(" and ")}`,
      `unknown fixed costs. Not counted: ${first.join("; ")} and 1 other`,
      `unknown fixed costs. Not counted: ${first.join("; ")} and 2 others`,
    ]);
  });
});

import assert from "node:assert/strict";
import { scheduledBuildsOf } from "../../../cli/insight/scheduled-builds";
import { type PropertyMap, UNKNOWN } from "../../../cli/preview/base/property-value";
import { resource } from "../preview/support/resource";

const rule = (name: string, inputs: PropertyMap) =>
  resource("aws:cloudwatch/eventRule:EventRule", name, { inputs: { name, ...inputs } });
const target = (name: string, inputs: PropertyMap, propertyDependencies = {}) =>
  resource("aws:cloudwatch/eventTarget:EventTarget", name, { inputs, propertyDependencies });
const projectArn = (name: string) => `arn:aws:codebuild:eu-central-1:111122223333:project/${name}`;

describe("the builds on a schedule", () => {
  it("are the projects that rules with a schedule start, by schedule", () => {
    const nightly = rule("nightly", { scheduleExpression: "cron(0 3 * * ? *)" });
    const project = resource("aws:codebuild/project:Project", "drift", { inputs: { name: "shop-drift" } });
    assert.deepEqual(
      scheduledBuildsOf([
        nightly,
        rule("weekly", { scheduleExpression: "rate(7 days)" }),
        project,
        target("a", { rule: "nightly", arn: projectArn("shop-queue") }),
        target("b", { rule: UNKNOWN, arn: UNKNOWN }, { rule: [nightly.urn], arn: [project.urn] }),
        target("c", { rule: "weekly", arn: projectArn("shop-audit") }),
      ]),
      [
        { schedule: "cron(0 3 * * ? *)", projects: ["shop-drift", "shop-queue"] },
        { schedule: "rate(7 days)", projects: ["shop-audit"] },
      ],
    );
  });

  it("are the projects that EventBridge Scheduler starts", () => {
    const schedule = resource("aws:scheduler/schedule:Schedule", "s", {
      inputs: {
        scheduleExpression: "rate(1 day)",
        target: { arn: "arn:aws:scheduler:::aws-sdk:codebuild:startBuild", input: '{"ProjectName":"shop-drift"}' },
      },
    });
    assert.deepEqual(scheduledBuildsOf([schedule]), [{ schedule: "rate(1 day)", projects: ["shop-drift"] }]);
  });

  it("are neither builds by events nor other targets of a schedule", () => {
    assert.deepEqual(
      scheduledBuildsOf([
        rule("pushed", { eventPattern: "{}" }),
        rule("nightly", { scheduleExpression: "rate(1 day)" }),
        target("a", { rule: "pushed", arn: projectArn("shop") }),
        target("b", { rule: "nightly", arn: "arn:aws:codepipeline:eu-central-1:111122223333:shop" }),
        target("c", { rule: "nightly", arn: UNKNOWN }),
      ]),
      [],
    );
  });
});

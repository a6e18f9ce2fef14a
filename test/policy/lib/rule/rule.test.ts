import assert from "node:assert/strict";
import { at } from "../../../../policy/iam/value";
import { unknownAt, violation } from "../../../../policy/lib/facts/finding";
import { expectation } from "../../../../policy/lib/rule/expectation";
import { type JudgedResource, resourceRule, stackRule } from "../../../../policy/lib/rule/rule";
import type { RuleText } from "../../../../policy/lib/rule/text";
import {
  advisory,
  judgeResource,
  judgeStack,
  mandatory,
  notApplicable,
  remediated,
  unknownText,
  unknownVerdict,
} from "../../support/judging";

const logGroup = "aws:cloudwatch/logGroup:LogGroup";
const bucketType = "aws:s3/bucket:Bucket";

const text: RuleText = {
  name: "logs-days",
  displayName: "Logs: few days",
  description: "Logs should end, because they cost.",
  severity: "medium",
  enforcementLevel: "mandatory",
  remediationSteps: "Set retentionInDays.",
  url: "https://docs.aws.amazon.com/AmazonCloudWatch/latest/logs/",
  tags: ["logs"],
  types: [logGroup],
  equivalentChecks: {},
};

const config = { properties: { days: { type: "integer" } }, defaults: { days: 30 } } as const;

const judgeDays = ({ props: { retentionInDays: days } }: Pick<JudgedResource, "props">, wanted: { days: number }) =>
  expectation("retentionInDays", days, days === wanted.days, `should be ${wanted.days}`, {
    retentionInDays: wanted.days,
  });

const daysRule = resourceRule<{ days: number }>({ ...text, config, judge: judgeDays });

describe("a resource rule", () => {
  it("judges the inputs of its types with the defaults of its parameters", () => {
    assert.deepEqual(judgeResource(daysRule, logGroup, { retentionInDays: 30 }), []);
    assert.deepEqual(judgeResource(daysRule, logGroup, { retentionInDays: 7 }), [
      mandatory("retentionInDays should be 30"),
    ]);
    assert.deepEqual(judgeResource(daysRule, logGroup, {}), [mandatory("retentionInDays should be 30")]);
  });

  it("judges with the parameters that it is given", () => {
    assert.deepEqual(judgeResource(daysRule, logGroup, { retentionInDays: 7 }, { days: 7 }), []);
  });

  it("reports an unknown value as an advisory, or as a violation where the configuration says so", () => {
    const props = { retentionInDays: unknownText };
    assert.deepEqual(judgeResource(daysRule, logGroup, props), [unknownVerdict("retentionInDays")]);
    assert.deepEqual(judgeResource(daysRule, logGroup, props, { failOnUnknown: true }), [
      mandatory(unknownAt("retentionInDays").message),
    ]);
  });

  it("has nothing to say about other types", () => {
    assert.equal(judgeResource(daysRule, bucketType, {}), notApplicable);
  });

  it("keeps the limit of stack traces when it declines", () => {
    const { stackTraceLimit } = Error;
    judgeResource(daysRule, bucketType, {});
    judgeStack(daysRule, [{ name: "a", type: bucketType, props: {} }]);
    assert.equal(Error.stackTraceLimit, stackTraceLimit);
  });

  it("is marked as a rule of one type, so that the SDK reads no other", () => {
    const typeOf = (rule: object) => Reflect.get(Reflect.get(rule, "validateResource"), "__pulumiType");
    assert.equal(typeOf(daysRule), logGroup);
    assert.equal(typeOf(resourceRule({ ...text, types: [logGroup, bucketType], judge: () => [] })), undefined);
  });

  it("knows the place of the resource", () => {
    const rule = resourceRule({
      ...text,
      judge: ({ urn, protect, stackTags, type }) => [violation(type, `${urn} ${protect} ${stackTags.get("env")}`)],
    });
    assert.deepEqual(
      judgeResource(rule, logGroup, {}, {}, { urn: "urn:a", protect: true, stackTags: { env: "dev" } }),
      [mandatory(`${logGroup} urn:a true dev`)],
    );
  });

  it("applies exceptions, and reports their mistakes first", () => {
    const exemptions = [
      { urn: "*::subject", reason: "old", expires: "9999-12-31" },
      { urn: "*::subject", expires: "9999-12-31" },
    ];
    assert.deepEqual(judgeResource(daysRule, logGroup, {}, { exemptions }), [
      mandatory(
        "exemptions[1].reason in this policy's configuration should say why: add a reason, or remove the entry",
      ),
      advisory("retentionInDays should be 30 (excepted until 9999-12-31: old)"),
    ]);
  });
});

describe("a resource rule that remediates", () => {
  const mending = resourceRule<{ days: number }>({
    ...text,
    config,
    remediation: "sets retentionInDays",
    judge: judgeDays,
  });

  it("writes the fixes of its violations into the properties", async () => {
    assert.deepEqual(await remediated(mending, logGroup, { retentionInDays: 7, name: "a" }), {
      retentionInDays: 30,
      name: "a",
    });
  });

  it("changes nothing that is right or exempt", async () => {
    const exemptions = [{ urn: "*::subject", reason: "old", expires: "9999-12-31" }];
    assert.equal(await remediated(mending, logGroup, { retentionInDays: 30 }), undefined);
    assert.equal(await remediated(mending, logGroup, { retentionInDays: 7 }, { exemptions }), undefined);
  });

  it("is only one that states its remediation", () => {
    assert.equal("remediateResource" in daysRule, false);
    assert.equal(mending.remediation, "sets retentionInDays");
  });
});

describe("a resource rule about resources of other providers", () => {
  const native = "aws-native:logs:LogGroup";

  it("judges them with the stack, under the names that the program uses", () => {
    const rule = resourceRule({
      ...text,
      types: [bucketType],
      judge: ({ props }) => [violation("bucket", `should not be ${String(at(props, "bucket"))}`)],
    });
    const entries = [
      { name: "site", type: "aws-native:s3:Bucket", props: { bucketName: "site" } },
      { name: "logs", type: bucketType, props: { bucket: "logs" } },
    ];
    assert.deepEqual(judgeStack(rule, entries), [mandatory("bucketName should not be site", "site")]);
  });

  it("applies its parameters and exceptions to them", () => {
    const entries = [{ name: "urn::old", type: native, props: { retentionInDays: 7 } }];
    assert.deepEqual(judgeStack(daysRule, entries), [mandatory("retentionInDays should be 30", "urn::old")]);
    assert.deepEqual(judgeStack(daysRule, entries, { days: 7 }), []);
    const exemptions = [{ urn: "*::old", reason: "old", expires: "9999-12-31" }];
    assert.deepEqual(judgeStack(daysRule, entries, { exemptions }), [
      advisory("retentionInDays should be 30 (excepted until 9999-12-31: old)", "urn::old"),
    ]);
  });

  it("does not apply where the stack has none of its types", () => {
    assert.equal(judgeStack(daysRule, [{ name: "a", type: "aws-native:s3:Bucket", props: {} }]), notApplicable);
    assert.equal(judgeStack(daysRule, []), notApplicable);
  });
});

describe("a stack rule", () => {
  const twins = stackRule<{ most: number }>({
    ...text,
    config: { properties: { most: { type: "integer" } }, defaults: { most: 1 } },
    judge: (resources, { most }) =>
      resources.slice(most).map(({ urn }) => ({ urn, finding: violation("name", `is one of ${resources.length}`) })),
  });
  const entries = ["a", "urn::b"].map((name) => ({ name, type: logGroup, props: {} }));

  it("judges all resources of its types at once", () => {
    const others = [{ name: "c", type: bucketType, props: {} }];
    assert.deepEqual(judgeStack(twins, [...others, ...entries]), [mandatory("name is one of 2", "urn::b")]);
    assert.deepEqual(judgeStack(twins, entries, { most: 2 }), []);
  });

  it("does not apply to a stack without its types", () => {
    assert.equal(judgeStack(twins, [{ name: "c", type: bucketType, props: {} }]), notApplicable);
  });

  it("applies exceptions, and reports their mistakes at each resource", () => {
    const exemptions = [
      { urn: "*::b", reason: "twin", expires: "9999-12-31" },
      { urn: "*::b", reason: "twin", expires: "soon" },
    ];
    const refusal =
      "exemptions[1].expires in this policy's configuration should be the last day of the exception, as 2026-12-31: " +
      "add a date, or remove the entry";
    assert.deepEqual(judgeStack(twins, entries, { exemptions }), [
      mandatory(refusal, "urn::b"),
      advisory("name is one of 2 (excepted until 9999-12-31: twin)", "urn::b"),
    ]);
  });
});

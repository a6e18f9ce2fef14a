import assert from "node:assert/strict";
import { Diagnostics } from "../../../../cli/preview/base/diagnostics";
import { type PropertyMap, UNKNOWN } from "../../../../cli/preview/base/property-value";
import { createAnswer } from "../../../../cli/preview/invokes/answers";
import { NO_ANSWERS, type SuppliedAnswers } from "../../../../cli/preview/invokes/supplied-answers";

const region = "aws:index/getRegion:getRegion";
const document = "aws:iam/getPolicyDocument:getPolicyDocument";
const ami = "aws:ec2/getAmi:getAmi";

function answered(token: string, args: PropertyMap, supplied: Partial<SuppliedAnswers> = {}) {
  const diagnostics = new Diagnostics();
  const context = { config: new Map([["aws:region", "eu-west-1"]]), env: {} };
  const answer = createAnswer(context, { ...NO_ANSWERS, ...supplied }, __dirname, diagnostics);
  return {
    result: answer({ token, args, provider: undefined }),
    messages: diagnostics.entries.map(({ message }) => message),
  };
}

describe("the answer to a function call", () => {
  it("is the supplied one before any other", () => {
    const { result, messages } = answered(
      region,
      {},
      { functions: [{ token: region, args: {}, result: { name: "mars-1" } }] },
    );
    assert.equal(result.name, "mars-1");
    assert.deepEqual(messages, []);
  });

  it("is the stack's setting, with the members that are not known", () => {
    const { result, messages } = answered(region, {});
    assert.equal(result.region, "eu-west-1");
    assert.equal(result.description, UNKNOWN);
    assert.deepEqual(messages, []);
  });

  it("is a computed policy document, with unknown values inside too", () => {
    const { result } = answered(document, { statements: [{ actions: ["s3:GetObject"], resources: ["*"] }] });
    assert.match(String(result.json), /"Action": "s3:GetObject"/);
    assert.deepEqual(answered(document, { statements: [{ actions: [UNKNOWN] }] }).messages, []);
  });

  it("is unknown for what only the provider knows, and named once as a warning", () => {
    const { result, messages } = answered(ami, { owners: ["amazon"] });
    assert.equal(result.id, UNKNOWN);
    assert.deepEqual(result.owners, ["amazon"]);
    assert.deepEqual(messages, [
      `${ami}: only the provider knows the result, so it is unknown in this preview; supply it with --answers`,
    ]);
  });

  it("is unknown without a warning where an argument is unknown: nobody could answer", () => {
    const { result, messages } = answered(ami, { owners: [UNKNOWN] });
    assert.equal(result.id, UNKNOWN);
    assert.deepEqual(messages, []);
  });
});

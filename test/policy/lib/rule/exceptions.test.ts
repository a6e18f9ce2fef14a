import assert from "node:assert/strict";
import { unknownAt, violation } from "../../../../policy/lib/facts/finding";
import { type Exception, refusedExceptions, withExceptions } from "../../../../policy/lib/rule/exceptions";
import { kmsRotation } from "../../../../policy/rules/kms/rotation";
import { s3HasPublicAccessBlock } from "../../../../policy/rules/s3/has-public-access-block";
import { bucket } from "../../../fixtures/policy/stack";
import { advisory, judgeResource, judgeStack, mandatory, unknownFlag } from "../../support/judging";

const key = "aws:kms/key:Key";
const urn = "urn:pulumi:prod::shop::aws:kms/key:Key::legacy";
const found = violation("enableKeyRotation", "should be true");
const exception: Exception = {
  urn: "*::aws:kms/key:Key::legacy",
  reason: " its owner moves in May ",
  expires: "2027-05-31",
};

function withOne(changes: Partial<Exception>, today: string) {
  return withExceptions(found, urn, [{ ...exception, ...changes }], today);
}

describe("an exception of a rule", () => {
  it("holds to the end of its last day, with its reason in sight", () => {
    const excepted = {
      kind: "excepted",
      message: "enableKeyRotation should be true (excepted until 2027-05-31: its owner moves in May)",
    };
    assert.deepEqual(withOne({}, "2026-11-21"), excepted);
    assert.deepEqual(withOne({}, "2027-05-31"), excepted);
  });

  it("leaves the finding in force afterwards, and says that it has expired", () => {
    assert.deepEqual(withOne({}, "2027-06-01"), {
      kind: "violation",
      message:
        "enableKeyRotation should be true (the exception for *::aws:kms/key:Key::legacy expired on 2027-05-31: mend " +
        "it, or renew the entry in exemptions)",
    });
  });

  it("covers what cannot be judged as well", () => {
    assert.equal(withExceptions(unknownAt("policy"), urn, [exception], "2026-11-21").kind, "excepted");
  });

  it("concerns the resource that it names, and no other", () => {
    assert.equal(withOne({ urn: "*::aws:kms/key:Key::leg" }, "2026-11-21"), found);
    assert.equal(withOne({ urn: "*::legacy?" }, "2026-11-21"), found);
    assert.equal(withOne({ urn: "*::leg*" }, "2026-11-21").kind, "excepted");
    assert.equal(withOne({ urn }, "2026-11-21").kind, "excepted");
  });

  it("gives way to a later one for the same resource", () => {
    const entries = [{ ...exception, expires: "2026-01-31" }, exception];
    for (const order of [entries, entries.toReversed()]) {
      assert.equal(withExceptions(found, urn, order, "2026-11-21").kind, "excepted");
    }
  });

  it("is refused, and of no effect, without a resource, a reason and a day that there is, or with anything else", () => {
    for (const [wrong, expected] of [
      [
        { reason: "  " },
        "exemptions[0].reason in this policy's configuration should say why: add a reason, or remove the entry",
      ],
      [
        { expires: "2027-02-30" },
        "exemptions[0].expires in this policy's configuration should be the last day of the exception, as 2026-12-31: add a date, or remove the entry",
      ],
      [
        { expires: "soon" },
        "exemptions[0].expires in this policy's configuration should be the last day of the exception, as 2026-12-31: add a date, or remove the entry",
      ],
      [
        { urn: "*::*" },
        "exemptions[0].urn in this policy's configuration should be the pattern of a URN that ends in the resource's name, as in *::aws:s3/bucket:Bucket::logs, or remove the entry",
      ],
      [
        { until: "2027-05-31" },
        "exemptions[0].until in this policy's configuration should not be there: keep urn, reason and expires, or remove the entry",
      ],
    ] as const) {
      const entry = { ...exception, ...wrong };
      assert.deepEqual(refusedExceptions([entry], urn), [{ kind: "violation", message: expected }]);
      assert.equal(withExceptions(found, urn, [entry], "2026-11-21"), found);
    }
  });

  it("is refused for its own resource only, when it names one", () => {
    assert.deepEqual(
      refusedExceptions([{ ...exception, reason: "" }], "urn:pulumi:prod::shop::aws:kms/key:Key::other"),
      [],
    );
  });

  it("has all that is wrong with it said at once", () => {
    assert.deepEqual(
      refusedExceptions([exception, JSON.parse("{}")], urn).map(({ message }) => message.split(" ")[0]),
      ["exemptions[1].urn", "exemptions[1].reason", "exemptions[1].expires"],
    );
  });
});

describe("a rule with exceptions", () => {
  const unrotated = "enableKeyRotation should be true: set it, the key's ARN and old data stay as they are";
  const judge = (exemptions: readonly object[], props = {}) => judgeResource(kmsRotation, key, props, { exemptions });

  it("reports what it lets be as an advisory", () => {
    assert.deepEqual(judge([{ urn: "*::aws:kms/key:Key::subject", reason: "moves", expires: "2999-12-31" }]), [
      advisory(`${unrotated} (excepted until 2999-12-31: moves)`),
    ]);
  });

  it("does so under failOnUnknown too", () => {
    const exemptions = [{ urn: "*::subject", reason: "moves", expires: "2999-12-31" }];
    const verdicts = judgeResource(
      kmsRotation,
      key,
      { enableKeyRotation: unknownFlag },
      { exemptions, failOnUnknown: true },
    );
    assert.deepEqual(Array.isArray(verdicts) ? verdicts.map(({ level }) => level) : verdicts, ["advisory"]);
  });

  it("judges as ever once they have expired", () => {
    assert.deepEqual(judge([{ urn: "*::subject", reason: "moves", expires: "2020-01-01" }]), [
      mandatory(
        `${unrotated} (the exception for *::subject expired on 2020-01-01: mend it, or renew the entry in exemptions)`,
      ),
    ]);
  });

  it("finds fault with one that is refused, even where nothing else is wrong", () => {
    const refused = mandatory(
      "exemptions[0].reason in this policy's configuration should say why: add a reason, or remove the entry",
    );
    const exemptions = [{ urn: "*::subject", reason: " ", expires: "2999-12-31" }];
    assert.deepEqual(judge(exemptions, { enableKeyRotation: true }), [refused]);
    assert.deepEqual(judge(exemptions), [refused, mandatory(unrotated)]);
  });

  it("treats each resource of a stack by itself", () => {
    const missing = "bucket should have a BucketPublicAccessBlock: add one for it";
    const [logs, site] = ["logs", "site"].map((name) => ({ ...bucket, name: `urn:pulumi:dev::shop::x::${name}` }));
    assert.ok(logs && site);
    const exemptions = [
      { urn: "*::logs", reason: "moves", expires: "2999-12-31" },
      { urn: "*::site", reason: "", expires: "2999-12-31" },
    ];
    assert.deepEqual(judgeStack(s3HasPublicAccessBlock, [logs, site], { exemptions }), [
      mandatory(
        "exemptions[1].reason in this policy's configuration should say why: add a reason, or remove the entry",
        site.name,
      ),
      advisory(`${missing} (excepted until 2999-12-31: moves)`, logs.name),
      mandatory(missing, site.name),
    ]);
  });
});

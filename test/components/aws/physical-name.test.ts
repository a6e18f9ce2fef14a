import assert from "node:assert/strict";
import fc from "fast-check";
import {
  bucketNameOf,
  digest,
  keyAlias,
  nameLimits,
  notificationNameOf,
  physicalName,
  projectNameOf,
  shortenedBeginning,
} from "../../../components/aws/physical-name";

const environment = fc.stringMatching(/^[a-z][a-z0-9]{0,9}(-[a-z0-9]{1,9}){0,3}$/).filter((name) => name.length >= 2);
const account = fc.stringMatching(/^[0-9]{12}$/);
const region = fc.constantFrom("us-east-1", "ap-southeast-4", "us-gov-west-1");
const name = fc.stringMatching(/^[A-Za-z0-9][A-Za-z0-9.@_-]{0,99}$/);

describe("physicalName", () => {
  it("knows how long AWS lets names be", () => {
    assert.deepEqual(nameLimits, {
      role: 64,
      policy: 128,
      bucket: 63,
      alias: 250,
      eventRule: 64,
      project: 150,
      topic: 256,
      notificationRule: 64,
      function: 64,
      channel: 128,
      history: 200,
      trail: 128,
    });
  });

  it("joins what fits, to the last character", () => {
    assert.equal(physicalName(["shop", "dev"], 8), "shop-dev");
  });

  it("ends what does not fit in a digest of the whole", () => {
    assert.equal(physicalName(["shop-delivery", "artifacts"], 20), "shop-delive-95866b47");
  });

  it("joins by another separator where one is given, before the digest too", () => {
    assert.equal(physicalName(["shop", "dev"], 8, "+"), "shop+dev");
    assert.match(physicalName(["shop-delivery", "artifacts"], 20, "+"), /^shop-delive\+[0-9a-f]{8}$/);
  });

  it("leaves no hyphen, dot or plus sign before the digest", () => {
    assert.match(physicalName(["shop--.", "artifacts"], 15), /^shop-[0-9a-f]{8}$/);
    assert.match(physicalName(["shop", "more-artifacts"], 14, "+"), /^shop\+[0-9a-f]{8}$/);
  });

  it("makes a digest of eight characters of any text, another one for another text", () => {
    assert.equal(digest("shop"), "8d9001d3");
    assert.notEqual(digest("Shop"), digest("shop"));
  });

  it("is never over the limit, the same every time, and of allowed characters", () => {
    fc.assert(
      fc.property(name, name, fc.constantFrom(...Object.values(nameLimits)), (one, other, limit) => {
        const made = physicalName([one, other], limit);
        assert.ok(made.length <= limit);
        assert.equal(physicalName([one, other], limit), made);
        assert.match(made, /^[A-Za-z0-9.@_-]+$/);
      }),
    );
  });

  it("differs where what is named differs", () => {
    fc.assert(
      fc.property(name, name, fc.constantFrom(...Object.values(nameLimits)), (one, other, limit) => {
        fc.pre(one !== other);
        assert.notEqual(physicalName([one, "suffix"], limit), physicalName([other, "suffix"], limit));
      }),
    );
  });

  it("tells names apart that differ only where they are cut", () => {
    const long = "x".repeat(80);
    const made = ["a", "b", "c"].map((end) => physicalName([long, end], nameLimits.role));
    assert.equal(new Set(made).size, 3);
  });

  it("makes names that S3 accepts of every name of an environment", () => {
    fc.assert(
      fc.property(environment, account, region, (env, owner, where) => {
        const made = physicalName([env, "artifacts", owner, where], nameLimits.bucket);
        assert.match(made, /^[a-z0-9][a-z0-9-]{1,61}[a-z0-9]$/);
      }),
    );
  });
});

describe("shortenedBeginning", () => {
  it("begins each physical name that starts with the beginning, short or with a digest", () => {
    for (const length of [1, 40, 53, 54, 55, 56, 62]) {
      const beginning = `${"a".repeat(length)}-`;
      for (const end of ["a", "b".repeat(30)]) {
        const name = physicalName([`${beginning}${end}`], 64);
        assert.ok(name.startsWith(shortenedBeginning(beginning, 64)), `${name} of ${beginning}`);
      }
    }
    assert.equal(shortenedBeginning("shop-prod-notifications-", 64), "shop-prod-notifications-");
  });
});

describe("names for components of any name", () => {
  const names = [
    "shop",
    "lib.b",
    "a b",
    "x",
    "Shop",
    "_x",
    "ü",
    "shop+dev@home",
    "-",
    "a".repeat(200),
    "lib-b",
    "lib b",
  ];

  for (const name of names) {
    it(`are in the characters and lengths of each service: ${JSON.stringify(name).slice(0, 20)}`, () => {
      assert.match(projectNameOf(name), /^[A-Za-z0-9][A-Za-z0-9_-]{1,149}$/);
      assert.match(keyAlias(name), /^[A-Za-z0-9/_-]{1,250}$/);
      assert.match(bucketNameOf(name, "111122223333", "eu-central-1"), /^[a-z0-9][a-z0-9-]{1,61}[a-z0-9]$/);
    });
  }

  it("keep an allowed name as it is", () => {
    assert.equal(projectNameOf("shop-test_1"), "shop-test_1");
    assert.equal(keyAlias("shop/dev_1"), "shop/dev_1");
    assert.equal(keyAlias("aws/s3"), "key-aws/s3");
    assert.equal(bucketNameOf("Shop-dev", "111122223333", "eu-central-1"), "shop-dev-111122223333-eu-central-1");
  });

  it("stay different for different names", () => {
    assert.equal(new Set(names.map(projectNameOf)).size, names.length);
    assert.equal(new Set(names.map(keyAlias)).size, names.length);
    assert.equal(projectNameOf("lib.b"), "lib-b-f898c769");
  });
});

describe("notificationNameOf", () => {
  it("keeps letters, digits, hyphens and underscores, and stays within the limit", () => {
    assert.equal(notificationNameOf(["shop", "chat"], nameLimits.topic), "shop-chat");
    assert.match(
      notificationNameOf(["shop.v2", "failures"], nameLimits.notificationRule),
      /^shop-v2-failures-[0-9a-f]{8}$/,
    );
    fc.assert(
      fc.property(name, (pipeline) => {
        assert.match(notificationNameOf(["shop", pipeline], nameLimits.notificationRule), /^[A-Za-z0-9_-]{1,64}$/);
      }),
    );
  });
});

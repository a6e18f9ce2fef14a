import assert from "node:assert/strict";
import { unknownValue } from "../../../../policy/iam/value";
import { grantedGroups, isPublicAcl, isPublicGroup } from "../../../../policy/lib/storage/public-acl";

const everybody = "http://acs.amazonaws.com/groups/global/AllUsers";

describe("a canned ACL is public", () => {
  for (const [acl, expected] of [
    ["public-read", true],
    ["public-read-write", true],
    ["authenticated-read", true],
    ["private", false],
    ["log-delivery-write", false],
    ["Public-Read", false],
    [undefined, false],
    [unknownValue, false],
  ] as const) {
    it(`${expected ? "as" : "not as"} ${String(acl)}`, () => assert.equal(isPublicAcl(acl), expected));
  }
});

describe("a grantee is everybody", () => {
  for (const [uri, expected] of [
    [everybody, true],
    [everybody.replace("http:", "https:"), true],
    ["http://acs.amazonaws.com/groups/global/AuthenticatedUsers", true],
    ["http://acs.amazonaws.com/groups/s3/LogDelivery", false],
    [`x${everybody}`, false],
    [`${everybody}2`, false],
    [unknownValue, false],
    [undefined, false],
  ] as const) {
    it(`${expected ? "as" : "not as"} ${String(uri)}`, () => assert.equal(isPublicGroup(uri), expected));
  }
});

describe("the groups that an ACL grants something to", () => {
  it("are those of the bucket and of a resource for it", () => {
    assert.deepEqual(
      grantedGroups({
        grants: [{ uri: everybody }, { id: "x" }, { uri: unknownValue }],
        accessControlPolicy: { grants: [{ grantee: { uri: "g" } }, { grantee: { id: "x" } }] },
      }),
      [
        { path: "grants[0].uri", value: everybody },
        { path: "grants[2].uri", value: unknownValue },
        { path: "accessControlPolicy.grants[0].grantee.uri", value: "g" },
      ],
    );
    assert.deepEqual(grantedGroups({}), []);
  });
});
